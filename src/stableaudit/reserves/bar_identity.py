"""Which bars are one bar: the same serial number, the same maker, and no two years.

Serial numbers are a refiner's own. Two spellings are one where they differ in capitals, blanks or
full-width letters only; a brand code and a refiner's name are one maker where a refiner list says
so. A bar whose year is not given may be of any year, so it may be the other one.

Every step is linear in the bars: a list that repeats one number 200,000 times costs no more.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from stableaudit.domain.bars import Bar
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.refiners import Refiner

Makers: TypeAlias = Mapping[str, Refiner]
"""Refiners by every name and brand code of theirs, in the one spelling they are compared by."""

_Key: TypeAlias = tuple[str, str]
_Year: TypeAlias = int | None


def makers_of(refiners: Iterable[Refiner]) -> Makers:
    """Return the refiners by name and code; of several of one name the first."""
    found: dict[str, Refiner] = {}
    for refiner in refiners:
        for name in (refiner.name, *refiner.other_names, *refiner.brand_codes):
            found.setdefault(_one_spelling(name), refiner)
    return found


def maker_of(bar: Bar, makers: Makers) -> Refiner | None:
    """Return the refiner that a bar's brand code names, or else its refiner's name."""
    for name in _names(bar):
        if name in makers:
            return makers[name]
    return None


class BarIndex:
    """The bars of one list, to ask whether a bar stands in it."""

    def __init__(self, bars: Iterable[Bar], makers: Makers) -> None:
        """Index the bars by serial number and maker, and for each the first bar of a year."""
        self._makers = makers
        self._years: dict[_Key, dict[_Year, Bar]] = {}
        for bar in bars:
            for key in _keys(bar, makers):
                self._years.setdefault(key, {}).setdefault(_year(bar), bar)

    def find(self, bar: Bar) -> Bar | None:
        """Return a bar that may be the same one; None if there is none."""
        for key in _keys(bar, self._makers):
            years = self._years.get(key)
            if years is None:
                continue
            if _year(bar) is None:
                return next(iter(years.values()))
            found = years.get(_year(bar), years.get(None))
            if found is not None:
                return found
        return None


def same_bars(bars: Iterable[Bar], makers: Makers) -> Iterator[tuple[Bar, ...]]:
    """Yield every group of two or more bars of one list that may be the same, in its order."""
    groups: dict[_Key, list[Bar]] = {}
    for bar in bars:
        for key in _keys(bar, makers):
            groups.setdefault(key, []).append(bar)
    told: set[tuple[int, ...]] = set()
    for group in groups.values():
        for same in _of_one_year(group):
            rows = tuple(bar.row for bar in same)
            if len(same) > 1 and rows not in told:
                told.add(rows)
                yield same


def _of_one_year(group: list[Bar]) -> Iterator[tuple[Bar, ...]]:
    if any(_year(bar) is None for bar in group):
        yield tuple(group)
        return
    years: dict[_Year, list[Bar]] = {}
    for bar in group:
        years.setdefault(_year(bar), []).append(bar)
    for same in years.values():
        yield tuple(same)


def _keys(bar: Bar, makers: Makers) -> tuple[_Key, ...]:
    serial = _one_spelling(bar.serial).replace(" ", "")
    names = _names(bar)
    maker = maker_of(bar, makers)
    if maker is not None:
        names = (*names, _one_spelling(maker.name))
    return tuple((serial, name) for name in sorted(set(names)))


def _names(bar: Bar) -> tuple[str, ...]:
    return tuple(
        _one_spelling(name) for name in (bar.brand, bar.refiner) if not isinstance(name, Unknown)
    )


def _year(bar: Bar) -> _Year:
    return None if isinstance(bar.year, Unknown) else bar.year


def _one_spelling(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
