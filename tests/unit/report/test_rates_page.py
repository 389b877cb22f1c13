"""The dollar view on the page and for machines: which rate, of which day, and why not."""

import json
from dataclasses import replace

import pytest

from stableaudit.domain.findings import Severity
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.rates import RateEvidence, RateOrNot
from stableaudit.reconcile.judge import Result, judge
from stableaudit.report.console import render_text
from stableaudit.report.document import build
from stableaudit.report.json_v1 import render_json
from tests.unit.report.cases import kgst, kgst_evening, rate, usdkg


def with_rates(*readings: RateOrNot, at: str = "2026-11-20T15:00:00Z") -> Result:
    case = kgst().case
    pair = case.scope.rate_pairs[0]
    evidence = replace(
        case.evidence,
        measurement_time=parse_instant(at),
        rates=(RateEvidence(pair, readings),),
    )
    return judge(replace(case, evidence=evidence), fail_on=Severity.HIGH)


def text_of(result: Result) -> str:
    return " ".join(render_text(build(result), width=200, colour=False).split())


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-19T17:59:59Z", "2026-11-20, 1 d after the day of the measurement: not used"),
        ("2026-11-19T18:00:00Z", "2026-11-20, the day of the measurement"),
        ("2026-11-22T12:00:00Z", "2026-11-20, 2 d before the day of the measurement, in force"),
        ("2026-12-05T12:00:00Z", "2026-11-20, 15 d before: stale, not used"),
    ],
)
def test_dollar_view_says_what_the_rate_is_to_the_day(at: str, said: str) -> None:
    assert said in text_of(with_rates(rate("Bank", "87.45", 20), at=at))


def test_dollar_view_says_that_an_official_rate_is_no_market_price() -> None:
    assert "official rate that hardly moves is no market price" in text_of(kgst())


def test_dollar_view_marks_a_simulated_rate() -> None:
    assert "Rate: Frankfurter (SIMULATED NETWORK)" in text_of(kgst())


def test_dollar_view_of_a_dollar_token_is_not_there() -> None:
    assert "DOLLAR VIEW" not in text_of(usdkg())
    assert json.loads(render_json(build(usdkg()), 3))["dollar_views"] == []


def test_dollar_view_without_a_rate_says_what_was_asked_of_whom() -> None:
    text = text_of(kgst_evening())
    assert "asked Frankfurter (http://127.0.0.1:8545/…) for the National Bank's rate" in text
    assert "in USD not known: no source gave a rate of USD/KGS for 2026-11-20" in text


def test_dollar_view_for_machines_has_the_rate_and_its_evidence() -> None:
    (view,) = json.loads(render_json(build(with_rates(rate("Bank", "87.4491", 20))), 3))[
        "dollar_views"
    ]
    (entry,) = view["rates"]
    assert (view["base"], view["quote"], view["measured_on"]) == ("USD", "KGS", "2026-11-20")
    assert view["rate"]["low"] == view["rate"]["high"] == "87.4491"
    assert (entry["used"], entry["standing"], entry["age_days"]) == (True, "in force", "0")
    assert len(entry["sha256"]) == 64
