"""Windows of a refiner are in order and share no day; what is not known is open."""

from dataclasses import replace
from datetime import date

import pytest

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.refiners import Standing, Window
from tests.bar_cases import INVENTED, XYZ


def _window(first: date | Unknown, last: date | Unknown) -> Window:
    return Window(first, last, Standing.LISTED, INVENTED)


def test_window_with_unknown_ends_is_open() -> None:
    window = _window(Unknown(), Unknown())
    assert (window.begins, window.ends) == (date.min, date.max)


def test_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot begin on 2021-01-02 and end on 2021-01-01"):
        _window(date(2021, 1, 2), date(2021, 1, 1))


def test_window_of_one_day_is_taken() -> None:
    assert _window(date(2021, 1, 1), date(2021, 1, 1)).ends == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("standing", "accepted"),
    [
        (Standing.LISTED, True),
        (Standing.SUSPENDED_DEEMED_GOOD, True),
        (Standing.SUSPENDED, False),
    ],
)
def test_window_is_accepted_unless_suspended_for_good(
    standing: Standing, *, accepted: bool
) -> None:
    assert Window(Unknown(), Unknown(), standing, INVENTED).accepted is accepted


def test_refiner_without_window_is_refused() -> None:
    with pytest.raises(ValueError, match="never listed"):
        replace(XYZ, windows=())


@pytest.mark.parametrize("begins", [date(2021, 1, 1), date(2020, 6, 1)])
def test_refiner_whose_windows_overlap_is_refused(begins: date) -> None:
    with pytest.raises(ValueError, match="do not overlap"):
        replace(XYZ, windows=(_window(Unknown(), date(2021, 1, 1)), _window(begins, Unknown())))


def test_refiner_with_windows_that_touch_is_taken() -> None:
    windows = (_window(Unknown(), date(2021, 1, 1)), _window(date(2021, 1, 2), Unknown()))
    assert replace(XYZ, windows=windows).windows == windows
