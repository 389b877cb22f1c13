"""Waivers as values: nobody's word on nothing cannot exist, and each ends with a day."""

from dataclasses import replace
from datetime import date

import pytest

from stableaudit.domain.instants import parse_instant
from stableaudit.domain.waivers import Waiver, WaiverList

WAIVER = Waiver("SUP-04", "", "a known delay", "the treasury", date(2026, 11, 30))


@pytest.mark.parametrize(
    ("check", "reason", "owner"),
    [
        ("", "r", "o"),
        ("SUP-04", "", "o"),
        ("SUP-04", " \n", "o"),
        ("SUP-04", "r", ""),
        ("x", "r", " "),
    ],
)
def test_waiver_without_a_check_reason_or_owner_cannot_exist(
    check: str, reason: str, owner: str
) -> None:
    with pytest.raises(ValueError, match="nobody's word on nothing"):
        Waiver(check, "", reason, owner, date(2026, 11, 30))


def test_waiver_counts_to_the_last_second_of_its_day_and_not_one_more() -> None:
    last = parse_instant("2026-11-30T23:59:59Z")
    assert [WAIVER.counts_at(at) for at in (0, last, last + 1)] == [True, True, False]


def test_waiver_without_a_subject_is_about_every_one_of_its_check_alone() -> None:
    assert WAIVER.is_about("SUP-04", "USDKG on TRON")
    assert not WAIVER.is_about("SUP-02", "USDKG on TRON")


def test_waiver_with_a_subject_is_about_that_one() -> None:
    one = replace(WAIVER, subject="USDKG on TRON")
    assert one.is_about("SUP-04", "USDKG on TRON")
    assert not one.is_about("SUP-04", "USDKG on TRON and more")


def test_list_with_two_waivers_of_the_same_cannot_exist() -> None:
    with pytest.raises(ValueError, match="the same check and subject"):
        WaiverList("w.toml", "ab" * 32, (WAIVER, replace(WAIVER, owner="another")))
