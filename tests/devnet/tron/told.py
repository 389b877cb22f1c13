"""What a node tells of the logs of a transaction, the same on every source of one node.

`eth_getLogs`, receipts, transaction infos and the index all take their logs from here, so that a
loss is a loss everywhere and leaves no gap in any numbering, as if the log had never been emitted.
"""

from dataclasses import replace
from random import Random
from typing import TypeVar

from tests.devnet.tron.blocks import Block
from tests.devnet.tron.engine import Log
from tests.devnet.tron.faults import Faults, Source
from tests.devnet.tron.view import View

Entry = TypeVar("Entry")


def told_logs(view: View, block: Block, position: int) -> tuple[Log, ...]:
    """Return the logs of one transaction of a block, faults included."""
    outcome, faults = block.outcomes[position], view.faults
    logs = outcome.logs
    if outcome.result != "SUCCESS" and faults.failed_logs:
        logs = view.chain.traces.of(block)[position].emitted
    if any(first <= block.number <= last for first, last in faults.missing_windows):
        return ()
    if not (faults.missing_logs or faults.altered_logs):
        return logs
    txid = block.transactions[position].txid().hex()
    return tuple(
        _altered(log) if (txid, ordinal) in faults.altered_logs else log
        for ordinal, log in enumerate(logs)
        if (txid, ordinal) not in faults.missing_logs
    )


def doubled(faults: Faults, source: Source, found: list[Entry]) -> list[Entry]:
    """Return a list of events, each twice where the node lists it so."""
    return [each for each in found for _ in range(2)] if source in faults.doubled else found


def shuffled(faults: Faults, source: Source, found: list[Entry]) -> list[Entry]:
    """Return an answer, in no order where the node gives it so."""
    if source not in faults.shuffled:
        return found
    return Random(len(found)).sample(found, len(found))  # noqa: S311 - repeatable, not secret


def _altered(log: Log) -> Log:
    return replace(log, data=log.data[:-1] + bytes([log.data[-1] ^ 1]))
