"""Blocks as points in time that a reading can be pinned to."""

from dataclasses import dataclass

from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.instants import format_instant


@dataclass(frozen=True, slots=True)
class BlockStamp:
    """One block of one chain: enough to ask for its state and to notice that it was replaced."""

    chain: ChainId
    number: int
    hash: str
    """`0x` and 64 lower-case hex digits; on TRON the block id."""

    timestamp: int
    """Seconds of UTC."""

    def __str__(self) -> str:
        return f"block {self.number} ({self.hash[:10]}…, {format_instant(self.timestamp)})"


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
