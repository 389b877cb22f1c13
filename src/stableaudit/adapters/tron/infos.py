"""What came of transactions, as a node's own interface tells it: result, time, logs.

A node lists no logs of most failed transactions, yet of some it may; whether a log is an event is
told by `succeeded` alone. Nothing here is committed to by a block: it is the node's word. Source:
java-tron 4.8.0, core/Tron.proto (TransactionInfo) and VMActuator; a real node's answers.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.tron.contents import succeeded
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields, objects, octets
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.untrusted import Untrusted

_WORD_BYTES: Final = 32
_MILLISECONDS: Final = 1000
_MOST_TOPICS: Final = 4


@dataclass(frozen=True, slots=True)
class NativeLog:
    """One log under its transaction."""

    position: int
    """Among all logs of its transaction, from 0."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Info:
    """What came of one transaction."""

    transaction: bytes
    block: int
    timestamp: int
    """Of the block, seconds of UTC."""

    outcome: Untrusted
    """`receipt.result`; empty where no contract was called."""

    succeeded: bool
    logs: tuple[NativeLog, ...]
    """Of all contracts, in order; of a failed transaction they are no events."""

    def of(self, contract: bytes) -> tuple[NativeLog, ...]:
        """Return the logs that one contract emitted, in order."""
        return tuple(log for log in self.logs if log.address == contract)


def read_info(answer: object, transaction: bytes, block: int, inquiry: Inquiry) -> Info:
    """Return the info of one transaction, checked against what was asked.

    Raises:
        UnreachableError: the node answered an error.
        InconsistentError: there is none, or it is of another transaction or block.
        UndecodableError: the answer is no info.
    """
    refuse(answer, inquiry)
    if answer == {}:
        raise inquiry.inconsistent("no such transaction")
    info = read_any_info(answer, transaction, inquiry)
    _require_block(info, block, inquiry)
    return info


def read_any_info(answer: object, transaction: bytes, inquiry: Inquiry) -> Info:
    """Return the info of one transaction, whatever block it says; raises as read_info."""
    info = _info(Fields.of(answer, inquiry))
    if info.transaction != transaction:
        raise inquiry.inconsistent(f"the info of another transaction, {info.transaction.hex()}")
    return info


def read_infos(answer: object, block: int, inquiry: Inquiry) -> tuple[Info, ...]:
    """Return the infos that a node lists of a block, in order; some may be missing.

    Raises:
        UnreachableError: the node answered an error.
        InconsistentError: one is of another block, or stands twice.
        UndecodableError: the answer is no list of infos.
    """
    refuse(answer, inquiry)
    infos = tuple(_info(each) for each in objects(answer, inquiry, place="the answer"))
    for info in infos:
        _require_block(info, block, inquiry)
    if len({info.transaction for info in infos}) != len(infos):
        raise inquiry.inconsistent("infos that list a transaction twice")
    return infos


def _require_block(info: Info, block: int, inquiry: Inquiry) -> None:
    if info.block != block:
        raise inquiry.inconsistent(f"an info of block {info.block}")


def _info(fields: Fields) -> Info:
    seconds, rest = divmod(fields.number("blockTimeStamp"), _MILLISECONDS)
    if rest or seconds > LAST_INSTANT:
        raise fields.inquiry.undecodable(f"{fields.place}: no block's time")
    receipt = fields.inner("receipt") if "receipt" in fields.values else None
    outcome = receipt.text("result") if receipt is not None else ""
    if not outcome and fields.text("result"):
        outcome = fields.text("result")
    return Info(
        fields.octets("id", length=_WORD_BYTES),
        fields.number("blockNumber"),
        seconds,
        fields.inquiry.quote(outcome),
        succeeded(fields),
        tuple(_log(each, position) for position, each in enumerate(fields.listed("log"))),
    )


def _log(fields: Fields, position: int) -> NativeLog:
    listed = fields.values.get("topics", [])
    if not isinstance(listed, list) or len(listed) > _MOST_TOPICS:
        raise fields.inquiry.undecodable(f"{fields.place}, topics: no list of up to four")
    if not all(isinstance(each, str) for each in listed):
        raise fields.inquiry.undecodable(f"{fields.place}, topics: no text")
    place = f"{fields.place}, topics"
    return NativeLog(
        position,
        fields.octets("address", length=ADDRESS_BYTES),
        tuple(octets(each, fields.inquiry, place=place, length=_WORD_BYTES) for each in listed),
        fields.octets("data"),
    )
