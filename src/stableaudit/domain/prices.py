"""Prices over time: what a feed answered, and what a file of somebody's own says."""

from dataclasses import dataclass
from itertools import pairwise

from stableaudit.domain.amounts import Figure
from stableaudit.domain.questions import Round
from stableaudit.domain.untrusted import Untrusted


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """A feed's rounds over a span of time: all of its first part, some of the rest."""

    rounds: tuple[Round, ...]
    """In the order of time, never empty."""

    complete_until: int
    """From the first round until then every round of the feed is here."""

    until: int
    """The span's end: the measurement time."""

    stride: int
    """After `complete_until` every so many-th id was read; 1 for all of them."""

    def __post_init__(self) -> None:
        if not self.rounds:
            message = "a history without a round tells nothing"
            raise ValueError(message)
        if any(one.updated_at > after.updated_at for one, after in pairwise(self.rounds)):
            message = "a history's rounds are in the order of time"
            raise ValueError(message)
        if not self.rounds[-1].updated_at <= self.until or self.complete_until > self.until:
            message = f"a history until {self.until} cannot know what came after"
            raise ValueError(message)
        if self.stride < 1:
            message = f"every {self.stride}-th round is none"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class PriceEntry:
    """One price of a price file."""

    at: int
    """Seconds of UTC."""

    price: Figure
    """Per fine troy ounce, as written."""

    source: Untrusted
    """Who the file says gave it."""


@dataclass(frozen=True, slots=True)
class PriceFile:
    """Prices of gold that somebody keeps in a file, each with its source."""

    name: str
    """Without the folders of a machine; escaped."""

    sha256: str
    """Of the file's bytes, 64 hex digits."""

    currency: str
    entries: tuple[PriceEntry, ...]
    """In the order of time, no two of the same instant, never empty."""

    def __post_init__(self) -> None:
        if not self.entries:
            message = "a price file without a price tells nothing"
            raise ValueError(message)
        if any(one.at >= after.at for one, after in pairwise(self.entries)):
            message = "a price file's entries are in the order of time, each of its own"
            raise ValueError(message)
