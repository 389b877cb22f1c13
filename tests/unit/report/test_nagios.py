"""The one line as a monitoring server reads it."""

import pytest

from stableaudit.domain.findings import Gate, Verdict
from stableaudit.report.document import build
from stableaudit.report.nagios import State, render, render_failure, state_of
from stableaudit.report.rendering import Rendering
from tests.hostile import poisoned
from tests.unit.report import cases
from tests.unit.report.reading import read_nagios


@pytest.mark.parametrize(
    ("verdict", "gate", "state"),
    [
        (Verdict.RECONCILED, Gate.PASSED, State.OK),
        (Verdict.UNRECONCILED, Gate.PASSED, State.WARNING),
        (Verdict.UNRECONCILED, Gate.UNDECIDED, State.UNKNOWN),
        (Verdict.UNRECONCILED, Gate.FAILED, State.CRITICAL),
        (Verdict.INCONCLUSIVE, Gate.UNDECIDED, State.UNKNOWN),
    ],
)
def test_state_of_each_end(verdict: Verdict, gate: Gate, state: State) -> None:
    assert state_of(verdict, gate) is state


@pytest.mark.parametrize(
    ("case", "state"), [("fresh", "OK"), ("usdkg", "UNKNOWN"), ("contradiction", "CRITICAL")]
)
def test_line_begins_with_the_state(case: str, state: str) -> None:
    assert read_nagios(render(build(cases.ALL[case]()), Rendering(3)))[0] == state


def test_figures_are_exact_and_carry_their_limits() -> None:
    _, _, figures = read_nagios(render(build(cases.kgst()), Rendering(3)))
    assert figures["supply"] == "445945000.000000000000000001;;;0;"
    _, _, figures = read_nagios(render(build(cases.usdkg()), Rendering(3)))
    assert figures["coverage_low"] == "1.012033817052246712;;1:;0;"
    assert figures["statement_age"] == "30812401s;;3024000;;"


def test_nothing_read_plots_no_figure_but_counts() -> None:
    _, _, figures = read_nagios(render(build(cases.nothing_read()), Rendering(3)))
    assert set(figures) == {"statement_age", "contradicts", "undecided", "noted"}


def test_simulated_network_is_said_first() -> None:
    _, text, _ = read_nagios(render(build(cases.usdkg()), Rendering(3)))
    assert text.startswith("SIMULATED NETWORK USDKG INCONCLUSIVE: Undecided (DEC-03")


def test_pipe_in_a_text_begins_no_figures() -> None:
    _, text, figures = read_nagios(render(poisoned("x|y=1;2;3"), Rendering(3)))
    assert "x\\u007cy=1;2;3" in text
    assert "y" not in figures


def test_long_text_is_cut_before_its_figures() -> None:
    _, text, figures = read_nagios(render(poisoned("ы" * 5_000), Rendering(3)))
    assert (len(text), text[-1]) == (1_000, "…")
    assert figures["supply"] == "50000000.000000;;;0;"


def test_failure_is_unknown_and_has_no_figures() -> None:
    assert read_nagios(render_failure("no such\noption | x")) == (
        "UNKNOWN",
        "no such\\u000aoption \\u007c x",
        {},
    )
