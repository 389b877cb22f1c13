"""Whether logs are what was asked for: the checks of log_decode, and what they find out.

Columns go in, so that the usual answer costs a few C calls; a log is looked for only once something
is wrong. Every function raises ContradictionError, naming block and log, or IllegibleError.
"""

from array import array
from collections.abc import Mapping, Sequence
from itertools import islice
from operator import itemgetter, lt
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
    """Return `logs` itself where it is in chain order, else a copy that is, each log once.

    A load balancer that asks two nodes may list a log twice; where both say the same of it, nothing
    is lost. Two different logs in one place contradict each other.
    """
    places = [n << _ORDINAL_BITS | o for n, o in zip(numbers, ordinals, strict=True)]
    if all(map(lt, places, islice(places, 1, None))):
        return logs
    found: dict[int, Log] = {}
    for place, log in zip(places, logs, strict=True):
        if found.setdefault(place, log) != log:
            number, ordinal = place >> _ORDINAL_BITS, place & ((1 << _ORDINAL_BITS) - 1)
            raise ContradictionError(f"two different logs {ordinal} of block {number}")
    return [found[place] for place in sorted(found)]


def seals_of(logs: Sequence[Log], query: LogQuery) -> dict[int, Seal]:
    """Return the one hash and time that the logs of each block name, ascending in both.

    Establishes on the way that every log is of the contract, and none is called removed.
    """
    # One pass for all that is the same for every log of a block; parsed once for each.
    said = {
        (log.block_number, log.block_hash, log.block_timestamp, log.address, log.removed)
        for log in logs
    }
    address = query.contract.local
    if any(removed or of.lower() != address for _, _, _, of, removed in said):
        raise _stranger(logs, address)
    seals: dict[int, Seal] = {}
    try:
        parsed = [(int(number, 16), digest, time) for number, digest, time, _, _ in said]
        for number, digest, time in sorted(parsed, key=itemgetter(0)):
            seal = seal_of(digest, time)
            if seals.setdefault(number, seal) != seal:
                raise ContradictionError(
                    f"logs of block {number} that name two blocks or times: "
                    f"{seals[number].hash} at {seals[number].timestamp},"
                    f" {seal.hash} at {seal.timestamp}"
                )
    except ValueError as error:
        raise IllegibleError(f"a log whose block's hash or time is none: {error}") from None
    require_ascending(seals)
    return seals


def seal_of(digest: object, time: object) -> Seal:
    """Return a block's hash and time as a log names them; ValueError where they are none."""
    return Seal(hex_to_hash(digest), _timestamp(time))


def require_ascending(seals: Mapping[int, Seal]) -> None:
    """Establish that no block is older than one below it, as far as their times are known."""
    before = 0
    for number, seal in seals.items():
        if seal.timestamp is not None:
            if seal.timestamp < before:
                came = f"block {number} at {seal.timestamp}, before a block below it, at {before}"
                raise ContradictionError(came)
            before = seal.timestamp


def _stranger(logs: Sequence[Log], address: str) -> ContradictionError:
    log = next(log for log in logs if log.removed or log.address.lower() != address)
    place = f"log {int(log.log_index, 16)} of block {int(log.block_number, 16)}"
    if log.removed:
        return ContradictionError(f"{place}, which it calls removed")
    return ContradictionError(f"{place}, which is of another contract")


def _timestamp(text: object) -> int | None:
    if not isinstance(text, str):
        return None
    seconds = hex_to_int(text)
    if seconds > LAST_INSTANT:
        message = f"{seconds:#x} is after the year 9999"
        raise ValueError(message)
    # 0 is the time of no block with a log: the node does not know it, and its header will tell.
    return seconds or None
