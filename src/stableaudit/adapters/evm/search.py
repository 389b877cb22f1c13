"""The last block at or before an instant, in few looks.

First a jump back that is surely far enough where blocks are at least a quarter of a second apart,
and four times as far while it is not. Then interpolation between the two, with every third look in
the middle, so that a chain whose pace changed costs no more than a few looks over a bisection.
"""

from collections.abc import Callable
from typing import Final

from stableaudit.domain.blocks import BlockStamp

_BLOCKS_PER_SECOND: Final = 4
_MIDDLE_EVERY: Final = 3


class SearchError(Exception):
    """No block can be the answer. Its text is safe to show."""


class NoBlockSoEarlyError(SearchError):
    """All blocks are later."""


def last_until(instant: int, final: BlockStamp, read: Callable[[int], BlockStamp]) -> BlockStamp:
    """Return the last block up to `final` with a timestamp of at most `instant`.

    Several blocks may share a second; it is the last of them.

    Raises:
        SearchError: block times do not ascend, or all are after `instant`.
    """
    if final.timestamp <= instant:
        return final
    low, high = _bracket(instant, final, read)
    look = 0
    while high.number - low.number > 1:
        look += 1
        number = _next_look(instant, low, high, middle=look % _MIDDLE_EVERY == 0)
        block = _between(low, read(number), high)
        if block.timestamp <= instant:
            low = block
        else:
            high = block
    return low


def _bracket(
    instant: int, final: BlockStamp, read: Callable[[int], BlockStamp]
) -> tuple[BlockStamp, BlockStamp]:
    high = final
    back = _BLOCKS_PER_SECOND * (final.timestamp - instant)
    while high.number > 0:
        # Block 0 last of all: Ethereum's has the time 0, from which nothing can be interpolated.
        block = read(max(1, final.number - back) if high.number > 1 else 0)
        if block.timestamp > high.timestamp:
            raise _descending(block, high)
        if block.timestamp <= instant:
            return block, high
        high = block
        back *= 4
    raise NoBlockSoEarlyError(f"even {high} is after {instant}")


def _next_look(instant: int, low: BlockStamp, high: BlockStamp, *, middle: bool) -> int:
    blocks = high.number - low.number
    seconds = high.timestamp - low.timestamp
    step = blocks // 2 if middle else blocks * (instant - low.timestamp) // seconds
    return low.number + min(max(step, 1), blocks - 1)


def _between(low: BlockStamp, block: BlockStamp, high: BlockStamp) -> BlockStamp:
    if block.timestamp < low.timestamp:
        raise _descending(low, block)
    if block.timestamp > high.timestamp:
        raise _descending(block, high)
    return block


def _descending(earlier: BlockStamp, later: BlockStamp) -> SearchError:
    return SearchError(f"block times do not ascend: {earlier}, then {later}")
