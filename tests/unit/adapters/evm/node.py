"""A small EVM node over real HTTP: a chain of regular blocks and answers that a test sets."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from stableaudit.adapters.evm.reader import EvmReader
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.tokens import ChainSpec, Endpoint, Finality
from tests.fakes.chain_reader import ETHEREUM, stamp
from tests.unit.adapters.transport.server import Exchange, Server, serve, transport

SPEC = ChainSpec(
    "ethereum", "Ethereum", ETHEREUM, stamp(0).hash, Finality.FINALIZED_TAG, 60, 1800, (),
    Provenance("test", "2026-11-21"),
)  # fmt: skip

Request = dict[str, object]


class NodeError(Exception):
    """What the node answers as an error."""

    def __init__(self, code: int, message: str, data: object = None) -> None:
        super().__init__(message)
        self.error = {"code": code, "message": message, "data": data}


@dataclass
class Node:
    """Answers requests; `calls` by calldata of eth_call, `codes` by address."""

    head: int = 1000
    final: int = 900
    calls: dict[str, object] = field(default_factory=dict)
    codes: dict[str, object] = field(default_factory=dict)
    beside: object = None
    """What it answers to calls at a block that it does not have; None: an error, as nodes do."""

    replaced: dict[str, Callable[[list[object]], object]] = field(default_factory=dict)
    """Answers that differ from a regular node's, by method."""

    def header(self, number: int) -> Request:
        block = stamp(number)
        return {
            "number": hex(block.number),
            "hash": block.hash,
            "parentHash": stamp(number - 1).hash if number else "0x" + "00" * 32,
            "timestamp": hex(block.timestamp),
        }

    def answer(self, exchange: Exchange) -> None:
        asked = exchange.seen.json
        value = [self._one(r) for r in asked] if isinstance(asked, list) else self._one(asked)
        exchange.answer(json.dumps(value).encode())

    def _one(self, request: object) -> Request:
        fields = cast("Request", request)
        envelope = {"jsonrpc": "2.0", "id": fields["id"]}
        method, params = str(fields["method"]), cast("list[object]", fields["params"])
        try:
            return {**envelope, "result": self._result(method, params)}
        except NodeError as error:
            return {**envelope, "error": error.error}

    def _result(self, method: str, params: list[object]) -> object:
        if method in self.replaced:
            return self.replaced[method](params)
        match method:
            case "eth_chainId":
                return "0x1"
            case "eth_getBlockByNumber":
                return self._block(str(params[0]))
            case "eth_getCode":
                return _told(self.codes.get(str(params[0]), "0x"))
            case _ if not self._has(params[-1]):
                return _told(self.beside or NodeError(-32000, "header not found"))
            case _:
                call = cast("Mapping[str, str]", params[0])
                return _told(self.calls.get(call["data"], "0x"))

    def _has(self, block: object) -> bool:
        # A hash of `stamp` has its number in it.
        digest = str(cast("Request", block)["blockHash"])
        own = digest.startswith("0xb10c")
        return own and int(digest[6:34], 16) <= self.head

    def _block(self, tag: str) -> object:
        number = {"latest": self.head, "finalized": self.final}.get(tag)
        number = int(tag, 16) if number is None else number
        return self.header(number) if number <= self.head else None


def _told(answer: object) -> object:
    if isinstance(answer, NodeError):
        raise answer
    return answer


@contextmanager
def reading(node: Node, operator: str = "op") -> Iterator[tuple[EvmReader, Server]]:
    """Serve a node, and read it."""
    with serve(node.answer) as server:
        endpoint = Endpoint(operator, server.url)
        yield EvmReader(SPEC, endpoint, JsonRpc(transport(server.url))), server
