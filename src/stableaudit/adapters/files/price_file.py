"""Prices of gold in a file of one's own: a strict CSV.

    at,fix,price_usd_per_ozt,source
    2025-11-28,pm,4163.475,LBMA Gold Price PM
    2025-11-29T12:00:00Z,,4165.10,a dealer's screen

1. A regular UTF-8 file of at most 8 MiB, without NUL (see plain_file), and 100,000 rows.
2. The first line names the columns, in this order; `fix` may be left out. The price's column names
   its currency; the unit is the fine troy ounce.
3. `at` is an RFC 3339 time with zone, or a date: with a `fix` (am or pm) the instant of the LBMA's
   auction, without one the end of that day, UTC.
4. A price is a plain decimal above 0, as it was published: no sign, exponent or separator.
5. A source is one line of at most 200 characters. What a spreadsheet would run as a formula is
   refused in every cell.
6. The order of rows is free; two prices of one instant are refused.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePath
from typing import Final

from stableaudit.adapters.files.plain_file import decode_text, read_bytes
from stableaudit.domain.amounts import Figure
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.reserve_assets import PriceFix
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reserves.gold_fix import fix_instant

MAX_BYTES: Final = 8 << 20
MAX_ROWS: Final = 100_000
MAX_LINE: Final = 400
MAX_SOURCE: Final = 200

_HEADER: Final = re.compile(r"at,(?P<fix>fix,)?price_(?P<currency>[a-z]{3})_per_ozt,source")
_EXAMPLE: Final = "at,fix,price_usd_per_ozt,source"
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def read_price_file(path: Path) -> PriceFile:
    """Return the prices of the file that a person named.

    Raises:
        DeclarationError: the file cannot be read or breaks a rule; names the line.
    """
    return parse_price_file(read_bytes(path, limit=MAX_BYTES), name=str(path))


def parse_price_file(data: bytes, *, name: str) -> PriceFile:
    """Return the prices that a file's bytes write; see read_price_file."""
    where = str(Untrusted(name))
    lines = decode_text(data, name=name, limit=MAX_BYTES).split("\n")
    header = _HEADER.fullmatch(lines[0])
    if header is None:
        raise DeclarationError(
            f"the first line is {Untrusted(lines[0][:MAX_SOURCE])}, which names other columns",
            where=f"{where}:1",
            hint=f"begin with {_EXAMPLE}; fix may be left out",
        )
    by_instant: dict[int, tuple[int, PriceEntry]] = {}
    for number, line in _rows(lines, where):
        place = f"{where}:{number}"
        entry = _entry(_cells(line, place, with_fix=header["fix"] is not None), place)
        if entry.at in by_instant:
            raise DeclarationError(
                f"is of the same instant as line {by_instant[entry.at][0]}",
                where=place,
                hint="keep one price of an instant",
            )
        by_instant[entry.at] = (number, entry)
    if not by_instant:
        raise DeclarationError("holds no price", where=where, hint="add a row below the header")
    entries = tuple(by_instant[instant][1] for instant in sorted(by_instant))
    digest = hashlib.sha256(data).hexdigest()
    shown = str(Untrusted(PurePath(name).name))
    return PriceFile(shown, digest, header["currency"].upper(), entries)


def _rows(lines: list[str], where: str) -> Iterator[tuple[int, str]]:
    """Yield every row with its line number; only the last line may be empty."""
    if lines[-1] == "":
        lines = lines[:-1]
    if len(lines) - 1 > MAX_ROWS:
        raise DeclarationError(f"has more than {MAX_ROWS} rows", where=where)
    for number, line in enumerate(lines[1:], start=2):
        if len(line) > MAX_LINE:
            raise DeclarationError(
                f"is longer than {MAX_LINE} characters", where=f"{where}:{number}"
            )
        yield number, line


def _cells(line: str, where: str, *, with_fix: bool) -> tuple[str, str, str, str]:
    """Return time, fix, price and source of a row, which one line must hold."""
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        raise DeclarationError(f"is no row of a CSV: {error}", where=where) from error
    wanted = 4 if with_fix else 3
    if len(cells) != wanted:
        raise DeclarationError(
            f"has {len(cells)} cells instead of {wanted}",
            where=where,
            hint='put a source with a comma in quotes: "a, b"',
        )
    for cell in cells:
        if _FORMULA.match(cell) is not None:
            raise DeclarationError(
                f"{Untrusted(cell)} would be run as a formula by a spreadsheet",
                where=where,
                hint="begin the cell with a letter or digit",
            )
    at, *fix, price, source = cells
    return at, fix[0] if fix else "", price, source


def _entry(cells: tuple[str, str, str, str], where: str) -> PriceEntry:
    at, fix, price, source = cells
    try:
        instant = _instant(at, fix)
    except ValueError as error:
        raise DeclarationError(f"at: {Untrusted(str(error))}", where=where) from error
    try:
        figure = Figure(price)
    except ValueError as error:
        raise DeclarationError(
            f"price: {Untrusted(str(error))}", where=where, hint="as published, such as 4163.475"
        ) from error
    if figure.value == 0:
        raise DeclarationError("price: is 0; no gold was free", where=where)
    if not source.strip() or len(source) > MAX_SOURCE:
        raise DeclarationError(
            f"source: has {len(source.strip())} characters instead of 1 to {MAX_SOURCE}",
            where=where,
            hint="say who published the price",
        )
    return PriceEntry(instant, figure, Untrusted(source))


def _instant(at: str, fix: str) -> int:
    if not fix:
        return parse_instant(at)
    if fix not in tuple(PriceFix):
        message = f"{fix!r} is no fix: write am or pm, or nothing"
        raise ValueError(message)
    if _DATE.fullmatch(at) is None:
        message = f"{at!r} is no date: a fix is of a day, such as 2025-11-28"
        raise ValueError(message)
    day = date.fromisoformat(at)
    parse_instant(at)  # a day within the calendar that instants have
    return fix_instant(day, PriceFix(fix))
