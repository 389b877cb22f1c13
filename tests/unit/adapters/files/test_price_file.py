"""A price file is read exactly or refused, with the line that is wrong."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.files.price_file import (
    MAX_BYTES,
    MAX_LINE,
    MAX_ROWS,
    parse_price_file,
    read_price_file,
)
from stableaudit.domain.amounts import Figure
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reserves.price_history import entry_at

HEADER = "at,fix,price_usd_per_ozt,source\n"
TEXT = (
    HEADER
    + '2026-07-01T12:00:00+06:00,,4165.10,"a dealer, by phone"\n'
    + "2025-11-28,pm,4163.475,LBMA Gold Price PM\n"
    + "2025-11-28,am,4150,LBMA Gold Price AM\n"
    + "2025-11-28,,4170.0,a close\n"
)


def parse(text: str) -> PriceFile:
    return parse_price_file(text.encode(), name="gold.csv")


def test_price_file_is_read_in_the_order_of_time() -> None:
    expected = tuple(
        PriceEntry(parse_instant(at), Figure(price), Untrusted(source))
        for at, price, source in (
            ("2025-11-28T10:30:00Z", "4150", "LBMA Gold Price AM"),
            ("2025-11-28T15:00:00Z", "4163.475", "LBMA Gold Price PM"),
            ("2025-11-28T23:59:59Z", "4170.0", "a close"),
            ("2026-07-01T06:00:00Z", "4165.10", "a dealer, by phone"),
        )
    )
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert parse(TEXT) == PriceFile("gold.csv", digest, "USD", expected)


def test_price_file_without_a_fix_column_and_in_another_currency() -> None:
    found = parse("at,price_eur_per_ozt,source\n2025-11-28,3600.5,somebody")
    assert (found.currency, [one.price.text for one in found.entries]) == ("EUR", ["3600.5"])


def test_fix_in_summer_is_an_hour_earlier_in_utc() -> None:
    (found,) = parse(HEADER + "2026-07-01,pm,4163.475,LBMA\n").entries
    assert found.at == parse_instant("2026-07-01T14:00:00Z")


def test_entry_at_is_the_last_one_until_then() -> None:
    file = parse(TEXT)
    found = entry_at(file, parse_instant("2025-11-28T14:59:59Z"))
    assert found is not None
    assert found.price.text == "4150"
    assert entry_at(file, parse_instant("2025-11-28T10:29:59Z")) is None


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("", "gold.csv:1", "other columns"),
        ("at,price,source\n", "gold.csv:1", "price_usd_per_ozt"),
        ("at,price_usd_per_kg,source\n", "gold.csv:1", "other columns"),
        (HEADER, "gold.csv", "no price"),
        (HEADER + "\n2025-11-28,pm,1,x\n", "gold.csv:2", "0 cells"),
        (HEADER + "2025-11-28,pm,1\n", "gold.csv:2", "3 cells"),
        (HEADER + "2025-11-28,pm,1,x,y\n", "gold.csv:2", "5 cells"),
        (HEADER + '2025-11-28,pm,1,"x\n', "gold.csv:2", "no row"),
        (HEADER + '2025-11-28,pm,1,"x"y\n', "gold.csv:2", "no row"),
        (HEADER + "2025-11-28,PM,1,x\n", "gold.csv:2", "am or pm"),
        (HEADER + "2025-11-28T10:00:00Z,pm,1,x\n", "gold.csv:2", "is no date"),
        (HEADER + "2025-02-30,pm,1,x\n", "gold.csv:2", "at: "),
        (HEADER + "1969-12-31,pm,1,x\n", "gold.csv:2", "at: "),
        (HEADER + "28.11.2025,,1,x\n", "gold.csv:2", "RFC 3339"),
        (HEADER + "2025-11-28T10:00:00,,1,x\n", "gold.csv:2", "with zone"),
        (HEADER + "2025-11-28,,1e3,x\n", "gold.csv:2", "plain decimal"),
        (HEADER + '2025-11-28,,"4,163",x\n', "gold.csv:2", "plain decimal"),
        (HEADER + "2025-11-28,,NaN,x\n", "gold.csv:2", "plain decimal"),
        (HEADER + "2025-11-28,,-1,x\n", "gold.csv:2", "formula"),
        (HEADER + "2025-11-28,,0.00,x\n", "gold.csv:2", "is 0"),
        (HEADER + "2025-11-28,,1,\n", "gold.csv:2", "source"),
        (HEADER + "2025-11-28,,1," + "x" * 201 + "\n", "gold.csv:2", "source"),
        (HEADER + "2025-11-28,,1,=HYPERLINK(1)\n", "gold.csv:2", "formula"),
        (HEADER + "2025-11-28,,1, \uff20SUM\n", "gold.csv:2", "formula"),
        (HEADER + "2025-11-28,,1," + "x" * MAX_LINE + "\n", "gold.csv:2", "longer than"),
        (TEXT + "2025-11-28T15:00:00Z,,1,x\n", "gold.csv:6", "line 3"),
        (HEADER + "2025-11-28,,1,a\0b\n", "gold.csv", "NUL"),
    ],
)
def test_price_file_that_breaks_a_rule_is_refused(text: str, where: str, words: str) -> None:
    with pytest.raises(DeclarationError) as raised:
        parse(text)
    assert raised.value.where == where
    assert words in str(raised.value)


def test_hostile_source_is_kept_and_shown_escaped() -> None:
    (found,) = parse(HEADER + "2025-11-28,,1,a\x1b[31mb\n").entries
    assert str(found.source) == "a\\u001b[31mb"


def test_too_many_rows_are_refused() -> None:
    row = "2025-11-28,,1,x\n"
    with pytest.raises(DeclarationError, match=f"more than {MAX_ROWS} rows"):
        parse(HEADER + row * (MAX_ROWS + 1))


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(DeclarationError, match="larger than"):
        read_price_file(path)


def test_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    os.mkfifo(path)
    with pytest.raises(DeclarationError, match="not a regular file"):
        read_price_file(path)


def test_price_file_is_read_from_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert len(read_price_file(path).entries) == 4


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    data = (HEADER + text).encode("utf-8", "surrogatepass")
    try:
        found = parse_price_file(data, name="gold.csv")
    except DeclarationError:
        return
    assert found.entries
