"""Lines of a strict CSV file as cells, each refused where it could be something else.

1. One line is one record: a quote that a line opens it closes, and no cell has a line break.
2. At most so many lines, 64 columns, 256 characters a cell; none is looked at before it is short.
3. No formula: a file that a spreadsheet may open must not run anything there.
4. No character that shows nothing or acts: two serial numbers that look alike are alike.

The standard library's parser sees one short line at a time, so its own global limit never matters.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted, escape, is_hidden

MAX_COLUMNS: Final = 64
MAX_CELL: Final = 256

_QUOTED_CELL: Final = 2 * MAX_CELL + 3
"""Every character a doubled quote, two quotes around it, and the delimiter."""

_MAX_LINE: Final = MAX_COLUMNS * _QUOTED_CELL
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""Fullwidth forms too: some spreadsheets read them as the narrow ones. Source: OWASP."""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The text of a CSV file, and how a message names its places."""

    name: str
    text: str

    def where(self, line: int, column: str = "") -> str:
        """Return `FILE, line N, column NAME`."""
        beside = f", column {Untrusted(column)}" if column else ""
        return f"{Untrusted(self.name)}, line {line}{beside}"

    def error(
        self, problem: str, line: int, column: str = "", *, hint: str = ""
    ) -> DeclarationError:
        """Return the error that names file, line and column."""
        return DeclarationError(problem, where=self.where(line, column), hint=hint)

    def require_at_most(self, rows: int) -> None:
        """Refuse a file of more lines than a header and so many rows."""
        lines = self.text.rstrip("\n").count("\n")
        if lines > rows:
            raise self.error(
                f"has {lines:,} lines below the header, and at most {rows:,} are read", rows + 2
            )

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield every line with its number, from 1; what is empty at the end is left out."""
        end = len(self.text.rstrip("\n"))
        start, number = 0, 1
        while start < end:
            stop = self.text.find("\n", start, end)
            stop = end if stop < 0 else stop
            yield number, self.text[start:stop]
            start, number = stop + 1, number + 1

    def cells(
        self, line: str, number: int, delimiter: str, columns: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Return the cells of one line, without blanks around them.

        Args:
            line: the line, without its end.
            number: its number.
            delimiter: what stands between cells.
            columns: names of the columns, for messages; none for the header itself.

        Raises:
            DeclarationError: the line is too long, is not CSV, or a cell is refused.
        """
        if len(line) > _MAX_LINE:
            raise self._too_long(line, number, delimiter, columns)
        try:
            (cells,) = csv.reader((line,), delimiter=delimiter, strict=True)
        except csv.Error as error:
            raise self.error(
                f"is not CSV: {_reason(error)}",
                number,
                hint="a quote closes on its own line, and a quote inside of a cell is doubled",
            ) from error
        if len(cells) > MAX_COLUMNS:
            raise self.error(f"has {len(cells)} cells; at most {MAX_COLUMNS} are read", number)
        return tuple(
            self._clean(cell, number, _column(columns, place)) for place, cell in enumerate(cells)
        )

    def _clean(self, cell: str, number: int, column: str) -> str:
        if len(cell) > MAX_CELL:
            raise self._long_cell(len(cell), number, column)
        if _FORMULA.match(cell) is not None:
            raise self.error(
                f"{Untrusted(cell)} begins as a formula does",
                number,
                column,
                hint="no cell may begin with = + - @ or a tab; weights have no sign",
            )
        # Printing ASCII hides nothing; a list of many thousands is hardly anything else.
        if not (cell.isascii() and cell.isprintable()):
            hidden = next((one for one in cell if is_hidden(one)), None)
            if hidden is not None:
                raise self.error(
                    f"{Untrusted(cell)} has a character that does not show: {escape(hidden)}",
                    number,
                    column,
                    hint="write it anew; only plain blanks are read",
                )
        return cell.strip(" ")

    def _too_long(
        self, line: str, number: int, delimiter: str, columns: tuple[str, ...]
    ) -> DeclarationError:
        at_first = line.split(delimiter, MAX_COLUMNS)
        for place, cell in enumerate(at_first[:MAX_COLUMNS]):
            if len(cell) >= _QUOTED_CELL:
                return self._long_cell(len(cell), number, _column(columns, place))
        return self.error(f"has {len(line):,} characters; no list of bars needs them", number)

    def _long_cell(self, length: int, number: int, column: str) -> DeclarationError:
        return self.error(
            f"a cell has {length:,} characters, and at most {MAX_CELL} are read", number, column
        )


def _column(columns: tuple[str, ...], place: int) -> str:
    return columns[place] if place < len(columns) else str(place + 1)


def _reason(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quote opens and does not close on this line"
    return str(error)
