"""The account of a list: exact value, every rule once and in order, and the gate."""

from fractions import Fraction

import pytest

from stableaudit.domain.findings import Gate, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import Money, Price
from stableaudit.reserves.bar_account import OUNCE, account_of
from stableaudit.reserves.bar_rule import BarRule
from stableaudit.reserves.bar_rules import BAR_RULES
from tests.bar_cases import NOTHING_EXPECTED, bar, listed


def test_rules_are_numbered_in_the_order_they_are_read() -> None:
    assert [rule.id for rule in BAR_RULES] == [f"BAR-{number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("rule", BAR_RULES, ids=lambda rule: rule.id)
def test_texts_of_a_rule_are_sentences(rule: BarRule) -> None:
    for text in (rule.proposition, rule.why, rule.remedy):
        assert text[:1].isupper()
        assert text.endswith(".")


def test_severities_of_rules_are_as_documented() -> None:
    assert {rule.id: rule.severity for rule in BAR_RULES if rule.severity < Severity.HIGH} == {
        "BAR-01": Severity.INFO,
        "BAR-04": Severity.MEDIUM,
        "BAR-07": Severity.MEDIUM,
        "BAR-08": Severity.INFO,
        "BAR-10": Severity.MEDIUM,
        "BAR-11": Severity.INFO,
    }
    assert max(rule.severity for rule in BAR_RULES) is Severity.HIGH


def test_account_values_the_gold_at_the_price_exactly() -> None:
    price = Price(Interval.exactly(Fraction("4136.07")), "USD", OUNCE)
    account = account_of(listed(bar()), NOTHING_EXPECTED, price=price)
    worth = Fraction("399.440") * Fraction("4136.07")
    assert account.value == Money(Interval.exactly(worth), "USD")


def test_account_without_price_has_no_value() -> None:
    account = account_of(listed(bar()), NOTHING_EXPECTED, price=None)
    assert (account.value, account.price) == (None, None)
    assert [judged.faults for judged in account.rules] == [()] * 12


@pytest.mark.parametrize(
    ("fail_on", "gate"),
    [
        (Severity.HIGH, Gate.PASSED),
        (Severity.MEDIUM, Gate.FAILED),
        (Severity.INFO, Gate.FAILED),
        (None, Gate.PASSED),
    ],
)
def test_gate_fails_from_the_severity_on_that_was_asked(
    fail_on: Severity | None, gate: Gate
) -> None:
    account = account_of(listed(bar(brand="ABC")), NOTHING_EXPECTED, price=None)
    assert account.gate(fail_on) is gate


def test_gate_of_a_list_without_bars_fails() -> None:
    assert account_of(listed(), NOTHING_EXPECTED, price=None).gate(Severity.HIGH) is Gate.FAILED
