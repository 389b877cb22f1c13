"""A small solid chain and a node that plays it, for what no recording shows.

Header ids, transaction ids and links are true; the shapes are those of the recordings in
tests/realdata. Behaviour is put wrong by a `tamper` function over the node's own answer.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stableaudit.adapters.tron import protobuf
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from tests.unit.adapters.tron.http_node import CHAIN, HttpNode, Reply, Request

TOKEN = AccountId.on(CHAIN, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")
OTHER = AccountId.on(CHAIN, "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy")
START = 1_795_210_200
"""Time of block 1."""

Json = Any
"""A parsed answer, which tests take apart and put wrong."""


@dataclass(frozen=True, slots=True)
class Played:
    """A transaction: who logged in it, and how it ended."""

    emitters: tuple[AccountId, ...] = ()
    outcome: str = "SUCCESS"


def word(number: int) -> str:
    return number.to_bytes(32).hex()


class Chain:
    """Blocks from 0 on; `slots[i]` is the slot of block i + 1."""

    def __init__(
        self, slots: Sequence[int], transactions: Mapping[int, tuple[Played, ...]] | None = None
    ) -> None:
        self.transactions = transactions or {}
        self.blocks: list[Json] = []
        for number, slot in enumerate((0, *slots)):
            seconds = 0 if number == 0 else START + 3 * slot
            self.blocks.append(self._block(number, seconds))

    def stamp(self, number: int) -> BlockStamp:
        block = self.blocks[number]
        milliseconds = block["block_header"]["raw_data"].get("timestamp", 0)
        return BlockStamp(CHAIN, number, f"0x{block['blockID']}", milliseconds // 1000)

    def ids(self, number: int) -> list[str]:
        played = self.transactions.get(number, ())
        return [hashlib.sha256(b"%d %d" % (number, i)).hexdigest() for i in range(len(played))]

    def _block(self, number: int, seconds: int) -> Json:
        parent = bytes.fromhex(self.blocks[-1]["blockID"]) if self.blocks else bytes(32)
        ids = self.ids(number)
        root = hashlib.sha256(",".join(ids).encode()).digest() if ids else bytes(32)
        return header(number, seconds * 1000, parent=parent, root=root)


def header(number: int, milliseconds: int, *, parent: bytes, root: bytes) -> Json:
    """Return a block without transactions as a node shows it, its id true."""
    message = protobuf.encode(
        ((1, milliseconds), (2, root), (3, parent), (7, number), (9, b"\x41" + bytes(20)))
    )
    digest = hashlib.sha256(message).digest()
    raw = {
        "number": number,
        "txTrieRoot": root.hex(),
        "witness_address": "41" + "00" * 20,
        "parentHash": parent.hex(),
        "timestamp": milliseconds,
    }
    kept = {key: value for key, value in raw.items() if value != 0}
    return {
        "blockID": (number.to_bytes(8) + digest[8:]).hex(),
        "block_header": {"raw_data": kept, "witness_signature": "00" * 65},
    }


@dataclass
class PlayedNode:
    """What a java-tron node says of a chain solid up to `solid`, whose head is `head`."""

    chain: Chain
    solid: int
    head: int
    state: Callable[[int, str], str] = lambda number, _data: word(1000 + number)
    """The hex that a call's data answers at a block."""

    ref_lag: int = 0
    """How far the block that a call's answer names lies behind the one it is run on."""

    moves: list[int] = field(default_factory=list)
    """Solid numbers of the next constant calls, one each; then `solid` stays."""

    contracts: dict[str, Json] = field(default_factory=dict)
    """What getcontractinfo answers, by base58 address."""

    accounts: dict[str, Json] = field(default_factory=dict)
    """What getaccount answers, by base58 address."""

    tamper: Callable[[Request, Json], Json] = lambda _request, answer: answer

    def serve(self) -> HttpNode:
        return HttpNode(self._reply)

    def _reply(self, request: Request) -> Reply:
        answer = self._answer(request)
        if answer is None:
            return 405, b"<html>HTTP method POST is not supported by this URL</html>"
        answer = json.loads(json.dumps(answer))
        return 200, json.dumps(self.tamper(request, answer)).encode()

    def _answer(self, request: Request) -> Json:
        answers: dict[str, Callable[[Json], Json]] = {
            "/wallet/getnowblock": lambda _: self.chain.blocks[self.head],
            "/walletsolidity/getnowblock": lambda _: self.chain.blocks[self.solid],
            "/wallet/getblock": lambda body: self._block(body, self.head),
            "/walletsolidity/getblock": lambda body: self._block(body, self.solid),
            "/walletsolidity/gettransactioninfobyblocknum": self._infos,
            "/walletsolidity/gettransactioninfobyid": self._info,
            "/walletsolidity/triggerconstantcontract": self._call,
            "/walletsolidity/getaccount": lambda body: self.accounts.get(body["address"], {}),
            "/wallet/getcontractinfo": lambda body: self.contracts.get(body["value"], {}),
        }
        answer = answers.get(request.path)
        return None if answer is None else answer(request.body)

    def _block(self, body: Json, last: int) -> Json:
        number = int(body["id_or_num"])
        if number > last:
            return {}
        block = self.chain.blocks[number]
        ids = self.chain.ids(number)
        if not body["detail"] or not ids:
            return block
        return block | {"transactions": [{"txID": each} for each in ids]}

    def _infos(self, body: Json) -> Json:
        number = body["num"]
        if number > self.solid:
            return []
        played = self.chain.transactions.get(number, ())
        return [
            {
                "id": each,
                "blockNumber": number,
                "blockTimeStamp": self.chain.stamp(number).timestamp * 1000,
                "receipt": {"result": transaction.outcome},
                "log": [
                    {"address": emitter.address.hex(), "data": "", "topics": []}
                    for emitter in transaction.emitters
                ],
            }
            | ({} if transaction.outcome == "SUCCESS" else {"result": "FAILED"})
            for each, transaction in zip(self.chain.ids(number), played, strict=True)
        ]

    def _info(self, body: Json) -> Json:
        every = (
            each for number in self.chain.transactions for each in self._infos({"num": number})
        )
        return next((each for each in every if each["id"] == body["value"]), {})

    def _call(self, body: Json) -> Json:
        if self.moves:
            self.solid = self.moves.pop(0)
        data = selector(body["function_selector"]) + bytes.fromhex(body["parameter"])
        named = max(self.solid - self.ref_lag, 0)
        return call_answer(
            body,
            data,
            self.state(self.solid, data.hex()),
            milliseconds=self.chain.stamp(self.solid).timestamp * 1000,
            named=bytes.fromhex(self.chain.blocks[named]["blockID"]),
        )


