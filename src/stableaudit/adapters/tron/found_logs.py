"""Logs as eth_getLogs answers them, checked against the question. Asks nobody.

Failed transactions' logs may be among them. Source: java-tron 4.8.0, TronJsonRpcImpl.getLogs.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_hash, hex_to_int
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.selection import Selection
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import WORD_BYTES

_MOST_TOPICS: Final = 4
_MOST_LOGS: Final = 1 << 31
_NUMBER_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class FoundLog:
    """One log as eth_getLogs gives it."""

    block: int
    block_id: bytes
    ordinal: int
    """Position among all logs of its block."""

    transaction: bytes
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a range."""

    logs: tuple[FoundLog, ...]
    """In chain order."""

    overfull: frozenset[int] = frozenset()
    """Blocks with more logs than the node gives; none of theirs are here."""

    repeated: int = 0
    """Logs that came more than once, the same each time."""


def read_logs(
    answer: object,
    blocks: BlockRange,
    selection: Selection,
    inquiry: Inquiry,
    *,
    filtered: bool = True,
) -> Found:
    """Return the selected logs of an answer in chain order, checked against what was asked.

    Unfiltered answers have other logs too, which are left out.

    Raises:
        InconsistentError: a log of another contract, kind or block, one that was removed, two
            different ones at one place, or two ids of one block.
        UndecodableError: the answer is no list of logs.
    """
    if not isinstance(answer, list):
        raise inquiry.undecodable("no list of logs")
    own = f"0x{selection.contract.address.hex()}"
    logs: list[FoundLog] = []
    for index, each in enumerate(answer):
        if not isinstance(each, dict):
            raise inquiry.undecodable(f"log {index} is no object")
        if str(each.get("address")).lower() == own:
            log = _log(each, index, inquiry)
            if selection.holds(log.topics):
                logs.append(log)
            elif filtered:
                raise inquiry.inconsistent(f"log {index} is of a kind that was not asked for")
        elif filtered:
            raise inquiry.inconsistent(f"log {index} is not of {selection.contract}")
    for log in logs:
        if not blocks.first <= log.block <= blocks.last:
            raise inquiry.inconsistent(f"a log of block {log.block}, which was not asked for")
    distinct = sorted(dict.fromkeys(logs), key=lambda log: (log.block, log.ordinal))
    _require_places(distinct, inquiry)
    return Found(tuple(distinct), repeated=len(logs) - len(distinct))


def _require_places(logs: list[FoundLog], inquiry: Inquiry) -> None:
    for before, log in pairwise(logs):
        if before.block == log.block and before.ordinal == log.ordinal:
            raise inquiry.inconsistent(f"two logs at place {log.ordinal} of block {log.block}")
        if before.block == log.block and before.block_id != log.block_id:
            raise inquiry.inconsistent(f"logs of two blocks {log.block}")


def _log(fields: dict[str, object], index: int, inquiry: Inquiry) -> FoundLog:
    if fields.get("removed", False) is not False:
        raise inquiry.inconsistent(f"log {index} was removed: its block is not final")
    topics = fields.get("topics")
    if not isinstance(topics, list) or len(topics) > _MOST_TOPICS:
        raise inquiry.undecodable(f"log {index}: no list of up to four topics")
    try:
        found = FoundLog(
            hex_to_int(fields.get("blockNumber")),
            bytes.fromhex(hex_to_hash(fields.get("blockHash"))[2:]),
            hex_to_int(fields.get("logIndex")),
            bytes.fromhex(hex_to_hash(fields.get("transactionHash"))[2:]),
            tuple(hex_to_bytes(topic) for topic in topics),
            hex_to_bytes(fields.get("data")),
        )
    except ValueError as error:
        raise inquiry.undecodable(f"log {index}: {error}") from error
    if any(len(topic) != WORD_BYTES for topic in found.topics):
        raise inquiry.undecodable(f"log {index}: a topic that is no word")
    if found.ordinal >= _MOST_LOGS:
        raise inquiry.undecodable(f"log {index}: no block has {found.ordinal} logs")
    if int.from_bytes(found.block_id[:_NUMBER_BYTES]) != found.block:
        raise inquiry.inconsistent(f"log {index}: block {found.block} with another one's id")
    return found
