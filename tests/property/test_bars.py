"""What holds for every list of bars: sums do not care about order, and a copy is always found."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.domain.bars import Bar, BarList
from stableaudit.domain.intervals import Interval
from stableaudit.reserves.bar_identity import BarIndex, makers_of, same_bars
from stableaudit.reserves.bar_rules import judge_bars
from stableaudit.reserves.bar_weights import total_fine_grams, total_gross_grams
from tests.bar_cases import NOTHING_EXPECTED, XYZ, bar, found, listed

no_deadline = settings(deadline=None)
"""A shared machine may pause anywhere; time is measured by the benchmarks, never by a test."""


def _good(number: int, fortieths: int, tenths: int) -> Bar:
    gross = Fraction(fortieths, 40)
    thousandths = gross * tenths / 10 + Fraction(1, 2)
    fine = thousandths.numerator // thousandths.denominator
    return bar(
        serial=f"S{number}",
        gross=_text(int(gross * 1000)),
        fineness=f"{tenths // 10}.{tenths % 10}",
        fine=_text(fine),
    )


def _text(thousandths: int) -> str:
    return f"{thousandths // 1000}.{thousandths % 1000:03}"


weights = st.integers(360 * 40, 420 * 40).filter(lambda fortieths: fortieths % 40 != 0)


@st.composite
def lists(draw: st.DrawFn) -> BarList:
    """A well-formed list of Good Delivery bars, no two of one weight, none of a round one."""
    gross = draw(st.lists(weights, min_size=1, max_size=40, unique=True))
    finenesses = draw(st.lists(st.integers(9950, 9999), min_size=len(gross), max_size=len(gross)))
    pairs = zip(gross, finenesses, strict=True)
    return listed(*(_good(number, *pair) for number, pair in enumerate(pairs)))


@no_deadline
@given(lists(), st.data())
def test_sum_over_any_order_and_any_partition_is_the_same(
    bars: BarList, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(bars.bars))
    cut = data.draw(st.integers(0, len(shuffled)))
    parts = (listed(*shuffled[:cut]), listed(*shuffled[cut:]))
    for total in (total_fine_grams, total_gross_grams):
        assert total(bars) == total(listed(*shuffled)) == total(parts[0]) + total(parts[1])


@no_deadline
@given(lists(), st.data())
def test_line_that_is_there_twice_is_always_found(bars: BarList, data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(bars.bars))
    place = data.draw(st.integers(0, len(bars.bars)))
    doubled = listed(*bars.bars[:place], again, *bars.bars[place:])
    (fault,) = found("BAR-05", doubled, NOTHING_EXPECTED)
    assert len(fault.rows) == 2
    assert {doubled.bars[row - 2].serial for row in fault.rows} == {again.serial}


@no_deadline
@given(lists())
def test_every_rule_on_a_well_formed_list_is_silent(bars: BarList) -> None:
    expected = replace(
        NOTHING_EXPECTED,
        declared_fine=total_fine_grams(bars),
        declared_bars=len(bars.bars),
        others=(listed(bar(serial="elsewhere")),),
        previous=bars,
        good_delivery=True,
    )
    judged = judge_bars(bars, expected)
    assert [(one.rule.id, one.faults) for one in judged if one.faults or one.missing] == []


@no_deadline
@given(lists(), lists())
def test_changes_are_explained_by_just_what_moved(before: BarList, now: BarList) -> None:
    makers = makers_of((XYZ,))
    kept = listed(*now.bars, *before.bars[: len(before.bars) // 2])
    if list(same_bars(kept.bars, makers)):
        return
    index = BarIndex(before.bars, makers)
    came = listed(*(one for one in kept.bars if index.find(one) is None))
    index = BarIndex(kept.bars, makers)
    left = listed(*(one for one in before.bars if index.find(one) is None))
    events = (
        total_fine_grams(came),
        Interval.exactly(0) - total_fine_grams(left),
    )
    expected = replace(NOTHING_EXPECTED, previous=before, events=events)
    faults = found("BAR-10", kept, expected)
    assert [fault for fault in faults if "another fine weight" not in fault.statement] == []


@no_deadline
@given(lists(), lists())
def test_bar_of_another_list_is_found_from_either_side(one: BarList, other: BarList) -> None:
    forth = found("BAR-06", one, replace(NOTHING_EXPECTED, others=(other,)))
    back = found("BAR-06", other, replace(NOTHING_EXPECTED, others=(one,)))
    shared = {b.serial for b in one.bars} & {b.serial for b in other.bars}
    assert len(forth) == len(back) == len(shared)
