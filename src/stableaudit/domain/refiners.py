"""Who made a bar, and when what they made was good for delivery, as somebody stated it.

A list names some refiners, never all: one that it does not name is not known, which is no blame.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from stableaudit.domain.declarations import Provenance, Unknown


class Standing(StrEnum):
    """What a refiner was on the Good Delivery List for a time."""

    LISTED = "listed"
    SUSPENDED_DEEMED_GOOD = "suspended-deemed-good"
    """Suspended, and what was made meanwhile was deemed good when that ended."""

    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Window:
    """A time, both days included, and the refiner's standing in it."""

    first: date | Unknown
    """Unknown where no source gives the beginning: nothing is then too early for it."""

    last: date | Unknown
    """Unknown while it lasts, as far as the source knew."""

    standing: Standing
    provenance: Provenance

    def __post_init__(self) -> None:
        if self.begins > self.ends:
            message = f"a window cannot begin on {self.begins} and end on {self.ends}"
            raise ValueError(message)

    @property
    def begins(self) -> date:
        """The first day; the calendar's first where it is not known."""
        return date.min if isinstance(self.first, Unknown) else self.first

    @property
    def ends(self) -> date:
        """The last day; the calendar's last where it is not known."""
        return date.max if isinstance(self.last, Unknown) else self.last

    @property
    def accepted(self) -> bool:
        """Whether a bar made then is good for delivery."""
        return self.standing is not Standing.SUSPENDED


@dataclass(frozen=True, slots=True)
class Refiner:
    """One refiner: its names, its brand codes, and its standing over time."""

    name: str
    other_names: tuple[str, ...]
    """Other spellings that lists use."""

    brand_codes: tuple[str, ...]
    windows: tuple[Window, ...]
    """In order of time, never overlapping, at least one. What lies in none was not listed."""

    provenance: Provenance

    def __post_init__(self) -> None:
        if not self.windows:
            message = "a refiner without a window was never listed"
            raise ValueError(message)
        for one, next_one in pairwise(self.windows):
            if one.ends >= next_one.begins:
                message = (
                    f"windows stand in order of time and do not overlap: one ends on {one.ends}, "
                    f"the next begins on {next_one.begins}"
                )
                raise ValueError(message)
