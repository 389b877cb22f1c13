"""A list of bars, summed and judged, as its JSON has it."""

from fractions import Fraction
from typing import Final

from stableaudit import __version__
from stableaudit.domain.findings import Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.untrusted import Untrusted
from stableaudit.report.v1 import bars, values
from stableaudit.report.v1.fill_findings import figure, severity
from stableaudit.report.v1.fill_values import known
from stableaudit.report.verdicts import EXIT_CODE
from stableaudit.reserves.bar_account import BarAccount
from stableaudit.reserves.bar_rule import BarFault, JudgedRule
from stableaudit.reserves.mass import troy_ounces

FAULTS: Final = 1000
"""Findings of one rule that are written out; their number has all of them."""

LINES: Final = 1000
_ONE: Final = Fraction(1)


def fill_bars(account: BarAccount, *, fail_on: Severity | None) -> bars.BarsReport:
    """Return the report of a list of bars."""
    gate = account.gate(fail_on)
    price = account.price
    value = account.value
    return bars.BarsReport(
        schema_version=bars.SCHEMA_VERSION,
        program=f"stableaudit {__version__}",
        passed=EXIT_CODE[gate] == 0,
        exit_code=EXIT_CODE[gate],
        fail_on="never" if fail_on is None else severity(fail_on),
        file=str(Untrusted(account.listed.name)),
        sha256=account.listed.sha256,
        bars=len(account.listed.bars),
        gross=_both_units(account.gross),
        fine=_both_units(account.fine),
        price=None if price is None else known(price.range, f"{price.currency} per {price.unit}"),
        value=None if value is None else known(value.range, value.currency),
        rules=tuple(_rule(judged) for judged in account.rules),
    )


def _both_units(grams: Interval) -> tuple[values.Range, ...]:
    return known(grams, "g"), known(troy_ounces(grams), "ozt")


def _rule(judged: JudgedRule) -> bars.BarRule:
    return bars.BarRule(
        id=judged.rule.id,
        proposition=judged.rule.proposition,
        severity=severity(judged.rule.severity),
        judged=not judged.missing,
        missing=judged.missing,
        findings=len(judged.faults),
        shown=tuple(_fault(fault) for fault in judged.faults[:FAULTS]),
        remedy=judged.rule.remedy,
    )


def _fault(fault: BarFault) -> bars.BarFault:
    return bars.BarFault(
        lines=fault.rows[:LINES],
        lines_in_all=len(fault.rows),
        statement=fault.statement,
        figures=tuple(figure(one, _ONE) for one in fault.figures),
    )
