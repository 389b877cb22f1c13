"""Instants are whole seconds of UTC; a date means the end of that day; a zone is required."""

import time

import pytest

from stableaudit.domain.instants import first_instant, format_instant, parse_instant


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2025-11-28T15:00:00Z", 1_764_342_000),
        ("2025-11-28t15:00:00Z", 1_764_342_000),
        ("2025-11-28 15:00:00Z", 1_764_342_000),
        ("2025-11-28T21:00:00+06:00", 1_764_342_000),  # Bishkek
        ("2025-11-28T10:00:00-05:00", 1_764_342_000),
        ("2025-11-28T15:00:00-00:00", 1_764_342_000),
        ("2025-11-28T15:00:00.75Z", 1_764_342_000),
        ("2025-11-28T15:00:00.123456789Z", 1_764_342_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800),
    ],
)
def test_parse_of_a_time_with_zone_gives_its_second_of_utc(text: str, seconds: int) -> None:
    assert parse_instant(text) == seconds


def test_parse_of_a_date_means_its_last_second() -> None:
    assert parse_instant("2025-11-28") == parse_instant("2025-11-28T23:59:59Z")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2025-11-28T15:00:00",  # no zone: no instant
        "2025-11-28T15:00Z",
        "2025-11-28T15Z",
        "20251128T150000Z",
        "2025-W48-5",
        "28.11.2025",
        "2025-11-28T15:00:00,5Z",
        "2025-11-28T15:00:00.1234567890Z",
        "2025-11-28T15:00:00+06",
        "2025-11-28T15:00:00+0600",
        "2025-11-28T15:00:00 Z",
        " 2025-11-28",
        "2025-11-28\n",
        "1764342000",
    ],
)
def test_parse_of_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an RFC 3339 time with zone"):
        parse_instant(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-29",
        "2025-13-01",
        "2025-00-10",
        "0000-01-01",
        "2025-11-28T24:00:00Z",
        "2025-11-28T15:60:00Z",
        "2016-12-31T23:59:60Z",  # a leap second has no number of its own here
        "2025-11-28T15:00:00+24:00",
        "\u0662\u0660\u0662\u0665-11-28",  # digits, but not ASCII's
    ],
)
def test_parse_of_a_time_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_instant(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (1_764_374_399, "2025-11-28T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ],
)
def test_format_gives_utc_to_the_second(seconds: int, text: str) -> None:
    assert format_instant(seconds) == text


def test_format_on_a_machine_in_another_zone_is_still_utc(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as machine:
        machine.setenv("TZ", "Asia/Bishkek")
        time.tzset()
        told, read = format_instant(0), parse_instant("1970-01-01")
    time.tzset()
    assert (told, read) == ("1970-01-01T00:00:00Z", 86_399)


def test_first_instant_of_a_date_is_its_beginning_and_of_a_time_itself() -> None:
    assert first_instant("2026-11-21") == parse_instant("2026-11-21T00:00:00Z")
    assert first_instant("2026-11-21T05:00:00+06:00") == parse_instant("2026-11-20T23:00:00Z")


@pytest.mark.parametrize("text", ["2026-02-30", "2026-11", "yesterday", "2026-11-21T05:00:00", ""])
def test_first_instant_of_no_date_or_time_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"RFC 3339|date|time|month"):
        first_instant(text)
