"""Blocks as points in time that a reading can be pinned to."""

import re
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.instants import LAST_INSTANT, format_instant

_HASH: Final = re.compile(r"0x[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BlockStamp:
    """One block of one chain: enough to ask for its state and to notice that it was replaced."""

    chain: ChainId
    number: int
    hash: str
    """`0x` and 64 lower-case hex digits; on TRON the block id."""

    timestamp: int
    """Seconds of UTC."""

    def __post_init__(self) -> None:
        if self.number < 0 or _HASH.fullmatch(self.hash) is None:
            message = f"{self.number} and {self.hash[:80]!r} are not a block's number and hash"
            raise ValueError(message)
        if not 0 <= self.timestamp <= LAST_INSTANT:
            message = f"{self.timestamp} is no time of a block"
            raise ValueError(message)

    def __str__(self) -> str:
        return f"block {self.number} ({self.short_hash}, {format_instant(self.timestamp)})"

    @property
    def short_hash(self) -> str:
        """Eight digits that tell this block from others; TRON's ids begin with the number."""
        if self.chain.namespace == "tron":
            return f"0x…{self.hash[18:26]}…"
        return f"{self.hash[:10]}…"


@dataclass(frozen=True, slots=True)
class BlockRange:
    """The blocks from `first` to `last`, both included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last:
            message = f"a block range cannot run from {self.first} to {self.last}"
            raise ValueError(message)

    def __len__(self) -> int:
        return self.last - self.first + 1
