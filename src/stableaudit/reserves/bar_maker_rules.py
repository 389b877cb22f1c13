"""The rule about who made a bar, and whether it was on a list when it was made.

A bar is stamped with a year, not a day. A year that lies wholly in accepted time is good, one that
has no accepted day is not, and one that has both decides nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from stableaudit.domain.bars import Bar, BarList
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.findings import Severity
from stableaudit.domain.refiners import Refiner, Window
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reserves.bar_identity import Makers, maker_of, makers_of
from stableaudit.reserves.bar_rule import BarExpectation, BarFault, BarRule, named

_DAY: Final = timedelta(days=1)


def _listed(listed: BarList, expected: BarExpectation) -> Iterator[BarFault]:
    makers = makers_of(expected.refiners)
    yield from _not_known(listed, makers)
    for bar in listed.bars:
        refiner = maker_of(bar, makers)
        if refiner is not None:
            yield from _in_window(bar, refiner)


def _not_known(listed: BarList, makers: Makers) -> Iterator[BarFault]:
    unknown: dict[str, list[int]] = {}
    for bar in listed.bars:
        if maker_of(bar, makers) is None:
            unknown.setdefault(bar.maker, []).append(bar.row)
    for maker, rows in unknown.items():
        yield BarFault(
            tuple(rows),
            "the maker is on no refiner list that was given, so its standing is not known",
            (named("maker", Untrusted(maker)), named("bars", len(rows))),
        )


def _in_window(bar: Bar, refiner: Refiner) -> Iterator[BarFault]:
    first, last = date.min, date.max
    statement = "the bar's year is not given, and its maker was not on the list at all times"
    if not isinstance(bar.year, Unknown):
        first, last = date(bar.year, 1, 1), date(bar.year, 12, 31)
        statement = "the bar's maker was on the list for a part of its year only"
    accepted = tuple(window for window in refiner.windows if window.accepted)
    if _covered(first, last, accepted):
        return
    if not any(window.begins <= last and first <= window.ends for window in accepted):
        statement = "the bar's maker was not on the list in its year"
    yield BarFault(
        (bar.row,),
        statement,
        (
            named("serial number", Untrusted(bar.serial)),
            named("maker", refiner.name),
            named("year", "not given" if isinstance(bar.year, Unknown) else str(bar.year)),
            named("source", refiner.provenance.source),
        ),
    )


def _covered(first: date, last: date, accepted: tuple[Window, ...]) -> bool:
    """Return whether every day from first to last lies in a window."""
    day = first
    for window in accepted:
        if window.begins <= day <= window.ends:
            if window.ends >= last:
                return True
            day = window.ends + _DAY
    return False


LISTED: Final = BarRule(
    id="BAR-07",
    proposition="Every bar's maker is on a refiner list, and was when the bar was made.",
    severity=Severity.MEDIUM,
    why=(
        "What a bar is worth without an assay hangs on whose stamp it bears. A maker that no "
        "list names is not known, which is not the same as bad."
    ),
    remedy="A refiner list that names the maker, or an assay of the bars.",
    find=_listed,
)