def selector(signature: str) -> bytes:
    known = {
        "totalSupply()": "18160ddd",
        "decimals()": "313ce567",
        "name()": "06fdde03",
        "symbol()": "95d89b41",
        "balanceOf(address)": "70a08231",
        "latestRoundData()": "feaf968c",
        "getRoundData(uint80)": "9a6fc8f5",
        "owner()": "8da5cb5b",
        "getOwners()": "a0e67e2b",
        "hasRole(bytes32,address)": "91d14854",
    }
    return bytes.fromhex(known[signature])


def call_answer(body: Json, data: bytes, result: str, *, milliseconds: int, named: bytes) -> Json:
    """Return the answer of a constant call, its transaction hashed as a node does."""
    owner = b"\x41" + AccountId.on(CHAIN, body["owner_address"]).address
    contract = b"\x41" + AccountId.on(CHAIN, body["contract_address"]).address
    expiration = milliseconds + 60_000
    value = protobuf.encode(((1, owner), (2, contract), (4, data)))
    parameter = protobuf.encode(
        ((1, b"type.googleapis.com/protocol.TriggerSmartContract"), (2, value))
    )
    raw = protobuf.encode(
        (
            (1, named[6:8]),
            (4, named[8:16]),
            (8, expiration),
            (11, protobuf.encode(((1, 31), (2, parameter)))),
            (14, START * 1000 + 1234),
        )
    )
    echoed = {
        "data": data.hex(),
        "owner_address": body["owner_address"],
        "contract_address": body["contract_address"],
    }
    return {
        "result": {"result": True},
        "energy_used": 257,
        "constant_result": [result],
        "transaction": {
            "ret": [{}],
            "visible": True,
            "txID": hashlib.sha256(raw).hexdigest(),
            "raw_data": {
                "contract": [{"parameter": {"value": echoed}, "type": "TriggerSmartContract"}],
                "ref_block_bytes": named[6:8].hex(),
                "ref_block_hash": named[8:16].hex(),
                "expiration": expiration,
                "timestamp": START * 1000 + 1234,
            },
            "raw_data_hex": raw.hex(),
        },
    }
