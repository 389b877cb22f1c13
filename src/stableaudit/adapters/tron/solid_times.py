"""Which solid block stands at each of several times, in few requests.

Blocks are at least one slot apart and each stands on a slot. So where two known blocks are as many
blocks apart as slots, no slot between them was missed, and every time between them has its number
by counting. Only where slots were missed are blocks in between asked for, each halving what is
left.
"""

from collections.abc import Callable, Sequence

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError


def numbers_at(
    times: Sequence[int],
    *,
    low: BlockStamp,
    high: BlockStamp,
    fetch: Callable[[int], BlockStamp],
    inquiry: Inquiry,
) -> dict[int, int]:
    """Return the number of the block at each time; `low` and `high` are of one chain.

    Args:
        times: seconds of UTC, from `low`'s to `high`'s; any order, repetitions allowed.
        low: a known block.
        high: a known block, the same or a later one.
        fetch: returns the block of a number between theirs, and no other.
        inquiry: what errors say was asked.

    Raises:
        InconsistentError: no block stands at one of the times, or times do not ascend by slots.
        EvidenceError: whatever `fetch` raises.
    """
    numbers: dict[int, int] = {}
    spans = [(low, high, sorted(set(times)))]
    while spans:
        first, last, wanted = spans.pop()
        _require_slots(first, last, inquiry)
        if wanted and not first.timestamp <= wanted[0] <= wanted[-1] <= last.timestamp:
            raise _no_block(wanted[0], first, last, inquiry)
        known = {first.timestamp: first.number, last.timestamp: last.number}
        numbers |= {time: known[time] for time in wanted if time in known}
        left = [time for time in wanted if time not in known]
        if not left:
            continue
        if _is_full(first, last):
            numbers |= {time: _counted(time, first, last, inquiry) for time in left}
            continue
        probe = fetch(_guess(left[len(left) // 2], first, last, inquiry))
        spans.append((first, probe, [time for time in left if time <= probe.timestamp]))
        spans.append((probe, last, [time for time in left if time > probe.timestamp]))
    return numbers


def _require_slots(first: BlockStamp, last: BlockStamp, inquiry: Inquiry) -> None:
    seconds, blocks = last.timestamp - first.timestamp, last.number - first.number
    if blocks < 0 or seconds < SLOT_SECONDS * blocks or (blocks == 0) != (first == last):
        raise inquiry.inconsistent(f"block times that do not ascend by slots: {first}, {last}")


def _is_full(first: BlockStamp, last: BlockStamp) -> bool:
    return last.timestamp - first.timestamp == SLOT_SECONDS * (last.number - first.number)


def _counted(time: int, first: BlockStamp, last: BlockStamp, inquiry: Inquiry) -> int:
    blocks, off = divmod(time - first.timestamp, SLOT_SECONDS)
    if off:
        raise _no_block(time, first, last, inquiry)
    return first.number + blocks


def _guess(time: int, first: BlockStamp, last: BlockStamp, inquiry: Inquiry) -> int:
    """Return the middle of the numbers that the block at `time` can have."""
    least = max(first.number + 1, last.number - (last.timestamp - time) // SLOT_SECONDS)
    most = min(last.number - 1, first.number + (time - first.timestamp) // SLOT_SECONDS)
    if least > most:
        raise _no_block(time, first, last, inquiry)
    return (least + most) // 2


def _no_block(
    time: int, first: BlockStamp, last: BlockStamp, inquiry: Inquiry
) -> InconsistentError:
    return inquiry.inconsistent(
        f"an answer from {time} s of 1970, at which no block stands between {first} and {last}"
    )
