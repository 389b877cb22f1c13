"""Metrics as a monitoring server reads them."""

import shutil
import subprocess

import pytest

from stableaudit.domain.findings import Verdict
from stableaudit.report.document import build
from stableaudit.report.exposition import LONGEST_LABEL, Gauge, Sample, expose
from stableaudit.report.openmetrics import LAST_SUCCESS, render, render_failure
from stableaudit.report.rendering import Rendering
from tests.hostile import CORPUS, poisoned
from tests.unit.report import cases
from tests.unit.report.reading import read_metrics

Samples = dict[str, list[tuple[dict[str, str], str]]]


def metrics_of(case: str, code: int = 3, last_success: int | None = None) -> Samples:
    rendering = Rendering(code, last_success=last_success)
    return read_metrics(render(build(cases.ALL[case]()), rendering))


def values(samples: Samples, name: str) -> list[str]:
    return [value for _, value in samples.get(f"stableaudit_{name}", [])]


def test_supply_has_every_digit_of_the_chain() -> None:
    assert values(metrics_of("kgst"), "supply_native_tokens") == ["445945000.000000000000000001"]


def test_interval_has_both_ends() -> None:
    found = metrics_of("usdkg")["stableaudit_coverage_ratio"]
    assert [(one["basis"], one["bound"], value[:6]) for one, value in found] == [
        ("minted", "low", "1.0120"),
        ("minted", "high", "1.0199"),
        ("redeemable", "low", "1.0120"),
        ("redeemable", "high", "1.0199"),
    ]


def test_nothing_read_has_no_figure_and_no_zero_in_its_place() -> None:
    found = metrics_of("nothing-read")
    assert [
        name
        for name in (
            *("supply_tokens", "supply_native_tokens", "supply_residual_tokens"),
            *("ledger_residual_tokens", "holders", "coverage_ratio", "reserve_value"),
            *("gold_price_usd", "breakeven_gold_usd", "price_age_seconds", "evidence_block"),
        )
        if f"stableaudit_{name}" in found
    ] == []


@pytest.mark.parametrize(
    ("case", "check", "status"),
    [
        ("fresh", "SUP-04", "pass"),
        ("usdkg", "DEC-05", "warn"),
        ("usdkg", "DEC-03", "inconclusive"),
        ("contradiction", "SUP-04", "fail"),
    ],
)
def test_check_has_one_status(case: str, check: str, status: str) -> None:
    found = metrics_of(case)["stableaudit_check_status"]
    statuses = {one["status"]: value for one, value in found if one["check"] == check}
    assert statuses == {
        name: "1" if name == status else "0" for name in ("pass", "warn", "inconclusive", "fail")
    }


def test_one_verdict_is_set() -> None:
    found = metrics_of("usdkg")["stableaudit_verdict"]
    assert {one["verdict"]: value for one, value in found} == {
        verdict.value: "1" if verdict is Verdict.INCONCLUSIVE else "0" for verdict in Verdict
    }


def test_age_of_a_price_is_exact() -> None:
    assert values(metrics_of("usdkg"), "price_age_seconds") == ["2640", "4100"]


@pytest.mark.parametrize(
    ("code", "before", "expected"),
    [(0, 5, "evidence"), (3, 5, "5"), (3, None, None), (4, 7, "7")],
)
def test_last_success_is_of_this_run_only_where_it_ended_with_0(
    code: int, before: int | None, expected: str | None
) -> None:
    document = build(cases.fresh())
    found = read_metrics(render(document, Rendering(code, last_success=before)))
    wanted = str(document.collected_at) if expected == "evidence" else expected
    assert [value for _, value in found.get(LAST_SUCCESS, [])] == ([wanted] if wanted else [])


def test_failure_says_that_the_run_failed_and_when_one_last_passed() -> None:
    found = read_metrics(render_failure("usdkg", exit_code=2, at=1_795_186_841, last_success=5))
    del found["stableaudit_build_info"]
    assert found == {
        "stableaudit_exit_code": [({"token": "usdkg"}, "2")],
        "stableaudit_last_run_timestamp_seconds": [({"token": "usdkg"}, "1795186841")],
        LAST_SUCCESS: [({"token": "usdkg"}, "5")],
    }


@pytest.mark.parametrize("text", CORPUS)
def test_hostile_text_is_one_label_and_cut(text: str) -> None:
    found = read_metrics(expose([Gauge("a", "b", (Sample({"x": text}, "1"),))]))
    ((labels, value),) = found["a"]
    assert value == "1"
    assert len(labels["x"]) <= LONGEST_LABEL


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed here")
@pytest.mark.parametrize("case", sorted(cases.ALL))
def test_promtool_has_nothing_to_say_about_any_case(case: str) -> None:
    _promtool(render(build(cases.ALL[case]()), Rendering(3, last_success=5)))


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed here")
def test_promtool_has_nothing_to_say_about_hostile_text_and_failures() -> None:
    _promtool(render(poisoned('"}\nfake 1'), Rendering(3)))
    _promtool(render_failure("\\", exit_code=1, at=5, last_success=None))


def _promtool(data: bytes) -> None:
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=data, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
