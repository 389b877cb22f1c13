"""Whether filtered eth_getLogs answers can be believed: blocks known to hold an event tell.

An unfiltered question does not use the node's index of logs, so the contract's logs in its answer
must be those of the filtered one. A node whose index has gaps answers less, without a word. Source:
java-tron 4.8.0, LogBlockQuery (without address and topics every block is a candidate).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from stableaudit.adapters.tron.found_logs import FoundLog


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the test showed."""

    failed: tuple[int, ...]
    """Blocks in which both answers differ: filtered ones are not to be believed hereabouts."""

    untested: tuple[int, ...]
    """Blocks that hold more logs than an unfiltered answer gives."""


def chosen(known: Collection[int]) -> tuple[int, ...]:
    """Return the first, a middle and the last of the blocks known to hold an event."""
    ordered = sorted(known)
    if not ordered:
        return ()
    return tuple(dict.fromkeys((ordered[0], ordered[len(ordered) // 2], ordered[-1])))


def judge(
    filtered: Collection[FoundLog], unfiltered: Mapping[int, tuple[FoundLog, ...] | None]
) -> Verdict:
    """Return which of the tested blocks answer differently without a filter."""
    told: dict[int, list[FoundLog]] = {number: [] for number in unfiltered}
    for log in filtered:
        if log.block in told:
            told[log.block].append(log)
    failed = [
        number
        for number, logs in unfiltered.items()
        if logs is not None and list(logs) != told[number]
    ]
    untested = [number for number, logs in unfiltered.items() if logs is None]
    return Verdict(tuple(failed), tuple(untested))
