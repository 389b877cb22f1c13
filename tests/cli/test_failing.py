"""What machines are told where there is no report, and how the process ends for a monitor."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from stableaudit.cli.audit_options import audit_options
from stableaudit.cli.exit_style import UNKNOWN, styled
from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.failing import ended
from stableaudit.cli.hand_read import FLAGS, is_audit, token_of, values_of
from stableaudit.cli.last_success import last_success
from stableaudit.cli.main import run
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.judge import Result, judge
from stableaudit.report.nagios import State
from tests.unit.report import cases
from tests.unit.report.reading import read_metrics, read_nagios

CLOSED = "http://127.0.0.1:9"
NOWHERE = [f"--endpoint={chain}={CLOSED}" for chain in ("ethereum", "bnb", "tron")]
BEFORE = 'stableaudit_last_success_timestamp_seconds{token="usdkg"} 1795000000\n'


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "kgst", *NOWHERE], 3),
        (["check", "kgst", "--exit-style", "nagios", *NOWHERE], 3),
        (["check", "kgst", "--exit-style=nagios", "--no-such-option"], 3),
        (["check", "--no-such-option", "--exit-style", "nagios", "kgst"], 3),
        (["check", "--exit-style", "nagios"], 3),
        (["reserves", "nothing", "--exit-style", "nagios"], 3),
        (["check", "kgst", "--exit-style", "icinga"], 2),
        (["check", "kgst", "--no-such-option"], 2),
        (["explain", "XXX-99", "--exit-style", "nagios"], 2),
    ],
)
def test_exit_style_of_runs_without_a_verdict(words: list[str], code: int) -> None:
    assert run(words) == code


@pytest.mark.parametrize("code", [ExitCode.INTERRUPTED, ExitCode.TERMINATED])
def test_run_that_was_ended_from_outside_is_unknown_to_a_monitor(code: ExitCode) -> None:
    assert ended(["check", "kgst", "--exit-style", "nagios"], code) == UNKNOWN
    assert ended(["check", "kgst"], code) == code


@pytest.mark.parametrize(
    ("case", "fail_on", "code", "state"),
    [
        (cases.fresh, Severity.HIGH, ExitCode.RECONCILED, State.OK),
        (cases.usdkg, Severity.HIGH, ExitCode.INCONCLUSIVE, State.UNKNOWN),
        (cases.contradiction, Severity.HIGH, ExitCode.UNRECONCILED, State.CRITICAL),
        (cases.contradiction, None, ExitCode.RECONCILED, State.WARNING),
    ],
)
def test_verdict_ends_the_process_by_the_style_that_was_asked_for(
    case: Callable[[], Result], fail_on: Severity | None, code: ExitCode, state: State
) -> None:
    result = judge(case().case, fail_on=fail_on)
    assert exit_code(result.gate) is code
    assert styled(result, code, "standard") == code
    assert styled(result, code, "nagios") == state


def test_unknown_is_the_state_that_monitors_know() -> None:
    assert int(State.UNKNOWN) == UNKNOWN


def test_flags_read_by_hand_are_those_of_the_command() -> None:
    @click.command()
    @audit_options
    def command() -> None: ...

    options = [one for one in command.params if isinstance(one, click.Option)]
    assert {name for one in options if one.is_flag for name in one.opts} == set(FLAGS)


@pytest.mark.parametrize(
    ("arguments", "token"),
    [
        (["check", "usdkg"], "usdkg"),
        (["check", "-q", "USDKG", "--format", "json"], "usdkg"),
        (["check", "--as-of", "2026-01-01", "--output=json=x", "usdkg"], "usdkg"),
        (["check", "./tokens/mine.toml"], "mine"),
        (["check", "--format", "json"], ""),
        ([], ""),
    ],
)
def test_token_of_a_command_line_is(arguments: list[str], token: str) -> None:
    assert token_of(arguments) == token


def test_values_of_an_option_are_all_of_them_in_order() -> None:
    arguments = ["check", "--format=json", "x", "--format", "nagios", "--format"]
    assert values_of(arguments, "--format") == ("json", "nagios", "")


@pytest.mark.parametrize(
    ("arguments", "audit"), [(["check"], True), (["reserves"], True), (["price"], False)]
)
def test_audits_are_check_and_reserves(arguments: list[str], audit: bool) -> None:  # noqa: FBT001 - a column
    assert is_audit(arguments) is audit


@pytest.mark.parametrize(
    "wrong",
    [["--no-such-option"], ["--fail-on", "sometimes"], ["--config", "missing.toml"]],
)
def test_metrics_of_a_run_that_was_refused_say_so_and_keep_the_last_success(
    wrong: list[str], alone: Path
) -> None:
    path = alone / "usdkg.prom"
    path.write_text(BEFORE, "utf-8")
    assert run(["check", "usdkg", *wrong, "--output", f"openmetrics={path}"]) == 2
    found = read_metrics(path.read_bytes())
    assert found["stableaudit_exit_code"] == [({"token": "usdkg"}, "2")]
    assert found["stableaudit_last_success_timestamp_seconds"] == [
        ({"token": "usdkg"}, "1795000000")
    ]
    assert int(found["stableaudit_last_run_timestamp_seconds"][0][1]) > 1_700_000_000


def test_metrics_of_an_internal_error_say_so(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(*_: object, **__: object) -> None:
        raise RuntimeError("a defect, for the test")

    monkeypatch.setattr("stableaudit.bootstrap.runs.run_check", defect)
    path = alone / "usdkg.prom"
    words = ["check", "usdkg", *NOWHERE, f"--output=openmetrics={path}"]
    assert run(words) == 1
    found = read_metrics(path.read_bytes())
    assert found["stableaudit_exit_code"] == [({"token": "usdkg"}, "1")]
    assert "stableaudit_last_success_timestamp_seconds" not in found
    assert run([*words, "--exit-style", "nagios"]) == 3


def test_metrics_of_an_inconclusive_run_keep_the_last_success(alone: Path) -> None:
    path = alone / "usdkg.prom"
    path.write_text(BEFORE, "utf-8")
    assert run(["check", "usdkg", "-q", *NOWHERE, "--output", f"openmetrics={path}"]) == 3
    found = read_metrics(path.read_bytes())
    assert found["stableaudit_exit_code"] == [({"token": "usdkg"}, "3")]
    assert found["stableaudit_last_success_timestamp_seconds"][0][1] == "1795000000"


def test_metrics_that_cannot_be_written_are_no_second_error(
    alone: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = alone / "no" / "usdkg.prom"
    assert run(["check", "usdkg", "--no-such-option", f"--output=openmetrics={path}"]) == 2
    assert capsysbinary.readouterr().err.count(b"error:") == 1
    assert not path.exists()


def test_metrics_are_not_written_through_a_link(alone: Path) -> None:
    target, link = alone / "target", alone / "usdkg.prom"
    target.write_text("kept", "utf-8")
    link.symlink_to(target)
    assert run(["check", "usdkg", "--no-such-option", f"--output=openmetrics={link}"]) == 2
    assert target.read_text("utf-8") == "kept"


@pytest.mark.parametrize(
    ("text", "token", "expected"),
    [
        (BEFORE, "usdkg", 1_795_000_000),
        (BEFORE, "kgst", None),
        (BEFORE.replace("1795000000", "soon"), "usdkg", None),
        ("\x00", "usdkg", None),
    ],
)
def test_last_success_of_a_file_is(
    text: str, token: str, expected: int | None, alone: Path
) -> None:
    path = alone / "x.prom"
    path.write_text(text, "utf-8")
    assert last_success(path, token) == expected
    assert last_success(alone / "missing.prom", token) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--format", "nagios"], 2),
        (["--exit-style", "nagios"], 3),
        (["--format", "nagios", "--exit-style", "nagios"], 3),
    ],
)
def test_nagios_line_of_a_refused_run_is_unknown(
    words: list[str], code: int, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["check", "kgst", *words, "--config", "no.toml"]) == code
    state, text, _ = read_nagios(capsysbinary.readouterr().out)
    assert state == "UNKNOWN"
    assert "no.toml" in text


def test_error_object_outranks_the_nagios_line(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    words = ["check", "kgst", "--format", "json", "--exit-style", "nagios", "--config", "no.toml"]
    assert run(words) == 3
    assert json.loads(capsysbinary.readouterr().out)["exit_code"] == 2


def test_nagios_line_of_an_inconclusive_run_is_all_that_is_printed(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run(["check", "kgst", "-q", "--format", "nagios", *NOWHERE]) == 3
    state, text, _ = read_nagios(capsysbinary.readouterr().out)
    assert (state, text.startswith("KGST INCONCLUSIVE: ")) == ("UNKNOWN", True)


def test_error_object_is_printed_beside_a_metrics_file(
    alone: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = alone / "x.prom"
    words = ["check", "usdkg", "--format", "json", "--output", f"openmetrics={path}"]
    assert run([*words, "--no-such-option"]) == 2
    assert json.loads(capsysbinary.readouterr().out)["exit_code"] == 2
    assert path.exists()
