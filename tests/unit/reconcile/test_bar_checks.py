"""BAR in a token's check: the list has the word, and what takes it away decides nothing."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import MassUnit, Unknown
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.intervals import Interval
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.undertakings import ReserveEvent
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.reserves.bar_rules import BAR_RULES
from stableaudit.reserves.bar_weights import total_fine_grams
from tests.bar_cases import XYZ, bar, listed
from tests.cases import GOLD, SOURCE, STATEMENT, findings_of, healthy_case, with_statement

BARS = tuple(bar(row, serial=str(row)) for row in range(2, 34))
LIST = listed(*BARS)
GRAMS = total_fine_grams(LIST).low


def changed(**words: str) -> BarList:
    """The list, its last bar changed."""
    return listed(*BARS[:-1], bar(33, serial="33", **words))  # type: ignore[arg-type]  # texts


def gold(bar_list: BarList = LIST, **changes: object) -> AllocatedGold:
    """32 bars of 399.440 ounces: 12,782.080 ounces, 397.56 kg."""
    plain = replace(
        GOLD,
        quantity=Figure("12782.080"),
        unit=MassUnit.TROY_OUNCE,
        declared_price=Unknown(),
        declared_value=Unknown(),
        bars=32,
        bar_list=bar_list,
        good_delivery=True,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # by name


def case_of(*lots: AllocatedGold, **changes: object) -> Case:
    statement: ReserveStatement = replace(STATEMENT, reserves=lots, **changes)  # type: ignore[arg-type]  # by name
    case = with_statement(healthy_case(), statement)
    return replace(case, scope=replace(case.scope, refiners=(XYZ,)))


def found(case: Case) -> set[str]:
    findings = judge(case, fail_on=Severity.HIGH).findings
    return {one.check for one in findings if one.check.startswith("BAR-")}


def test_good_list_is_silent_and_has_the_word_on_the_mass() -> None:
    result = judge(case_of(gold()), fail_on=Severity.HIGH)
    assert result.books.reserves.fine_grams == Interval.exactly(GRAMS)
    assert found(case_of(gold())) == {"BAR-08"}  # bars that are all alike look made up: info


def test_checks_are_the_rules_in_their_order() -> None:
    from stableaudit.reconcile.bar_checks import BAR_CHECKS

    assert [one.id for one in BAR_CHECKS] == [one.id for one in BAR_RULES]


@pytest.mark.parametrize(
    ("lot", "check", "bearing"),
    [
        (gold(quantity=Figure("12000")), "BAR-02", Bearing.UNDECIDED),
        (gold(listed(*BARS, bar(34, serial="2"))), "BAR-05", Bearing.UNDECIDED),
        (gold(bars=31), "BAR-09", Bearing.UNDECIDED),
        (
            gold(listed(*BARS[:-1], bar(33, serial="33", fine="399.450"))),
            "BAR-03",
            Bearing.UNDECIDED,
        ),
        (gold(changed(brand="ABC")), "BAR-07", Bearing.NOTED),
        (gold(previous_bar_list=listed(*BARS[:-1])), "BAR-10", Bearing.NOTED),
    ],
)
def test_fault_of_a_list_is_undecided_where_it_is_severe(
    lot: AllocatedGold, check: str, bearing: Bearing
) -> None:
    findings = findings_of(case_of(lot), check)
    assert {one.bearing for one in findings} == {bearing}


def test_bars_that_stand_in_two_lots_are_found() -> None:
    case = case_of(gold(), gold(listed(BARS[0]), id="gold-2", quantity=Figure("399.440"), bars=1))
    (one, *_) = findings_of(case, "BAR-06")
    assert one.bearing is Bearing.UNDECIDED


def test_shortfall_by_a_list_in_doubt_decides_nothing() -> None:
    few = listed(*BARS[:10], bar(34, serial="2"))
    doubted = case_of(gold(few, quantity=Figure("4393.840"), bars=11))
    certain = case_of(gold(listed(*BARS[:10]), quantity=Figure("3994.400"), bars=10))
    assert judge(doubted, fail_on=Severity.HIGH).verdict is Verdict.INCONCLUSIVE
    assert judge(certain, fail_on=Severity.HIGH).verdict is Verdict.UNRECONCILED


def event(change: str, *, decrease: bool = False, at: int = STATEMENT.as_of - 60) -> ReserveEvent:
    return ReserveEvent("e1", at, "gold-1", Figure(change), decrease, Unknown(), SOURCE)


@pytest.mark.parametrize(
    ("previous", "events", "silent"),
    [
        (BARS[:-1], (event("399.440"),), True),
        (BARS[:-1], (event("399.440", decrease=True),), False),
        (BARS[:-1], (event("399.440", at=0),), False),
        ((*BARS, bar(34, serial="34")), (event("399.440", decrease=True),), True),
        (BARS[:-1], (replace(event("399.440"), reserve="gold-9"),), False),
    ],
)
def test_bars_that_came_or_went_need_a_declared_event_since_the_statement_before(
    previous: tuple[object, ...], events: tuple[ReserveEvent, ...], *, silent: bool
) -> None:
    earlier = STATEMENT.as_of - 30 * 86_400
    lot = gold(listed(*previous))  # type: ignore[arg-type]  # bars
    before = replace(STATEMENT, as_of=earlier, published=earlier, reserves=(lot,))
    case = case_of(gold(), previous=before, reserve_events=events)
    assert (findings_of(case, "BAR-10") == ()) is silent


def test_statement_before_without_a_list_leaves_changes_unjudged() -> None:
    earlier = STATEMENT.as_of - 30 * 86_400
    before = replace(STATEMENT, as_of=earlier, published=earlier, reserves=(GOLD,))
    assert findings_of(case_of(gold(), previous=before), "BAR-10") == ()


def test_event_of_gold_that_cannot_be_bounded_explains_nothing() -> None:
    lot = gold(weight_basis=Unknown(), previous_bar_list=listed(*BARS[:-1]))
    case = case_of(lot, reserve_events=(event("399.440"),))
    assert findings_of(case, "BAR-10") != ()
    assert findings_of(case, "BAR-02") == ()


def test_sentence_names_the_first_lines_and_how_many_more() -> None:
    wrong = tuple(bar(row, serial=str(row), brand="ABC") for row in range(2, 34))
    (one,) = findings_of(case_of(gold(listed(*wrong))), "BAR-07")
    assert one.statement.endswith("(lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 22 more)")
    (one,) = findings_of(case_of(gold(changed(brand="ABC"))), "BAR-07")
    assert one.statement.endswith("(line 33)")


def test_token_without_statement_or_list_has_no_bars_to_judge() -> None:
    assert found(healthy_case()) == set()


@pytest.mark.parametrize(("ounces", "too_much"), [("12782.080", False), ("12000.00", True)])
def test_list_has_no_more_gold_than_a_declared_mass_of_unknown_fineness(
    ounces: str, *, too_much: bool
) -> None:
    lot = gold(quantity=Figure(ounces), weight_basis=Unknown(), fineness=Unknown())
    assert ("BAR-02" in found(case_of(lot))) is too_much
