"""eth_getLogs of a TRON node: the logs of one contract by windows of blocks.

A filtered answer comes out of an index that the node may lack for some blocks, and then it is empty
without a word; an unfiltered one does not. Whether filtered answers can be believed is tried in
`self_test`. Source: java-tron 4.8.0, LogBlockQuery, LogFilter, LogFilterWrapper
(maxBlockRange 5000 counts last − first), issues #4987 and #6384.
"""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.errors import NotServedError
from stableaudit.adapters.transport.hexes import hex_to_int
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import Call, JsonRpc
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.found_logs import Found, FoundLog, read_logs
from stableaudit.adapters.tron.selection import Selection
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.identifiers import ChainId

MOST_BLOCKS: Final = 5001
"""Of one request, both ends counted."""

_PATH: Final = "jsonrpc"
_CAPS: Final = frozenset({Failure.RANGE_CAP, Failure.RESULT_CAP})


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

    def of_contract(self, selection: Selection, blocks: BlockRange) -> Found:
        """Return the selected logs in a range; only a piece that is refused is halved.

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
            inquiry = self._inquiry(f"eth_getLogs of {selection.contract}", piece)
            answer = self._ask([_query(piece, selection)], inquiry)[0]
            if not isinstance(answer, RpcError):
                found = read_logs(answer, piece, selection, inquiry)
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
        self, numbers: Sequence[int], selection: Selection
    ) -> dict[int, tuple[FoundLog, ...] | None]:
        """Return the selected logs in single blocks, asked without any filter.

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
                told = read_logs(answer, piece, selection, inquiry, filtered=False)
                found[piece.first] = told.logs
            elif answer.failure is Failure.RESULT_CAP:
                found[piece.first] = None
            else:
                raise _refusal(answer, inquiry)
        return found

    def _ask(self, queries: list[dict[str, object]], inquiry: Inquiry) -> tuple[object, ...]:
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


def _query(blocks: BlockRange, selection: Selection | None) -> dict[str, object]:
    query: dict[str, object] = {"fromBlock": hex(blocks.first), "toBlock": hex(blocks.last)}
    if selection is None:
        return query
    # 20 bytes: the node takes no other spelling here.
    query["address"] = f"0x{selection.contract.address.hex()}"
    if selection.topics:
        query["topics"] = [[f"0x{topic.hex()}" for topic in selection.topics]]
    return query


def _refusal(answer: RpcError, inquiry: Inquiry) -> UnreachableError:
    if answer.failure is Failure.CAPABILITY:
        return NotServedError(str(answer), asked=inquiry.asked, whom=inquiry.whom, at=inquiry.at)
    return inquiry.unreachable(str(answer))
