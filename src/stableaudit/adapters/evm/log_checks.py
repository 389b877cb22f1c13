"""Whether logs are what was asked for: the checks of log_decode, and what they find out.

Columns go in, so that the usual answer costs a few C calls; a log is looked for only once something
is wrong. Every function raises ContradictionError, naming block and log, or IllegibleError.
"""

from array import array
from collections.abc import Sequence
from itertools import islice
from operator import lt
from typing import Final

from stableaudit.adapters.evm.log_answer import IllegibleError, Log
from stableaudit.adapters.evm.log_set import ContradictionError, Seal
from stableaudit.adapters.transport.hexes import hex_to_hash, hex_to_int
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.logs import LogQuery

_ORDINAL_BITS: Final = 32


def numbers_of(texts: list[str], what: str) -> "array[int]":
    """Return the numbers that hex texts are; `what` they are is for the error."""
    # Few are different, so that each is parsed once, strictly.
    try:
        values = {text: hex_to_int(text) for text in set(texts)}
        return array("q", map(values.__getitem__, texts))
    except (ValueError, OverflowError) as error:
        raise IllegibleError(f"a log whose {what} is none: {error}") from None


def require_within(numbers: "array[int]", ordinals: "array[int]", blocks: BlockRange) -> None:
    """Establish that every log lies in the range, and that indexes are possible ones."""
    if min(numbers) < blocks.first or max(numbers) > blocks.last:
        for number, ordinal in zip(numbers, ordinals, strict=True):
            if not blocks.first <= number <= blocks.last:
                raise ContradictionError(
                    f"log {ordinal} of block {number}, outside of blocks"
                    f" {blocks.first} to {blocks.last}"
                )
    if max(ordinals) >> _ORDINAL_BITS:
        raise IllegibleError(f"a log with the index {max(ordinals)}")


def in_order(logs: Sequence[Log], numbers: "array[int]", ordinals: "array[int]") -> Sequence[Log]:
    """Return `logs` itself where it is in chain order, else a sorted copy; none comes twice."""
    places = [n << _ORDINAL_BITS | o for n, o in zip(numbers, ordinals, strict=True)]
    if all(map(lt, places, islice(places, 1, None))):
        return logs
    order = sorted(range(len(logs)), key=places.__getitem__)
    for one, other in zip(order, islice(order, 1, None), strict=False):
        if places[one] == places[other]:
            raise ContradictionError(f"log {ordinals[one]} of block {numbers[one]} twice")
    return [logs[index] for index in order]


def require_subject(
    logs: Sequence[Log], numbers: "array[int]", ordinals: "array[int]", query: LogQuery
) -> None:
    """Establish that every log is of the contract, and none is called removed."""
    address = query.contract.local
    if {log.address for log in logs} != {address}:
        for log, number, ordinal in zip(logs, numbers, ordinals, strict=True):
            if log.address.lower() != address:
                came = f"log {ordinal} of block {number}, which is of another contract"
                raise ContradictionError(came)
    if any([log.removed for log in logs]):  # noqa: C419 - a third of a generator's time
        index = next(index for index, log in enumerate(logs) if log.removed)
        raise ContradictionError(
            f"log {ordinals[index]} of block {numbers[index]}, which it calls removed"
        )


def seals_of(logs: Sequence[Log], numbers: "array[int]") -> dict[int, Seal]:
    """Return the one hash and time that the logs of each block name; times ascend."""
    said = set(
        zip(
            numbers,
            [log.block_hash for log in logs],
            [log.block_timestamp for log in logs],
            strict=True,
        )
    )
    seals: dict[int, Seal] = {}
    try:
        for number, digest, time in sorted(said, key=lambda each: each[0]):
            seal = Seal(hex_to_hash(digest), _timestamp(time))
            if seals.setdefault(number, seal) != seal:
                raise ContradictionError(
                    f"logs of block {number} that name two blocks or times: "
                    f"{seals[number].hash} at {seals[number].timestamp},"
                    f" {seal.hash} at {seal.timestamp}"
                )
    except ValueError as error:
        raise IllegibleError(f"a log whose block's hash or time is none: {error}") from None
    _require_ascending(seals)
    return seals


def _timestamp(text: object) -> int | None:
    if not isinstance(text, str):
        return None
    seconds = hex_to_int(text)
    if seconds > LAST_INSTANT:
        message = f"{seconds:#x} is after the year 9999"
        raise ValueError(message)
    # 0 is the time of no block with a log: the node does not know it, and its header will tell.
    return seconds or None


def _require_ascending(seals: dict[int, Seal]) -> None:
    before = 0
    for number, seal in seals.items():
        if seal.timestamp is not None:
            if seal.timestamp < before:
                came = f"block {number} at {seal.timestamp}, before a block below it, at {before}"
                raise ContradictionError(came)
            before = seal.timestamp
