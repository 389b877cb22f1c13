"""What a list of bars amounts to, and what is to be said about it: all that a report lays out."""

from dataclasses import dataclass
from typing import Final

from stableaudit.domain.bars import BarList
from stableaudit.domain.findings import Gate, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import Money, Price
from stableaudit.reserves.bar_rule import BarExpectation, JudgedRule
from stableaudit.reserves.bar_rules import judge_bars
from stableaudit.reserves.bar_weights import total_fine_grams, total_gross_grams
from stableaudit.reserves.valuation import gold_value

OUNCE: Final = "fine troy ounce"


@dataclass(frozen=True, slots=True)
class BarAccount:
    """A list of bars, summed and judged."""

    listed: BarList
    gross: Interval
    """Grams."""

    fine: Interval
    """Grams of pure gold."""

    price: Price | None
    value: Money | None
    """None where no price was given."""

    rules: tuple[JudgedRule, ...]
    """Every rule, in the order they are read."""

    def gate(self, fail_on: Severity | None) -> Gate:
        """Return whether a finding is at or above that severity; None fails on nothing.

        A rule that was not judged leaves nothing undecided: what it needs was not asked about.
        """
        found = (judged.rule.severity for judged in self.rules if judged.faults)
        failed = fail_on is not None and any(severity >= fail_on for severity in found)
        return Gate.FAILED if failed else Gate.PASSED


def account_of(listed: BarList, expected: BarExpectation, *, price: Price | None) -> BarAccount:
    """Return the account of a list, held against what is expected of it."""
    fine = total_fine_grams(listed)
    value = None if price is None else Money(gold_value(fine, price.range), price.currency)
    return BarAccount(
        listed, total_gross_grams(listed), fine, price, value, judge_bars(listed, expected)
    )
