"""An EVM node over real HTTP that runs what it is called with, and fails as a test tells it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from eth_abi.abi import decode, encode

from stableaudit.adapters.evm.balance_ways import Remembered
from stableaudit.adapters.evm.bulk_balances import read_balances
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from tests.fakes.chain_reader import ETHEREUM, stamp
from tests.unit.adapters.evm.machine import Inner, Machine
from tests.unit.adapters.evm.node import NodeError
from tests.unit.adapters.transport.server import Exchange, Server, serve, transport

AT = stamp(900)
TOKEN = AccountId(ETHEREUM, bytes.fromhex("e820c06321e60d36257c666643fa5436643445e3"))
MULTICALL = bytes.fromhex("ca11bde05977b3631167028862be2a173976ca11")

_BY_HASH = {"blockHash": AT.hash, "requireCanonical": True}
_BALANCE_OF = bytes.fromhex("70a08231") + bytes(12)

SINGLE, AGGREGATE, OVERRIDE, CREATION = (
    f"eth_call {form} at block hash"
    for form in ("balanceOf", "aggregate3", "with a state override", "of creation code")
)


def holders(count: int) -> list[bytes]:
    return [b"\xad" + number.to_bytes(19) for number in range(count)]


@dataclass
class BulkNode:
    """What the node has, and what is wrong with it. Nothing is, by default."""

    balances: Mapping[bytes, int] = field(default_factory=dict)
    odd: Mapping[bytes, bytes | None] = field(default_factory=dict)
    """What the token answers for some holders instead of a balance; None: it reverts."""

    codes: Mapping[bytes, bytes] = field(default_factory=dict)
    multicall: bool = True
    overrides: bool | NodeError | int = True
    """False strips them silently; an error or an HTTP status refuses them."""

    creation: bool | NodeError = True
    """False answers no bytes."""

    batches: bool = True
    most: int = 10_000
    """Holders in one call, above which the call fails as a whole."""

    gas: int = 10_000
    """Inner calls of one call that succeed before those after them run out of gas."""

    extra: int = 0
    """Holders that our own program answers for without having been asked."""

    only_direct: bool = False
    """The token refuses whoever is a contract."""

    number: int = AT.number
    timestamp: int = AT.timestamp
    """Of the block that is really answered from."""

    failure: NodeError | None = None
    """Answered to everything."""

    calls: Counter[str] = field(default_factory=Counter)
    """Calls by method of a sheet, canaries apart, and of eth_getCode."""

    canaries: list[str] = field(default_factory=list)

    def answer(self, exchange: Exchange) -> None:
        asked = exchange.seen.json
        if isinstance(asked, list) and not self.batches:
            error = {"code": -32600, "message": "batch requests are not supported"}
            exchange.answer(json.dumps({"jsonrpc": "2.0", "id": None, "error": error}).encode())
            return
        requests = cast("list[dict[str, object]]", asked if isinstance(asked, list) else [asked])
        if isinstance(self.overrides, int) and not isinstance(self.overrides, bool):
            params = [cast("list[object]", request["params"]) for request in requests]
            if any(len(each) > 2 for each in params):
                exchange.answer(b"", status=self.overrides)
                return
        answers = [self._one(request) for request in requests]
        exchange.answer(json.dumps(answers if isinstance(asked, list) else answers[0]).encode())

    def _one(self, request: dict[str, object]) -> dict[str, object]:
        envelope = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            if self.failure is not None:
                raise self.failure
            params = cast("list[object]", request["params"])
            assert params[1] == _BY_HASH, params
            if request["method"] == "eth_getCode":
                self.calls["eth_getCode"] += 1
                result = self.codes.get(bytes.fromhex(str(params[0])[2:]), b"")
            else:
                result = self._called(params)
        except NodeError as error:
            return {**envelope, "error": error.error}
        return {**envelope, "result": "0x" + result.hex()}

    def _called(self, params: list[object]) -> bytes:
        call = cast("dict[str, str]", params[0])
        data = bytes.fromhex(call["data"][2:])
        to = bytes.fromhex(call["to"][2:]) if "to" in call else None
        if len(params) > 2:
            return self._overridden(data, cast("dict[str, dict[str, str]]", params[2]), to)
        if to is None:
            return self._created(data)
        if to == MULTICALL:
            return self._aggregated(data) if self.multicall else b""
        self.calls[SINGLE] += 1
        answer = self._token(to, data) if to == TOKEN.address else b""
        if answer is None:
            raise NodeError(3, "execution reverted: frozen")
        return answer

    def _overridden(
        self, data: bytes, overrides: dict[str, dict[str, str]], to: bytes | None
    ) -> bytes:
        self._count(OVERRIDE, len(data) // 20 - 1)
        if isinstance(self.overrides, NodeError):
            raise self.overrides
        ((address, changed),) = overrides.items()
        assert bytes.fromhex(address[2:]) == to
        return self._run(bytes.fromhex(changed["code"][2:]), data) if self.overrides else b""

    def _created(self, data: bytes) -> bytes:
        # The program ends with its RETURN; what stands behind it are addresses.
        self._count(CREATION, (len(data) - data.rindex(b"\x60\x40\xf3") - 3) // 20 - 1)
        if isinstance(self.creation, NodeError):
            raise self.creation
        if not self.creation:
            return b""
        created = self._run(data, b"")
        if len(created) > 24_576 or len(data) > 49_152:
            raise NodeError(-32000, "max code size exceeded")
        return created

    def _aggregated(self, data: bytes) -> bytes:
        assert data[:4].hex() == "82ad56cb"
        (calls,) = decode(["(address,bool,bytes)[]"], data[4:])
        self._count(AGGREGATE, len(calls) - 2)
        inner = self._inner()
        results = []
        for target, allowed, asked in calls:
            assert allowed
            answer = inner(bytes.fromhex(target[2:]), asked)
            results.append((answer is not None, answer or b""))
        return encode(["(bool,bytes)[]"], [results])

    def _run(self, code: bytes, data: bytes) -> bytes:
        more = bytes(20 * self.extra)
        code, data = (code, data + more) if data else (code + more, b"")
        return Machine(code, data, self.number, self.timestamp, self._inner()).run()

    def _inner(self) -> Inner:
        left = self.gas

        def answer(to: bytes, data: bytes) -> bytes | None:
            nonlocal left
            if to == MULTICALL:
                now = {"42cbb15c": self.number, "0f28c97d": self.timestamp}[data.hex()]
                return now.to_bytes(32)
            left -= 1
            if left < 0 or self.only_direct:
                return None
            return self._token(to, data)

        return answer

    def _token(self, to: bytes, data: bytes) -> bytes | None:
        if to != TOKEN.address:
            return b""
        assert data[:16] == _BALANCE_OF
        assert len(data) == 36
        holder = data[16:]
        if holder in self.odd:
            return self.odd[holder]
        return self.balances.get(holder, 0).to_bytes(32)

    def _count(self, method: str, asked: int) -> None:
        if asked == 0:
            self.canaries.append(method)
            return
        self.calls[method] += 1
        if asked > self.most:
            raise NodeError(-32000, "gas required exceeds allowance")


@contextmanager
def asking(node: BulkNode) -> Iterator[tuple[JsonRpc, Server]]:
    """Serve a node, and call it."""
    with serve(node.answer) as server:
        yield JsonRpc(transport(server.url)), server


def read(
    node: BulkNode,
    wanted: list[bytes],
    *,
    holders_per_call: int = 500,
    remembered: Remembered | None = None,
) -> tuple[BalanceSheet, Server]:
    """Return the sheet, and the server with what it was asked."""
    with asking(node) as (rpc, server):
        sheet = read_balances(
            rpc,
            TOKEN,
            wanted,
            at=AT,
            operator="op",
            endpoint="node",
            holders_per_call=holders_per_call,
            remembered=remembered,
        )
    return sheet, server
