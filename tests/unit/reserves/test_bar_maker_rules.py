"""BAR-07: on a list, and on it when the bar was made; a part of a year decides nothing."""

from dataclasses import replace
from datetime import date

import pytest

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.refiners import Refiner, Standing, Window
from stableaudit.reserves.bar_rule import BarFault
from tests.bar_cases import INVENTED, NOTHING_EXPECTED, XYZ, bar, found, listed


def _refiner(*windows: tuple[str, str, Standing]) -> Refiner:
    return replace(
        XYZ,
        windows=tuple(
            Window(_day(first), _day(last), standing, INVENTED) for first, last, standing in windows
        ),
    )


def _day(text: str) -> date | Unknown:
    return date.fromisoformat(text) if text else Unknown()


LISTED, SUSPENDED = Standing.LISTED, Standing.SUSPENDED
DEEMED = Standing.SUSPENDED_DEEMED_GOOD
LIKE_KYRGYZALTYN = _refiner(
    ("", "2021-09-16", LISTED), ("2021-09-17", "2022-05-02", DEEMED), ("2022-05-03", "", LISTED)
)
SHUT_OUT = _refiner(
    ("2010-07-01", "2021-09-16", LISTED), ("2021-09-17", "2023-05-02", SUSPENDED),
    ("2023-05-03", "2024-12-31", LISTED),
)  # fmt: skip


def _found(refiner: Refiner, year: int | None) -> tuple[BarFault, ...]:
    return found("BAR-07", listed(bar(year=year)), replace(NOTHING_EXPECTED, refiners=(refiner,)))


@pytest.mark.parametrize("year", [1995, 2021, 2022, 2026, None])
def test_bar_of_a_maker_whose_suspension_was_lifted_for_good_is_no_finding(
    year: int | None,
) -> None:
    assert _found(LIKE_KYRGYZALTYN, year) == ()


@pytest.mark.parametrize("year", [2011, 2020, 2024])
def test_bar_of_a_year_inside_a_window_is_no_finding(year: int) -> None:
    assert _found(SHUT_OUT, year) == ()


@pytest.mark.parametrize("year", [2009, 2022, 2025])
def test_bar_of_a_year_outside_of_every_window_is_a_finding(year: int) -> None:
    (fault,) = _found(SHUT_OUT, year)
    assert fault.statement == "the bar's maker was not on the list in its year"


@pytest.mark.parametrize("year", [2010, 2021, 2023])
def test_bar_of_a_year_that_a_window_cuts_is_a_finding(year: int) -> None:
    (fault,) = _found(SHUT_OUT, year)
    assert fault.statement == "the bar's maker was on the list for a part of its year only"


def test_bar_without_year_of_a_maker_not_always_listed_is_a_finding() -> None:
    (fault,) = _found(SHUT_OUT, None)
    assert "year is not given" in fault.statement


def test_maker_on_no_list_is_one_finding_for_all_its_bars() -> None:
    bars = listed(bar(brand="ABC"), bar(serial="2"), bar(serial="3", brand="ABC"))
    (fault,) = found("BAR-07", bars, NOTHING_EXPECTED)
    assert (fault.rows, "not known" in fault.statement) == ((2, 4), True)


def test_without_any_list_no_maker_is_known() -> None:
    assert len(found("BAR-07", listed(bar()), replace(NOTHING_EXPECTED, refiners=()))) == 1


@pytest.mark.parametrize("name", ["xyz refinery", "XYZ LTD", "XYZ"])
def test_maker_is_known_by_any_of_its_names(name: str) -> None:
    assert found("BAR-07", listed(bar(brand=None, refiner=name)), NOTHING_EXPECTED) == ()


def test_first_list_that_names_the_maker_decides() -> None:
    both = replace(NOTHING_EXPECTED, refiners=(SHUT_OUT, LIKE_KYRGYZALTYN))
    assert len(found("BAR-07", listed(bar(year=2022)), both)) == 1
    swapped = replace(both, refiners=tuple(reversed(both.refiners)))
    assert found("BAR-07", listed(bar(year=2022)), swapped) == ()
