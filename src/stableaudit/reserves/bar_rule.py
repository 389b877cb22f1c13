"""What a rule about a bar list is, what it is told, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from stableaudit.domain.bars import BarList
from stableaudit.domain.findings import NamedQuantity, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import Quantity
from stableaudit.domain.refiners import Refiner


@dataclass(frozen=True, slots=True)
class BarExpectation:
    """What a bar list is held against. What is None or empty was not given."""

    declared_fine: Interval | None
    """Grams of pure gold that a statement declares."""

    declared_bars: int | None
    others: tuple[BarList, ...]
    """Lists of other holdings, none of whose bars may stand here."""

    previous: BarList | None
    """The list of the same holding before this one."""

    events: tuple[Interval, ...]
    """Grams of pure gold that reserve events between the two declare: in above 0, out below."""

    refiners: tuple[Refiner, ...]
    """The first that names a bar's brand or refiner decides."""

    good_delivery: bool
    """Whether the bars are said to be London Good Delivery bars."""

    def __post_init__(self) -> None:
        if any(event.low < 0 < event.high for event in self.events):
            message = "a reserve event brings gold in or takes it out, not perhaps either"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class BarFault:
    """One thing that does not hold. The sentence has no figures; they stand beside it."""

    rows: tuple[int, ...]
    """Lines of the bars that it is about; empty where it is about the list."""

    statement: str
    figures: tuple[NamedQuantity, ...] = ()


Find: TypeAlias = Callable[[BarList, BarExpectation], Iterator[BarFault]]
Missing: TypeAlias = Callable[[BarExpectation], str]


def _nothing_missing(_expected: BarExpectation) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class BarRule:
    """One proposition about a list of bars."""

    id: str
    """Such as `BAR-03`; never changes."""

    proposition: str
    severity: Severity
    why: str
    remedy: str
    """What would settle a finding."""

    find: Find
    missing: Missing = _nothing_missing
    """Return what the rule cannot be judged without and was not given; empty if nothing."""


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """A rule after it was put to a list."""

    rule: BarRule
    missing: str
    """Why it was not judged; empty if it was."""

    faults: tuple[BarFault, ...]


def named(label: str, value: Quantity) -> NamedQuantity:
    """Return one figure of a fault."""
    return NamedQuantity(label, value)
