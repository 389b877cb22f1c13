"""Rules about the list: how it was read, that it has bars, which bars, and what came and went."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.bars import Bar, BarList
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.findings import NamedQuantity, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import FineGold
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reserves.bar_identity import BarIndex, makers_of, same_bars
from stableaudit.reserves.bar_rule import BarExpectation, BarFault, BarRule, named
from stableaudit.reserves.bar_weights import fine_tolerance_grams, grams

_NOTHING: Final = Interval.exactly(0)
_OPTIONAL: Final = ("vault", "box", "seal")


def _columns(listed: BarList, _expected: BarExpectation) -> Iterator[BarFault]:
    if listed.mapped:
        yield BarFault(
            (),
            "columns of the file were given their meaning by a person, not by their names",
            tuple(named(meaning, Untrusted(column)) for column, meaning in listed.mapped),
        )


def _unique(listed: BarList, expected: BarExpectation) -> Iterator[BarFault]:
    for same in same_bars(listed.bars, makers_of(expected.refiners)):
        rows = tuple(bar.row for bar in same)
        if any(isinstance(bar.year, Unknown) for bar in same):
            statement = "several lines may be one bar: serial number and maker are the same"
        else:
            statement = "several lines are one bar: serial number, maker and year are the same"
        yield BarFault(rows, statement, (*_stamps(same[0]), named("lines", len(rows))))


def _nowhere_else(listed: BarList, expected: BarExpectation) -> Iterator[BarFault]:
    makers = makers_of(expected.refiners)
    for other in expected.others:
        index = BarIndex(other.bars, makers)
        for bar in listed.bars:
            there = index.find(bar)
            if there is not None:
                yield BarFault(
                    (bar.row,),
                    "the bar stands in another list, too",
                    (
                        *_stamps(bar),
                        named("other list", Untrusted(other.name)),
                        named("line there", there.row),
                    ),
                )


def _missing_others(expected: BarExpectation) -> str:
    return "" if expected.others else "no other list was given"


def _count(listed: BarList, expected: BarExpectation) -> Iterator[BarFault]:
    declared = expected.declared_bars
    if declared is not None and declared != len(listed.bars):
        yield BarFault(
            (),
            "the list has another number of bars than is declared",
            (
                named("declared", declared),
                named("in the list", len(listed.bars)),
                named("residual (declared − listed)", declared - len(listed.bars)),
            ),
        )


def _missing_count(expected: BarExpectation) -> str:
    return "no declared number of bars was given" if expected.declared_bars is None else ""


def _changes(listed: BarList, expected: BarExpectation) -> Iterator[BarFault]:
    previous = expected.previous
    if previous is None:
        return
    makers = makers_of(expected.refiners)
    before, now = BarIndex(previous.bars, makers), BarIndex(listed.bars, makers)
    came = tuple(bar for bar in listed.bars if before.find(bar) is None)
    left = tuple(bar for bar in previous.bars if now.find(bar) is None)
    inwards = sum((event for event in expected.events if event.high > 0), _NOTHING)
    outwards = sum((event for event in expected.events if event.low < 0), _NOTHING)
    # Lines of the previous list are not lines of this one: bars that left are named, not numbered.
    rows = tuple(bar.row for bar in came)
    step = max(fine_tolerance_grams(listed), fine_tolerance_grams(previous))
    yield from _moved("came in", came, inwards, step, rows)
    yield from _moved("left", left, _NOTHING - outwards, step, ())
    for bar in listed.bars:
        same = before.find(bar)
        if same is not None and grams(same.fine) != grams(bar.fine):
            yield BarFault(
                (bar.row,),
                "the bar has another fine weight than in the previous list",
                (
                    *_stamps(bar),
                    named("previous list", FineGold(Interval.exactly(grams(same.fine)))),
                    named("this list", FineGold(Interval.exactly(grams(bar.fine)))),
                ),
            )


def _moved(
    way: str, bars: tuple[Bar, ...], declared: Interval, step: Fraction, rows: tuple[int, ...]
) -> Iterator[BarFault]:
    total = sum((grams(bar.fine) for bar in bars), Fraction(0))
    allowed = step * len(bars)
    if declared.low - allowed <= total <= declared.high + allowed:
        return
    figures: list[NamedQuantity] = [
        named("bars", len(bars)),
        named("gold in them", FineGold(Interval.exactly(total))),
        named("by reserve events", FineGold(declared)),
    ]
    if bars and not rows:
        figures += _stamps(bars[0])
    yield BarFault(
        rows,
        say("the bars that {way} are not what reserve events declare", way=way),
        tuple(figures),
    )


def _missing_previous(expected: BarExpectation) -> str:
    return "no previous list was given" if expected.previous is None else ""


def _seals(listed: BarList, _expected: BarExpectation) -> Iterator[BarFault]:
    for name in _OPTIONAL:
        without = tuple(bar.row for bar in listed.bars if isinstance(_optional(bar, name), Unknown))
        if 0 < len(without) < len(listed.bars):
            yield BarFault(
                without,
                say("the {name} is given for some bars and not for these", name=name),
                (named("bars without it", len(without)), named("bars", len(listed.bars))),
            )


def _optional(bar: Bar, name: str) -> str | Unknown:
    return {"vault": bar.vault, "box": bar.box, "seal": bar.seal}[name]


def _not_empty(listed: BarList, _expected: BarExpectation) -> Iterator[BarFault]:
    if not listed.bars:
        yield BarFault((), "the list has no bar")


def _stamps(bar: Bar) -> Iterable[NamedQuantity]:
    return (
        named("serial number", Untrusted(bar.serial)),
        named("maker", Untrusted(bar.maker)),
        named("year", "not given" if isinstance(bar.year, Unknown) else str(bar.year)),
    )


COLUMNS: Final = BarRule(
    id="BAR-01",
    proposition="The file's columns have the names that this program knows.",
    severity=Severity.INFO,
    why=(
        "Nothing is guessed: a column that is called otherwise is refused unless a person says "
        "what it is, and then the figures rest on that person's word, too."
    ),
    remedy="Nothing is amiss; compare the mapping with the file.",
    find=_columns,
)
UNIQUE: Final = BarRule(
    id="BAR-05",
    proposition="No two lines are the same bar: maker, serial number and year.",
    severity=Severity.HIGH,
    why="A bar that is listed twice is counted twice.",
    remedy="The vault's word on how many bars there are of that number; photographs of the stamps.",
    find=_unique,
)
NOWHERE_ELSE: Final = BarRule(
    id="BAR-06",
    proposition="No bar stands in another list that was given.",
    severity=Severity.HIGH,
    why="A bar can back one claim. One that two lists count is pledged twice.",
    remedy="The custodian's word on whose the bar is, and since when.",
    find=_nowhere_else,
    missing=_missing_others,
)
COUNT: Final = BarRule(
    id="BAR-09",
    proposition="The list has as many bars as are declared.",
    severity=Severity.HIGH,
    why="A statement that speaks of another number of bars speaks of other bars.",
    remedy="A list and a statement of the same instant.",
    find=_count,
    missing=_missing_count,
)
CHANGES: Final = BarRule(
    id="BAR-10",
    proposition=(
        "What came in and what left since the previous list is what reserve events declare, and "
        "the bars that stayed weigh the same."
    ),
    severity=Severity.MEDIUM,
    why=(
        "Gold that moves without an event was bought, sold or lent unsaid, and two lists that "
        "share no bar may be of two holdings."
    ),
    remedy="The reserve events between the two lists, each with its bars.",
    find=_changes,
    missing=_missing_previous,
)
SEALS: Final = BarRule(
    id="BAR-11",
    proposition="Vault, box and seal are given for all bars or for none.",
    severity=Severity.INFO,
    why="Who counts sealed boxes must know of every bar in which box it lies.",
    remedy="The missing cells.",
    find=_seals,
)
NOT_EMPTY: Final = BarRule(
    id="BAR-12",
    proposition="The list has at least one bar; how many it may have at most, its reader sees to.",
    severity=Severity.HIGH,
    why="Every other rule holds of no bars. Nothing follows from nothing.",
    remedy="The list itself.",
    find=_not_empty,
)
