"""An EVM node with logs over real HTTP: a simulated chain, a provider's limits, and faults."""

import json
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from stableaudit.adapters.evm.events import CONCURRENCY, EvmEvents
from stableaudit.adapters.evm.sizes import NO_CAPS, Caps
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.limits import Limits
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import LogPage, LogQuery
from stableaudit.domain.tokens import Endpoint
from tests.fakes.chain_reader import stamp
from tests.unit.adapters.evm.log_json import TRANSFERS, Json
from tests.unit.adapters.evm.node import SPEC
from tests.unit.adapters.evm.providers import Style
from tests.unit.adapters.transport.server import Exchange, Server, serve, transport

Fault = Callable[[Exchange, Json, list[Json]], bool]
"""May answer an eth_getLogs with those logs itself, and says whether it has."""


def _header(number: int) -> Json:
    block = stamp(number)
    return {
        "number": hex(number),
        "hash": block.hash,
        "parentHash": stamp(number - 1).hash if number else "0x" + "00" * 32,
        "timestamp": hex(block.timestamp),
    }


def _no_fault(_: Exchange, __: Json, ___: list[Json]) -> bool:
    return False


@dataclass
class LogNode:
    """Answers eth_getLogs, headers and transactions of a chain with these logs, in chain order."""

    logs: Sequence[Json]
    style: Style | None = None
    fault: Fault = _no_fault
    header: Callable[[int], object] = _header
    transactions: Mapping[str, object] = field(default_factory=dict)
    asked: list[tuple[int, int]] = field(default_factory=list)
    """First and last block of every eth_getLogs, in order of arrival."""

    refused: int = 0
    headers: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._blocks = [int(str(log["blockNumber"]), 16) for log in self.logs]

    def answer(self, exchange: Exchange) -> None:
        asked = exchange.seen.json
        if isinstance(asked, dict) and asked["method"] == "eth_getLogs":
            self._answer_logs(exchange, cast("Json", asked))
            return
        many = asked if isinstance(asked, list) else [asked]
        answers = [self._one(cast("Json", each)) for each in many]
        value = answers if isinstance(asked, list) else answers[0]
        exchange.answer(json.dumps(value).encode())

    def wanted(self, first: int, last: int, topics: list[list[str] | None]) -> list[Json]:
        """Return the logs of a range that fit one pattern, as eth_getLogs defines it."""
        low, high = bisect_left(self._blocks, first), bisect_left(self._blocks, last + 1)
        return [
            log for log in self.logs[low:high] if _fits(cast("list[str]", log["topics"]), topics)
        ]

    def _answer_logs(self, exchange: Exchange, asked: Json) -> None:
        (query,) = cast("list[dict[str, str]]", asked["params"])
        first, last = int(query["fromBlock"], 16), int(query["toBlock"], 16)
        topics = cast("list[list[str] | None]", query.get("topics", []))
        logs = self.wanted(first, last, topics)
        with self._lock:
            self.asked.append((first, last))
        message = None if self.style is None else self.style.refuse(first, last, len(logs))
        if self.style is not None and message is not None:
            with self._lock:
                self.refused += 1
            answer_error(exchange, asked, self.style.code, message)
        elif not self.fault(exchange, asked, logs):
            answer_logs(exchange, asked, logs)

    def _one(self, asked: Json) -> Json:
        method, params = asked["method"], cast("list[str]", asked["params"])
        result: object = self.transactions.get(params[0])
        if method == "eth_getBlockByNumber":
            with self._lock:
                self.headers += 1
            result = self.header(int(params[0], 16))
        return {"jsonrpc": "2.0", "id": asked["id"], "result": result}


def answer_logs(exchange: Exchange, asked: Json, logs: list[Json]) -> None:
    answer = {"jsonrpc": "2.0", "id": asked["id"], "result": logs}
    exchange.answer(json.dumps(answer, separators=(",", ":")).encode())


def answer_error(
    exchange: Exchange, asked: Json, code: int, message: str, *, status: int = 200
) -> None:
    error = {"code": code, "message": message}
    body = json.dumps({"jsonrpc": "2.0", "id": asked["id"], "error": error}).encode()
    exchange.answer(body, status=status)


@contextmanager
def reading(
    node: LogNode,
    *,
    caps: Caps = NO_CAPS,
    concurrency: int = CONCURRENCY,
    limits: Limits | None = None,
    seconds: float = 60.0,
) -> Iterator[tuple[EvmEvents, Server]]:
    """Serve a node, and read it."""
    with serve(node.answer) as server:
        http = transport(server.url, limits=limits, seconds=seconds)
        endpoint = Endpoint("op", server.url)
        yield (
            EvmEvents(SPEC, endpoint, JsonRpc(http), caps=caps, concurrency=concurrency),
            server,
        )


def pages_of(node: LogNode, blocks: BlockRange, query: LogQuery = TRANSFERS) -> list[LogPage]:
    """Return all pages of a range."""
    with reading(node) as (events, _):
        return list(events.pages(query, blocks))


def _fits(topics: list[str], pattern: list[list[str] | None]) -> bool:
    return len(topics) >= len(pattern) and all(
        wanted is None or topic in wanted for topic, wanted in zip(topics, pattern, strict=False)
    )
