"""Refiners and their standing over time: the schema of their file, and the values it describes."""

from datetime import date
from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.vocabulary import UNKNOWN, DayOrUnknown, Fact, Key, ShortText
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.refiners import Refiner, Standing, Window

_Standing = Literal["listed", "suspended", "suspended-deemed-good"]
_Names: TypeAlias = tuple[ShortText, ...]


class WindowTable(Fact, frozen=True, kw_only=True):
    """One time of a refiner, both days included."""

    first: Annotated[DayOrUnknown, Meta(description="First day of it.")]
    last: Annotated[
        DayOrUnknown, Meta(description='Last day; "unknown" while it lasts, as far as known.')
    ]
    standing: Annotated[_Standing, Meta(description="What the refiner was on the list meanwhile.")]


class RefinerTable(Fact, frozen=True, kw_only=True):
    """One refiner."""

    name: Annotated[ShortText, Meta(description="As the list that it is on writes it.")]
    other_names: Annotated[
        _Names | UnsetType, Meta(description="Other spellings that bar lists use.")
    ] = UNSET
    brand_codes: Annotated[_Names, Meta(description="Codes of its brands.", max_length=50)]
    windows: Annotated[
        tuple[WindowTable, ...],
        Meta(min_length=1, max_length=100, description="In order of time, none overlapping."),
    ]


class RefinerFile(Fact, frozen=True, kw_only=True):
    """Refiners whose bars are known, and when they were good for delivery."""

    key: Annotated[Key, Meta(description="Name of this collection.")]
    refiners: Annotated[
        tuple[RefinerTable, ...],
        Meta(min_length=1, max_length=10_000, description="One table for each refiner."),
    ]


def refiners_from(document: Document) -> tuple[Refiner, ...]:
    """Return the refiners that a file states, in its order.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; windows are out of order,
            overlap, or begin or end on a day that no calendar has; two refiners share a name.
    """
    table = convert(document, RefinerFile)
    seen: set[str] = set()
    refiners: list[Refiner] = []
    for index, one in enumerate(table.refiners):
        refiner = _refiner(document, index, one)
        names = (refiner.name, *refiner.other_names, *refiner.brand_codes)
        again = next((name for name in names if name.casefold() in seen), None)
        if again is not None:
            raise document.error(f"{again} names two refiners", ("refiners", index, "name"))
        seen.update(name.casefold() for name in names)
        refiners.append(refiner)
    return tuple(refiners)


def _refiner(document: Document, index: int, table: RefinerTable) -> Refiner:
    windows = tuple(
        _window(document, ("refiners", index, "windows", place), window)
        for place, window in enumerate(table.windows)
    )
    with document.blame("refiners", index, "windows"):
        return Refiner(
            name=table.name,
            other_names=() if table.other_names is UNSET else table.other_names,
            brand_codes=table.brand_codes,
            windows=windows,
            provenance=Provenance(table.source, table.as_of),
        )


def _window(document: Document, path: tuple[str | int, ...], table: WindowTable) -> Window:
    with document.blame(*path, "first"):
        first = _day(table.first)
    with document.blame(*path, "last"):
        return Window(
            first,
            _day(table.last),
            Standing(table.standing),
            Provenance(table.source, table.as_of),
        )


def _day(text: str) -> date | Unknown:
    return Unknown() if text == UNKNOWN else date.fromisoformat(text)
