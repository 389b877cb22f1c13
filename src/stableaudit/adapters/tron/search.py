"""Finding the last block at or before an instant, in few requests.

Blocks are at least one slot apart and slots may be missed. So from a later block the answer is at
or after the block that full slots would give, and from an earlier one at or before it; the search
closes in from both sides, with a bisection in between so that a long gap cannot slow it down.
"""

from collections.abc import Callable
from typing import Final

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.domain.blocks import BlockStamp

_FIRST: Final = 1
"""The first block with a time; the genesis says 0."""

_MOST_STEPS: Final = 120
"""Three a halving of 2^40 blocks."""


def last_block_until(
    instant: int, *, final: BlockStamp, fetch: Callable[[int], BlockStamp], inquiry: Inquiry
) -> BlockStamp:
    """Return the last block at or before `instant`, seconds of UTC, and not after `final`.

    Raises:
        InconsistentError: `instant` is before the first block, or times do not ascend by slots.
        EvidenceError: whatever `fetch` raises.
    """
    if final.timestamp <= instant:
        return final
    low = fetch(max(_FIRST, _at_least(instant, final)))
    if low.timestamp > instant:
        if low.number == _FIRST:
            raise inquiry.too_early(f"the first block is later: {low}")
        raise inquiry.inconsistent(f"blocks less than {SLOT_SECONDS} s apart: {low} and {final}")
    high = final
    for step in range(_MOST_STEPS):
        most = low.number + (instant - low.timestamp) // SLOT_SECONDS
        if most == low.number or high.number == low.number + 1:
            return low
        guesses = (most, _at_least(instant, high), (low.number + high.number) // 2)
        probe = fetch(min(max(guesses[step % 3], low.number + 1), high.number - 1))
        if not low.timestamp < probe.timestamp < high.timestamp:
            raise inquiry.inconsistent(f"block times that do not ascend: {low}, {probe}, {high}")
        if probe.timestamp <= instant:
            low = probe
        else:
            high = probe
    raise inquiry.inconsistent(f"no end between {low} and {high}")


def _at_least(instant: int, later: BlockStamp) -> int:
    """Return the number that the block sought has at least, slots before `later` all filled."""
    return later.number - -(-(later.timestamp - instant) // SLOT_SECONDS)
