"""Rules about what bars weigh: the sum, each bar's arithmetic, Good Delivery, too even a list."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.bars import Bar, BarList, Weight
from stableaudit.domain.declarations import MassUnit, WeightBasis
from stableaudit.domain.findings import NamedQuantity, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import BarWeight, FineGold, Quantity, Ratio
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reserves.bar_rule import BarExpectation, BarFault, BarRule, named
from stableaudit.reserves.bar_weights import (
    computed_fine,
    fine_tolerance_grams,
    grams,
    ounces,
    total_fine_grams,
)
from stableaudit.reserves.mass import in_unit

_STEP: Final = Fraction(25, 1000)
_FINE_OUNCES: Final = Interval(Fraction(350), Fraction(430))
_FINENESSES: Final = Interval(Fraction(9950, 10), Fraction(9999, 10))
_PER_MILLE: Final = Fraction(1, 1000)
_ENOUGH: Final = 5
"""Fewer bars may be alike by chance."""

_LARGE_OUNCES: Final = Fraction(100)
"""From here on bars are cast to no exact weight; smaller ones are made to one."""

_ROUND: Final = {MassUnit.TROY_OUNCE: 1, MassUnit.GRAM: 100, MassUnit.KILOGRAM: 1}


def _sum(listed: BarList, expected: BarExpectation) -> Iterator[BarFault]:
    declared = expected.declared_fine
    if declared is None:
        return
    total = total_fine_grams(listed)
    allowed = fine_tolerance_grams(listed) * len(listed.bars)
    if declared.low - allowed <= total.low <= declared.high + allowed:
        return
    yield BarFault(
        (),
        "the bars do not add up to the gold that is declared",
        (
            named("declared", FineGold(declared)),
            named("sum of the bars", FineGold(total)),
            named("residual (declared − bars)", FineGold(declared - total)),
            named("tolerance, either way", FineGold(Interval.exactly(allowed))),
        ),
    )


def _missing_sum(expected: BarExpectation) -> str:
    return "no declared mass was given" if expected.declared_fine is None else ""


def _arithmetic(listed: BarList, _expected: BarExpectation) -> Iterator[BarFault]:
    allowed_grams = fine_tolerance_grams(listed)
    for bar in listed.bars:
        if grams(bar.fine) > grams(bar.gross):
            statement = "the gold in the bar is said to weigh more than the bar"
            yield BarFault((bar.row,), statement, _figures(bar))
            continue
        computed = computed_fine(bar)
        allowed = in_unit(allowed_grams, bar.fine.unit)
        if abs(bar.fine.figure.value - computed) > allowed:
            yield BarFault(
                (bar.row,),
                "fine weight is not gross weight × fineness",
                (
                    *_figures(bar),
                    named("worked out", _fine(Interval.exactly(computed), bar)),
                    named("tolerance, either way", _fine(Interval.exactly(allowed), bar)),
                ),
            )


def _good_delivery(listed: BarList, expected: BarExpectation) -> Iterator[BarFault]:
    if not expected.good_delivery:
        return
    for bar in listed.bars:
        if bar.gross.unit is MassUnit.TROY_OUNCE and bar.gross.figure.value % _STEP != 0:
            yield BarFault(
                (bar.row,), "gross weight is no multiple of 0.025 troy ounces", _figures(bar)
            )
        if not _FINE_OUNCES.low <= ounces(bar.fine) <= _FINE_OUNCES.high:
            yield BarFault(
                (bar.row,), "fine weight is not from 350 to 430 troy ounces", _figures(bar)
            )
        if not _FINENESSES.low <= bar.fineness.value <= _FINENESSES.high:
            yield BarFault((bar.row,), "fineness is not from 995.0 to 999.9", _figures(bar))
    yield from _in_another_unit(listed)


def _in_another_unit(listed: BarList) -> Iterator[BarFault]:
    rows = tuple(bar.row for bar in listed.bars if bar.gross.unit is not MassUnit.TROY_OUNCE)
    if rows:
        yield BarFault(
            rows,
            "gross weight is not in troy ounces, so whether it is a multiple of 0.025 of them is "
            "not known",
            (named("bars", len(rows)),),
        )


def _missing_claim(expected: BarExpectation) -> str:
    return "" if expected.good_delivery else "the bars are not said to be Good Delivery bars"


def _even(listed: BarList, _expected: BarExpectation) -> Iterator[BarFault]:
    large = tuple(bar for bar in listed.bars if ounces(bar.gross) >= _LARGE_OUNCES)
    if len(large) < _ENOUGH:
        return
    whole = tuple(bar.row for bar in large if _is_round(bar.gross))
    if 2 * len(whole) > len(large):
        yield BarFault(
            whole,
            "more than half of the large bars weigh a round number",
            (named("large bars", len(large)), named("of a round gross weight", len(whole))),
        )
    (weight, times), *_ = Counter(grams(bar.gross) for bar in large).most_common(1)
    if 2 * times > len(large):
        alike = tuple(bar for bar in large if grams(bar.gross) == weight)
        yield BarFault(
            tuple(bar.row for bar in alike),
            "more than half of the large bars weigh exactly the same",
            (
                named("large bars", len(large)),
                named("of one gross weight", times),
                named("that weight", _gross(alike[0])),
            ),
        )


def _is_round(weight: Weight) -> bool:
    return weight.figure.value % _ROUND[weight.unit] == 0


def _figures(bar: Bar) -> tuple[NamedQuantity, ...]:
    return (
        named("serial number", Untrusted(bar.serial)),
        named("gross", _gross(bar)),
        named("fineness", Ratio(Interval.exactly(bar.fineness.value * _PER_MILLE))),
        named("fine, as listed", _fine(Interval.exactly(bar.fine.figure.value), bar)),
    )


def _gross(bar: Bar) -> Quantity:
    weight = Interval.exactly(bar.gross.figure.value)
    return BarWeight(weight, bar.gross.unit, WeightBasis.GROSS)


def _fine(weight: Interval, bar: Bar) -> Quantity:
    return BarWeight(weight, bar.fine.unit, WeightBasis.FINE)


SUM: Final = BarRule(
    id="BAR-02",
    proposition=(
        "The fine weights of all bars add up to the declared fine mass, within 0.001 troy ounces "
        "for each bar."
    ),
    severity=Severity.HIGH,
    why=(
        "A list that does not add up to the declaration is a list of another holding, or of "
        "another day, or one of the two is wrong."
    ),
    remedy="A list and a statement of the same instant; gross mass is not fine mass.",
    find=_sum,
    missing=_missing_sum,
)
ARITHMETIC: Final = BarRule(
    id="BAR-03",
    proposition=(
        "The gold in a bar weighs no more than the bar, and is its gross weight × fineness to "
        "three decimals of a troy ounce, within 0.001."
    ),
    severity=Severity.HIGH,
    why=(
        "Fine weight follows from the two other figures. A bar where it does not was mistyped, "
        "or has a weight that nobody worked out."
    ),
    remedy="The bar's line in the vault's own weight list; the vault's weight decides.",
    find=_arithmetic,
)
GOOD_DELIVERY: Final = BarRule(
    id="BAR-04",
    proposition=(
        "A bar said to be London Good Delivery has a gross weight in multiples of 0.025 troy "
        "ounces, 350 to 430 fine troy ounces, and a fineness of 995.0 to 999.9."
    ),
    severity=Severity.MEDIUM,
    why=(
        "The name promises that any bank in London takes the bar as it is. A bar outside of these "
        "bounds may be as much gold, but it is not what it is called."
    ),
    remedy="Call the bars what they are, or give the vault's weights instead of converted ones.",
    find=_good_delivery,
    missing=_missing_claim,
)
EVEN: Final = BarRule(
    id="BAR-08",
    proposition="Large bars do not, for the most part, weigh the same or a round number.",
    severity=Severity.INFO,
    why=(
        "Large bars are cast, and no two come out alike. Even weights are how a list looks that "
        "was written at a desk; they prove nothing."
    ),
    remedy="The vault's own weight list, or photographs of the bars.",
    find=_even,
)
