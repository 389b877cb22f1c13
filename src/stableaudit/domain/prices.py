"""Prices over time: what a feed answered, and what a file of somebody's own says."""

from dataclasses import dataclass
from itertools import pairwise

from stableaudit.domain.questions import Round


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
