"""Bars and lists of them for tests: a good one, and what one thing changed makes of it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import Bar, BarList, Weight
from stableaudit.domain.declarations import MassUnit, Provenance, Unknown
from stableaudit.domain.intervals import Interval
from stableaudit.domain.refiners import Refiner, Standing, Window
from stableaudit.reserves.bar_rule import BarExpectation, BarFault
from stableaudit.reserves.bar_rules import BAR_RULES, judge_bars

OZT = MassUnit.TROY_OUNCE
INVENTED = Provenance("invented", "2026-11-21")

XYZ = Refiner(
    "XYZ Refinery",
    ("XYZ Ltd",),
    ("XYZ",),
    (Window(date(2000, 1, 1), Unknown(), Standing.LISTED, INVENTED),),
    INVENTED,
)

NOTHING_EXPECTED = BarExpectation(
    declared_fine=None,
    declared_bars=None,
    others=(),
    previous=None,
    events=(),
    refiners=(XYZ,),
    good_delivery=False,
)


def bar(
    row: int = 2,
    *,
    serial: str = "123456",
    brand: str | None = "XYZ",
    refiner: str | None = None,
    year: int | None = 2023,
    gross: str = "401.125",
    fineness: str = "995.8",
    fine: str = "399.440",
    unit: MassUnit = OZT,
) -> Bar:
    """The bar of the example in the LBMA's rules, Annex C, with something changed."""
    return Bar(
        row=row,
        serial=serial,
        brand=Unknown() if brand is None else brand,
        refiner=Unknown() if refiner is None else refiner,
        year=Unknown() if year is None else year,
        gross=Weight(Figure(gross), unit),
        fineness=Figure(fineness),
        fine=Weight(Figure(fine), unit),
        vault=Unknown(),
        box=Unknown(),
        seal=Unknown(),
    )


def listed(*bars: Bar, name: str = "bars.csv", mapped: tuple[tuple[str, str], ...] = ()) -> BarList:
    """A list of bars, on lines from 2 on."""
    numbered = tuple(replace(one, row=row) for row, one in enumerate(bars, start=2))
    return BarList(name, "ab" * 32, numbered, mapped)


def found(rule_id: str, bars: BarList, expected: BarExpectation) -> tuple[BarFault, ...]:
    """What one rule finds."""
    (judged,) = (one for one in judge_bars(bars, expected) if one.rule.id == rule_id)
    return judged.faults


def missing(rule_id: str, expected: BarExpectation) -> str:
    """What one rule cannot be judged without."""
    (rule,) = (one for one in BAR_RULES if one.id == rule_id)
    return rule.missing(expected)


def ounces(low: str, high: str = "") -> Interval:
    """Troy ounces in grams, the factor written out again."""
    factor = Fraction("31.1034768")
    return Interval(Fraction(low) * factor, Fraction(high or low) * factor)
