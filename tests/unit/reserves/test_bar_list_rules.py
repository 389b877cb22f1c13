"""BAR-01, -05, -06, -09, -10, -11 and -12: which bars, how many, and what came and went."""

from dataclasses import replace

import pytest

from stableaudit.domain.bars import Bar, BarList
from stableaudit.domain.intervals import Interval
from stableaudit.reserves.bar_rule import BarExpectation, BarFault
from tests.bar_cases import NOTHING_EXPECTED, XYZ, bar, found, listed, missing, ounces

A, B, C = bar(serial="A"), bar(serial="B"), bar(serial="C")
COMES, GOES = ounces("399.440"), ounces("-399.440")


def test_columns_by_their_own_names_are_no_finding() -> None:
    assert found("BAR-01", listed(A), NOTHING_EXPECTED) == ()


def test_columns_that_a_person_named_are_told() -> None:
    mapped = (("Assay", "assay_permille"), ("Year", "year"))
    (fault,) = found("BAR-01", listed(A, mapped=mapped), NOTHING_EXPECTED)
    assert [(one.label, str(one.value)) for one in fault.figures] == [
        ("assay_permille", "Assay"),
        ("year", "Year"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        bar(serial="124"),
        bar(year=2022),
        bar(brand="ABC"),
        bar(brand=None, refiner="ABC Ltd"),
    ],
)
def test_bars_that_differ_in_a_stamp_are_no_finding(other: Bar) -> None:
    assert found("BAR-05", listed(bar(), other), NOTHING_EXPECTED) == ()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (bar(), "are one bar"),
        (bar(gross="400.000"), "are one bar"),
        (bar(serial=" 123 456"), "are one bar"),
        (bar(serial="\uff11\uff12\uff13456"), "are one bar"),
        (bar(brand="xyz"), "are one bar"),
        (bar(brand=None, refiner="XYZ Ltd"), "are one bar"),
        (bar(brand="ABC", refiner="xyz  refinery"), "are one bar"),
        (bar(year=None), "may be one bar"),
    ],
)
def test_bars_of_one_stamp_however_spelled_are_a_finding(other: Bar, said: str) -> None:
    (fault,) = found("BAR-05", listed(bar(refiner="XYZ Refinery"), A, other), NOTHING_EXPECTED)
    assert (fault.rows, said in fault.statement) == ((2, 4), True)


def test_bars_of_brand_and_refiner_without_a_list_that_ties_them_are_not_one() -> None:
    nobody = replace(NOTHING_EXPECTED, refiners=())
    assert found("BAR-05", listed(bar(), bar(brand=None, refiner="XYZ Ltd")), nobody) == ()


def test_bar_in_no_other_list_is_no_finding() -> None:
    assert _elsewhere(listed(B, C)) == ()


def test_bar_in_another_list_is_a_finding_that_names_list_and_line() -> None:
    (fault,) = _elsewhere(listed(C, name="empty.csv"), listed(C, A, name="other.csv"))
    figures = {one.label: str(one.value) for one in fault.figures}
    assert fault.rows == (2,)
    assert (figures["other list"], figures["line there"]) == ("other.csv", "3")


@pytest.mark.parametrize(("year", "findings"), [(2023, 1), (None, 1), (2022, 0)])
def test_bar_in_another_list_has_the_same_year_or_none(year: int | None, findings: int) -> None:
    assert len(_elsewhere(listed(bar(serial="A", year=year)))) == findings


def test_bar_without_year_may_be_any_in_another_list() -> None:
    expected = replace(NOTHING_EXPECTED, others=(listed(A),))
    assert len(found("BAR-06", listed(bar(serial="A", year=None)), expected)) == 1


def test_bar_is_found_under_its_refiner_where_the_brand_is_another_year() -> None:
    other = listed(bar(serial="A", year=2020), bar(serial="A", brand="ABC", refiner="XYZ"))
    assert [fault.rows for fault in _elsewhere(other)] == [(2,)]


def test_other_lists_that_were_not_given_leave_double_pledge_unjudged() -> None:
    assert missing("BAR-06", NOTHING_EXPECTED) == "no other list was given"
    assert missing("BAR-06", replace(NOTHING_EXPECTED, others=(listed(),))) == ""


