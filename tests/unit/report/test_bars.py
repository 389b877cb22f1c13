"""A list of bars as text and as JSON: the same findings, safe to print, and the same every time."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import MassUnit, WeightBasis
from stableaudit.domain.findings import Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import BarWeight, Price
from stableaudit.report.bar_text import FAULTS, LINES, render_bars
from stableaudit.report.figures import quantity_text
from stableaudit.report.json_v1 import bars_json_schema, render_bars_json, render_error_json
from stableaudit.reserves.bar_account import OUNCE, BarAccount, account_of
from tests.bar_cases import NOTHING_EXPECTED, bar, listed

VALID = Draft202012Validator(bars_json_schema())
PRICE = Price(Interval.exactly(Fraction(4000)), "USD", OUNCE)
HIGH = Severity.HIGH


def account(bars: BarList, *, price: Price | None = None) -> BarAccount:
    return account_of(bars, NOTHING_EXPECTED, price=price)


def text(found: BarAccount, fail_on: Severity | None = HIGH, width: int = 100) -> str:
    return render_bars(found, fail_on=fail_on, width=width, colour=False)


def report(found: BarAccount, fail_on: Severity | None = HIGH) -> dict[str, object]:
    shown: dict[str, object] = json.loads(render_bars_json(found, fail_on=fail_on))
    assert list(VALID.iter_errors(shown)) == []
    return shown


def test_bars_schema_is_a_schema_and_takes_a_failure_too() -> None:
    Draft202012Validator.check_schema(bars_json_schema())
    failure = json.loads(render_error_json("usage", "message", "", 2))
    assert list(VALID.iter_errors(failure)) == []


def test_text_of_a_good_list_gives_sums_value_and_passes() -> None:
    shown = text(account(listed(bar()), price=PRICE))
    assert "399.440 fine ozt" in shown
    assert "401.125 ozt gross" in shown
    assert "1,597,760.00 USD" in shown
    assert "None." in shown
    assert "PASSED (exit code 0)" in shown
    assert "BAR-02" in shown.partition("NOT JUDGED")[2]


def test_text_of_a_bad_list_names_rule_line_figures_and_fails() -> None:
    shown = text(account(listed(bar(fine="399.450"))))
    for said in ("high  BAR-03", "line 2: fine weight is not", "399.450 ozt fine", "399.440 ozt"):
        assert said in shown
    assert "FAILED (exit code 4)" in shown.splitlines()[-1]


def test_text_without_price_has_no_value() -> None:
    assert "USD" not in text(account(listed(bar())))


def test_text_says_how_many_findings_and_lines_it_leaves_out() -> None:
    bad = listed(*(bar(serial=str(n), fine="399.450", brand="ABC") for n in range(FAULTS + LINES)))
    shown = " ".join(text(account(bad)).split())
    assert f"And {LINES} more of this kind." in shown
    assert "9, 10, 11 and 5 more:" in shown


@pytest.mark.parametrize("width", [60, 80, 200])
def test_text_fits_its_width(width: int) -> None:
    shown = text(account(listed(bar(fine="399.450")), price=PRICE), width=width)
    assert max(len(line) for line in shown.splitlines() if "SHA" not in line) <= min(width, 110)


def test_text_of_hostile_names_has_nothing_that_acts() -> None:
    bad = bar(serial="\x1b[2J\u202e", brand="::error::[red]", fine="399.450")
    shown = text(account(listed(bad, bad, name="\x1b]0;t\x07.csv")))
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "\u202e" not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_json_of_a_good_list_is_exact() -> None:
    shown = report(account(listed(bar()), price=PRICE))
    assert (shown["kind"], shown["bars"], shown["passed"], shown["exit_code"]) == (
        "bars", 1, True, 0,
    )  # fmt: skip
    fine = shown["fine"]
    assert isinstance(fine, list)
    assert fine == [
        {"status": "known", "low": "12423.972772992", "high": "12423.972772992", "exact": True,
         "unit": "g"},
        {"status": "known", "low": "399.44", "high": "399.44", "exact": True, "unit": "ozt"},
    ]  # fmt: skip
    value = shown["value"]
    assert isinstance(value, dict)
    assert (value["low"], value["unit"]) == ("1597760", "USD")


@pytest.mark.parametrize(
    ("fail_on", "word", "code"),
    [(HIGH, "high", 4), (Severity.CRITICAL, "critical", 0), (None, "never", 0)],
)
def test_json_of_a_bad_list_has_the_finding_with_figures(
    fail_on: Severity | None, word: str, code: int
) -> None:
    shown = report(account(listed(bar(fine="399.450"))), fail_on)
    assert (shown["fail_on"], shown["exit_code"]) == (word, code)
    rules = shown["rules"]
    assert isinstance(rules, list)
    assert [rule["id"] for rule in rules] == [f"BAR-{n:02}" for n in range(1, 13)]
    (fault,) = rules[2]["shown"]
    assert (fault["lines"], fault["lines_in_all"]) == ([2], 1)
    listed_fine = next(one for one in fault["figures"] if one["label"] == "fine, as listed")
    assert listed_fine == {
        "kind": "bar-weight", "label": "fine, as listed", "low": "399.45", "high": "399.45",
        "text": "399.450 ozt fine", "unit": "ozt fine",
    }  # fmt: skip
    assert (rules[1]["judged"], rules[1]["missing"]) == (False, "no declared mass was given")


def test_json_without_price_says_null() -> None:
    shown = report(account(listed()))
    assert (shown["price"], shown["value"], shown["bars"]) == (None, None, 0)


def test_json_of_the_same_list_is_the_same_bytes() -> None:
    found = account(listed(bar(), bar()))
    again = account(replace(found.listed))
    assert render_bars_json(found, fail_on=HIGH) == render_bars_json(again, fail_on=HIGH)


def test_bar_weight_is_written_in_its_own_unit() -> None:
    weight = BarWeight(Interval.exactly(Fraction("12476.5")), MassUnit.GRAM, WeightBasis.GROSS)
    assert quantity_text(weight) == "12,476.500 g gross"
