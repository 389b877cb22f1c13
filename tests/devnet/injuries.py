"""What is done to the answers of `eth_getLogs` on their way; each injury is a value.

An injury finds its log by block and `logIndex`. It touches nothing else: block hashes, blooms,
receipts and balances stay the node's, which is how a careful reader can find it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from random import Random
from typing import Any, TypeAlias

Log: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DropLog:
    """One log is not there."""

    block: int
    index: int


@dataclass(frozen=True, slots=True)
class DropBlocks:
    """The logs of a closed range of blocks are not there; what lies within it is answered `[]`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AlterLog:
    """One byte of a log is another: of its data, of a topic, or of its transaction's hash."""

    block: int
    index: int
    field: str = "data"
    """`data`, `transactionHash`, or the number of a topic."""


@dataclass(frozen=True, slots=True)
class StrangerLog:
    """A log is said to be of another contract."""

    block: int
    index: int
    address: str = "0x" + "ee" * 20


@dataclass(frozen=True, slots=True)
class RemovedLog:
    """A log is marked `removed`, as after a reorganisation."""

    block: int
    index: int


@dataclass(frozen=True, slots=True)
class DoubleLogs:
    """Every log of a closed range of blocks is there twice, one right after the other."""

    first: int = 0
    last: int = 2**63


@dataclass(frozen=True, slots=True)
class ShuffleLogs:
    """The logs of an answer are in no order, the same for answers of the same length."""

    seed: int = 1


@dataclass(frozen=True, slots=True)
class ForeignLog:
    """Every answer begins with a log of a block that was not asked for."""

    block: int


Injury: TypeAlias = (
    DropLog
    | DropBlocks
    | AlterLog
    | StrangerLog
    | RemovedLog
    | DoubleLogs
    | ShuffleLogs
    | ForeignLog
)


def injured(logs: Sequence[Log], injuries: Sequence[Injury]) -> list[Log]:
    """Return the logs of an answer after every injury, in the order given."""
    return reduce(_applied, injuries, list(logs))


def _applied(  # noqa: PLR0911 - one case for each injury
    logs: list[Log], injury: Injury
) -> list[Log]:
    match injury:
        case DropLog():
            return [log for log in logs if not _is(log, injury)]
        case DropBlocks(first=first, last=last):
            return [log for log in logs if not first <= _block(log) <= last]
        case AlterLog():
            return [_altered(log, injury.field) if _is(log, injury) else log for log in logs]
        case StrangerLog(address=address):
            return [{**log, "address": address} if _is(log, injury) else log for log in logs]
        case RemovedLog():
            return [{**log, "removed": True} if _is(log, injury) else log for log in logs]
        case DoubleLogs(first=first, last=last):
            return [log for log in logs for _ in range(2 if first <= _block(log) <= last else 1)]
        case ShuffleLogs(seed=seed):
            return Random(seed).sample(logs, len(logs))  # noqa: S311 - repeatable, not secret
        case ForeignLog(block=block):
            return [*({**log, "blockNumber": hex(block)} for log in logs[:1]), *logs]


def _is(log: Log, named: DropLog | AlterLog | StrangerLog | RemovedLog) -> bool:
    return _block(log) == named.block and int(log["logIndex"], 16) == named.index


def _block(log: Log) -> int:
    return int(log["blockNumber"], 16)


def _altered(log: Log, field: str) -> Log:
    if not field.isdigit():
        return {**log, field: _other(log[field])}
    topics = list(log["topics"])
    topics[int(field)] = _other(topics[int(field)])
    return {**log, "topics": topics}


def _other(text: str) -> str:
    return f"{text[:-1]}{int(text[-1], 16) ^ 1:x}"