@pytest.mark.parametrize(("declared", "findings"), [(None, 0), (2, 0), (1, 1), (3, 1)])
def test_count_of_bars_is_the_declared_one(declared: int | None, findings: int) -> None:
    expected = replace(NOTHING_EXPECTED, declared_bars=declared)
    assert len(found("BAR-09", listed(A, B), expected)) == findings


def test_count_that_was_not_declared_is_not_judged_and_says_why() -> None:
    assert missing("BAR-09", NOTHING_EXPECTED) == "no declared number of bars was given"
    assert missing("BAR-09", replace(NOTHING_EXPECTED, declared_bars=0)) == ""


def test_list_that_did_not_change_is_no_finding() -> None:
    assert _changes(listed(A, B), listed(B, A)) == ()


def test_bars_that_moved_as_events_declare_are_no_finding() -> None:
    assert _changes(listed(A), listed(A, B, C), COMES, COMES) == ()
    assert _changes(listed(A, B), listed(A, C), COMES, GOES) == ()
    assert _changes(listed(A, B), listed(A), ounces("-500", "-300")) == ()


@pytest.mark.parametrize(("event", "findings"), [("399.441", 0), ("399.442", 1)])
def test_bars_that_moved_are_matched_within_a_thousandth_each(event: str, findings: int) -> None:
    assert len(_changes(listed(A), listed(A, B), ounces(event))) == findings
    assert len(_changes(listed(A, B), listed(A), ounces(f"-{event}"))) == findings


def test_bars_that_came_or_left_unsaid_are_findings() -> None:
    came, left = _changes(listed(A, B), listed(A, C))
    assert (came.rows, "came in" in came.statement) == ((3,), True)
    assert (left.rows, "left" in left.statement) == ((), True)
    assert "B" in [str(one.value) for one in left.figures]


def test_events_without_bars_are_findings() -> None:
    assert len(_changes(listed(A), listed(A), COMES, GOES)) == 2


def test_bar_that_changed_its_weight_is_a_finding() -> None:
    (fault,) = _changes(listed(A, B), listed(A, bar(serial="B", fine="399.441")))
    assert fault.rows == (3,)


def test_previous_list_that_was_not_given_is_not_judged_and_says_why() -> None:
    assert found("BAR-10", listed(A), NOTHING_EXPECTED) == ()
    assert missing("BAR-10", NOTHING_EXPECTED) == "no previous list was given"
    assert missing("BAR-10", replace(NOTHING_EXPECTED, previous=listed())) == ""


def test_event_that_may_be_in_or_out_is_refused() -> None:
    with pytest.raises(ValueError, match="perhaps either"):
        replace(NOTHING_EXPECTED, events=(ounces("-1", "1"),))


@pytest.mark.parametrize(("low", "high"), [("0", "1"), ("-1", "0")])
def test_event_that_may_be_nothing_is_taken(low: str, high: str) -> None:
    event = ounces(low, high)
    assert replace(NOTHING_EXPECTED, events=(event,)).events == (event,)


def test_seals_for_all_or_for_none_are_no_finding() -> None:
    assert found("BAR-11", listed(A, B), NOTHING_EXPECTED) == ()
    sealed = listed(replace(A, seal="1"), replace(B, seal="1"))
    assert found("BAR-11", sealed, NOTHING_EXPECTED) == ()


@pytest.mark.parametrize("place", ["vault", "box", "seal"])
def test_place_that_is_given_for_some_bars_is_told(place: str) -> None:
    some = {
        "vault": replace(A, vault="1"),
        "box": replace(A, box="1"),
        "seal": replace(A, seal="1"),
    }
    (fault,) = found("BAR-11", listed(some[place], B, C), NOTHING_EXPECTED)
    assert (fault.rows, place in fault.statement) == ((3, 4), True)


def test_list_without_bars_is_a_finding() -> None:
    assert found("BAR-12", listed(), NOTHING_EXPECTED) == (BarFault((), "the list has no bar"),)
    assert found("BAR-12", listed(A), NOTHING_EXPECTED) == ()


def _elsewhere(*others: BarList) -> tuple[BarFault, ...]:
    return found("BAR-06", listed(A), replace(NOTHING_EXPECTED, others=others))


def _changes(before: BarList, now: BarList, *events: Interval) -> tuple[BarFault, ...]:
    expected: BarExpectation = replace(
        NOTHING_EXPECTED, previous=before, events=events, refiners=(XYZ,)
    )
    return found("BAR-10", now, expected)
