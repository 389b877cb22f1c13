"""eth_getLogs of a TRON node: the logs of one contract by windows of blocks.

A filtered answer comes out of an index that the node may lack for some blocks, and then it is empty
without a word; an unfiltered one does not. Whether filtered answers can be believed is tried in
`self_test`. Failed transactions' logs may be among them. Source: java-tron 4.8.0, LogBlockQuery,
LogFilterWrapper (maxBlockRange 5000 counts last − first), issues #4987 and #6384.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.errors import NotServedError
from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_hash, hex_to_int
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import Call, JsonRpc
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.logs import WORD_BYTES

MOST_BLOCKS: Final = 5001
"""Of one request, both ends counted."""

_PATH: Final = "jsonrpc"
_MOST_TOPICS: Final = 4
_MOST_LOGS: Final = 1 << 31
_NUMBER_BYTES: Final = 8
_CAPS: Final = frozenset({Failure.RANGE_CAP, Failure.RESULT_CAP})


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


class LogSearch:
    """eth_getLogs of one endpoint. Remembers how many blocks the endpoint takes."""

    def __init__(self, http: HttpTransport) -> None:
        self._http = http
        self._rpc = JsonRpc(http, _PATH)
        self._most = MOST_BLOCKS

    def head(self, chain: ChainId) -> int:
        """Return the number of its newest block. One request where it takes batches.

        Raises:
            NotServedError: the endpoint has no JSON-RPC.
            InconsistentError: it is on another chain.
        """
        inquiry = self._inquiry("the chain and head of its JSON-RPC")
        calls: list[Call] = [("eth_chainId", ()), ("eth_blockNumber", ())]
        found = [
            self._quantity(each, inquiry)
            for each in self._rpc.batch(calls, asked=inquiry.asked, at=inquiry.at)
        ]
        if found[0] != int(chain.reference, 16):
            raise inquiry.inconsistent(f"chain 0x{found[0]:x} instead of {chain}")
        return found[1]

    def of_contract(self, contract: AccountId, blocks: BlockRange) -> Found:
        """Return the logs of a contract in a range; only a piece that is refused is halved.

        Raises:
            NotServedError: the endpoint does not do that.
            UnreachableError: it did not answer, or refuses a single block.
            InconsistentError: a log that was not asked for, or logs that contradict one another.
            UndecodableError: an answer is none.
        """
        logs: list[FoundLog] = []
        overfull: set[int] = set()
        repeated = 0
        waiting = [blocks]
        while waiting:
            piece = waiting.pop()
            if len(piece) > self._most:
                end = piece.first + self._most - 1
                waiting += [BlockRange(end + 1, piece.last), BlockRange(piece.first, end)]
                continue
            inquiry = self._inquiry(f"eth_getLogs of {contract}", piece)
            answer = self._ask([_query(piece, contract)], inquiry)[0]
            if not isinstance(answer, RpcError):
                found = read_logs(answer, piece, contract, inquiry)
                logs += found.logs
                repeated += found.repeated
                continue
            if answer.failure not in _CAPS:
                raise _refusal(answer, inquiry)
            if len(piece) > 1:
                half = (piece.first + piece.last) // 2
                waiting += [BlockRange(half + 1, piece.last), BlockRange(piece.first, half)]
                if answer.failure is Failure.RANGE_CAP:
                    self._most = min(self._most, half - piece.first + 1)
            elif answer.failure is Failure.RESULT_CAP:
                overfull.add(piece.first)
            else:
                raise inquiry.unreachable(str(answer))
        return Found(tuple(logs), frozenset(overfull), repeated)

    def of_blocks(
        self, numbers: Sequence[int], contract: AccountId
    ) -> dict[int, tuple[FoundLog, ...] | None]:
        """Return the logs of a contract in single blocks, asked without any filter.

        None for a block with more logs than the node gives. One request where it takes batches.
        Raises as of_contract.
        """
        pieces = [BlockRange(number, number) for number in numbers]
        shown = ", ".join(map(str, numbers))
        inquiry = self._inquiry(f"eth_getLogs of blocks {shown}, unfiltered")
        found: dict[int, tuple[FoundLog, ...] | None] = {}
        answers = self._ask([_query(piece, None) for piece in pieces], inquiry)
        for piece, answer in zip(pieces, answers, strict=True):
            if not isinstance(answer, RpcError):
                told = read_logs(answer, piece, contract, inquiry, filtered=False)
                found[piece.first] = told.logs
            elif answer.failure is Failure.RESULT_CAP:
                found[piece.first] = None
            else:
                raise _refusal(answer, inquiry)
        return found

    def _ask(self, queries: list[dict[str, str]], inquiry: Inquiry) -> tuple[object, ...]:
        calls: list[Call] = [("eth_getLogs", [query]) for query in queries]
        return self._rpc.batch(calls, asked=inquiry.asked, at=inquiry.at)

    def _quantity(self, answer: object, inquiry: Inquiry) -> int:
        if isinstance(answer, RpcError):
            raise _refusal(answer, inquiry)
        try:
            return hex_to_int(answer)
        except ValueError as error:
            raise inquiry.undecodable(str(error)) from error

    def _inquiry(self, asked: str, blocks: BlockRange | None = None) -> Inquiry:
        at = "" if blocks is None else f"blocks {blocks.first} to {blocks.last}"
        return Inquiry(asked, self._http.whom, at, self._http.redact)


def read_logs(
    answer: object,
    blocks: BlockRange,
    contract: AccountId,
    inquiry: Inquiry,
    *,
    filtered: bool = True,
) -> Found:
    """Return the contract's logs of an answer in chain order, checked against what was asked.

    Unfiltered answers have other contracts' logs, which are left out.

    Raises:
        InconsistentError: a log of another contract or block, one that was removed, two different
            ones at one place, or two ids of one block.
        UndecodableError: the answer is no list of logs.
    """
    if not isinstance(answer, list):
        raise inquiry.undecodable("no list of logs")
    own = f"0x{contract.address.hex()}"
    logs: list[FoundLog] = []
    for index, each in enumerate(answer):
        if not isinstance(each, dict):
            raise inquiry.undecodable(f"log {index} is no object")
        if str(each.get("address")).lower() == own:
            logs.append(_log(each, index, inquiry))
        elif filtered:
            raise inquiry.inconsistent(f"log {index} is not of {contract}")
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


def _query(blocks: BlockRange, contract: AccountId | None) -> dict[str, str]:
    query = {"fromBlock": hex(blocks.first), "toBlock": hex(blocks.last)}
    # 20 bytes: the node takes no other spelling here.
    return query if contract is None else {**query, "address": f"0x{contract.address.hex()}"}


def _refusal(answer: RpcError, inquiry: Inquiry) -> UnreachableError:
    if answer.failure is Failure.CAPABILITY:
        return NotServedError(str(answer), asked=inquiry.asked, whom=inquiry.whom, at=inquiry.at)
    return inquiry.unreachable(str(answer))
