"""A list of allocated bars: strict CSV into the bars it lists, or the place where it is wrong.

    csv_lines.py     bytes that are text → lines → cells
    bar_columns.py   the header → which cell is what, in which unit
    here             cells → bars

Nothing is rounded, guessed or left out: a cell that cannot be read refuses the file. What the bars
amount to, and whether their figures agree, is for reserves/bar_rules.py to say.
"""

import hashlib
import re
from pathlib import Path
from typing import Final

from stableaudit.adapters.files.bar_columns import BarFormat, Header, Layout, read_header
from stableaudit.adapters.files.beside import Beside
from stableaudit.adapters.files.csv_lines import CsvFile
from stableaudit.adapters.files.plain_file import decode_text, read_bytes, read_bytes_beside
from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import Bar, BarList, Weight
from stableaudit.domain.declarations import MassUnit, Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted

MAX_ROWS: Final = 200_000
MAX_BYTES: Final = 1 << 26
"""64 MiB."""

_YEAR: Final = re.compile(r"[0-9]{4}")
_UNKNOWN: Final = frozenset({"", "unknown"})
_OTHER_FILES: Final = (
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or another archive"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook (.xls)"),
    (b"%PDF", "a PDF"),
)


def read_bars(path: Path, form: BarFormat) -> BarList:
    """Return the bars of the file that a person named.

    Raises:
        DeclarationError: the file is unreadable, too large, or no bar list in this format.
    """
    return bars_from(read_bytes(path, limit=MAX_BYTES), name=path.name, form=form)


def read_bars_beside(directory: Path, name: str, form: BarFormat) -> BarList:
    """Return the bars of a file that a file in `directory` names; see read_text_beside."""
    data = read_bytes_beside(directory, name, limit=MAX_BYTES)
    return bars_from(data, name=name, form=form)


def listed_bars(beside: Beside, name: str, layout: Layout) -> BarList:
    """Return the bars of the list that a declaration names; see read_bars."""
    data = beside.read(name, limit=MAX_BYTES)
    return bars_from(data, name=name, form=BarFormat(layout=layout))


def bars_from(data: bytes, *, name: str, form: BarFormat) -> BarList:
    """Return the bars in a file's bytes; see read_bars."""
    for beginning, kind in _OTHER_FILES:
        if data.startswith(beginning):
            raise DeclarationError(
                f"is {kind}, and bar lists are read as CSV only",
                where=str(Untrusted(name)),
                hint="in the spreadsheet, save the sheet as CSV UTF-8",
            )
    digest = hashlib.sha256(data).hexdigest()
    file = CsvFile(name, decode_text(data, name=name, limit=MAX_BYTES))
    file.require_at_most(MAX_ROWS)
    lines = file.lines()
    _, first = next(lines, (1, ""))
    if not first.strip():
        raise file.error("has no header", 1)
    header = read_header(file, first, form)
    bars = tuple(_Row(file, header, form, number, line).bar() for number, line in lines)
    return BarList(name, digest, bars, header.mapped)


class _Row:
    """One line below the header."""

    def __init__(
        self, file: CsvFile, header: Header, form: BarFormat, number: int, line: str
    ) -> None:
        self._file, self._header, self._number = file, header, number
        self._comma = form.decimal_comma
        self._cells = file.cells(line, number, header.delimiter, header.columns)
        if len(self._cells) != len(header.columns):
            raise file.error(
                f"has {len(self._cells)} cells, and the header {len(header.columns)}",
                number,
                hint="a cell with the delimiter in it needs quotes around it",
            )

    def bar(self) -> Bar:
        """Return the bar of the line."""
        fineness = self._figure("assay_permille")
        gross, fine = self._weight(*self._header.gross), self._weight(*self._header.fine)
        serial = self._text("serial_no")
        if isinstance(serial, Unknown):
            raise self._error("has no serial number", "serial_no")
        try:
            return Bar(
                row=self._number,
                serial=serial,
                brand=self._text("brand_code"),
                refiner=self._text("refiner"),
                year=self._year(),
                gross=gross,
                fineness=fineness,
                fine=fine,
                vault=self._text("vault"),
                box=self._text("box"),
                seal=self._text("seal"),
            )
        except ValueError as error:
            column = "assay_permille" if "fineness" in str(error) else ""
            raise self._error(str(error), column) from error

    def _text(self, column: str) -> str | Unknown:
        place = self._header.places.get(column)
        if place is None:
            return Unknown("the list has no such column")
        text = self._cells[place]
        return Unknown("the list leaves it out") if text in _UNKNOWN else text

    def _year(self) -> int | Unknown:
        text = self._text("year")
        if isinstance(text, Unknown):
            return text
        if _YEAR.fullmatch(text) is None:
            raise self._error(f"{Untrusted(text)} is no year of four digits", "year")
        return int(text)

    def _weight(self, column: str, unit: MassUnit) -> Weight:
        figure = self._figure(column)
        try:
            return Weight(figure, unit)
        except ValueError as error:
            raise self._error(str(error), column) from error

    def _figure(self, column: str) -> Figure:
        text = self._cells[self._header.places[column]]
        mark, other = (",", ".") if self._comma else (".", ",")
        if other in text:
            said = "a comma" if self._comma else "a point"
            raise self._error(
                f"{Untrusted(text)} has {'a point' if self._comma else 'a comma'}, and decimals "
                f"were said to be written with {said}",
                column,
                hint="no separators of thousands; `--decimal comma` is for 401,125",
            )
        try:
            return Figure(text.replace(mark, "."))
        except ValueError as error:
            raise self._error(
                f"{Untrusted(text)} is no plain figure" if text else "is empty",
                column,
                hint="digits and at most one decimal mark: no sign, exponent, unit or separator",
            ) from error

    def _error(self, problem: str, column: str, *, hint: str = "") -> DeclarationError:
        place = self._header.places.get(column)
        shown = column if place is None else self._header.columns[place]
        return self._file.error(problem, self._number, shown, hint=hint)
