"""What the columns of a bar list mean: their names say it, or a person does; nothing is guessed.

The unit of a weight is in its column's name, so that an ounce that is no troy ounce has no column
to stand in.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from stableaudit.adapters.files.csv_lines import CsvFile
from stableaudit.domain.declarations import MassUnit
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted

Layout: TypeAlias = Literal["own", "lbma-annex-c"]
"""Named sets of columns: ours, or those of the LBMA's list of commercial weights."""

LEFT_OUT: Final = "-"
"""The meaning of a column that is not read."""

COLUMNS: Final = (
    "serial_no",
    "refiner",
    "brand_code",
    "year",
    "gross_ozt",
    "gross_g",
    "assay_permille",
    "fine_ozt",
    "fine_g",
    "vault",
    "box",
    "seal",
)
_DELIMITERS: Final = (",", ";", "\t")
_UNITS: Final = {"ozt": MassUnit.TROY_OUNCE, "g": MassUnit.GRAM}
_OUNCE: Final = "an ounce that is not a troy ounce is 28.349523125 g: name the column {}_ozt"
_OTHER_UNIT: Final = re.compile(
    r"(gross|fine)(?: weight)?[ _-]?\(?(oz|oz\.|ounces?|lbs?|pounds?|kgs?|kilograms?|t|mg)\)?",
    re.IGNORECASE,
)
_ANNEX_C: Final = {
    "Serial number": "serial_no",
    "Brand code": "brand_code",
    "Gross weight (ozt)": "gross_ozt",
    "Assay": "assay_permille",
    "Fine weight (ozt)": "fine_ozt",
    "Year": "year",
}
"""LBMA Good Delivery Rules, Annex C, weight list."""

_LAYOUTS: Final[dict[Layout, dict[str, str]]] = {"own": {}, "lbma-annex-c": _ANNEX_C}


@dataclass(frozen=True, slots=True)
class BarFormat:
    """How a person says that a bar list is written."""

    layout: Layout = "own"
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Column of the file → one of ours, or `-` for one that is not read."""

    decimal_comma: bool = False

    def __post_init__(self) -> None:
        for column, meaning in self.columns.items():
            if meaning not in (*COLUMNS, LEFT_OUT):
                raise DeclarationError(
                    f"{Untrusted(meaning)} is no column of a bar list",
                    where=f"column {Untrusted(column)}",
                    hint=_advice(meaning),
                )

    @property
    def meanings(self) -> dict[str, str]:
        """Column of the file → ours; a person's own word is stronger than the layout's."""
        return {**_LAYOUTS[self.layout], **self.columns}


@dataclass(frozen=True, slots=True)
class Header:
    """The header line, understood."""

    delimiter: str
    columns: tuple[str, ...]
    """As the file names them."""

    places: Mapping[str, int]
    """Our column → where it stands."""

    mapped: tuple[tuple[str, str], ...]
    """Columns whose meaning a person gave, in the file's order."""

    @property
    def gross(self) -> tuple[str, MassUnit]:
        """The column of gross weights, and its unit."""
        return self._weight("gross")

    @property
    def fine(self) -> tuple[str, MassUnit]:
        """The column of fine weights, and its unit."""
        return self._weight("fine")

    def _weight(self, basis: str) -> tuple[str, MassUnit]:
        (found,) = (
            (f"{basis}_{suffix}", unit)
            for suffix, unit in _UNITS.items()
            if f"{basis}_{suffix}" in self.places
        )
        return found


def read_header(file: CsvFile, line: str, form: BarFormat) -> Header:
    """Return what the header line says.

    Raises:
        DeclarationError: a column is not known, is there twice, or is missing.
    """
    meanings = {**{name: name for name in COLUMNS}, **form.meanings}
    delimiter = _delimiter(file, line, meanings)
    columns = file.cells(line, 1, delimiter)
    for column in columns:
        if column not in meanings:
            raise file.error("is no column of a bar list", 1, column or "''", hint=_advice(column))
    for column in form.meanings:
        if column not in columns:
            raise file.error("is not in the header, and was given a meaning", 1, column)
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        meaning = meanings[column]
        if meaning in places:
            raise file.error(f"is the second column for {meaning}", 1, column)
        if meaning != LEFT_OUT:
            places[meaning] = place
    _require(file, places)
    mapped = tuple((one, meanings[one]) for one in columns if meanings[one] != one)
    return Header(delimiter, columns, places, mapped)


def _delimiter(file: CsvFile, line: str, meanings: Mapping[str, str]) -> str:
    """Return the one delimiter that makes known columns of the line; or else the most frequent."""
    most = max(_DELIMITERS, key=line.count)
    for delimiter in _DELIMITERS:
        if delimiter != most and delimiter in line:
            try:
                columns = file.cells(line, 1, delimiter)
            except DeclarationError:
                continue
            if all(column in meanings for column in columns):
                return delimiter
    return most


def _require(file: CsvFile, places: Mapping[str, int]) -> None:
    for choice in (("gross_ozt", "gross_g"), ("fine_ozt", "fine_g")):
        if sum(name in places for name in choice) != 1:
            raise file.error(
                f"the header needs {choice[0]} or {choice[1]}, and one of them only", 1
            )
    for needed in ("serial_no", "assay_permille"):
        if needed not in places:
            raise file.error(f"the header has no {needed}", 1)
    if "brand_code" not in places and "refiner" not in places:
        raise file.error("the header has no brand_code and no refiner", 1)


def _advice(column: str) -> str:
    other = _OTHER_UNIT.fullmatch(column)
    if other is not None:
        basis = other.group(1).lower()
        if other.group(2).lower().startswith("o"):
            return _OUNCE.format(basis)
        return f"weights are in troy ounces or grams: {basis}_ozt or {basis}_g"
    close = difflib.get_close_matches(column[:100], COLUMNS, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return f"known: {', '.join(COLUMNS)}; say what it is with --column NAME=COLUMN, or NAME=-"
