"""A token of 5,000 holders on anvil, readings of it, and a relay that spoils what is asked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, cast

from stableaudit.adapters.evm.balance_ways import Remembered
from stableaudit.adapters.evm.blocks import stamp_of
from stableaudit.adapters.evm.bulk_balances import read_balances
from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.tokens import Endpoint
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import load
from tests.devnet.relay import Fault, Relay

START: Final = 1_790_000_000
CHAIN: Final = ChainId("eip155", "1")
TOKEN: Final = AccountId(CHAIN, bytes.fromhex("e820c06321e60d36257c666643fa5436643445e3"))
MULTICALL: Final = bytes.fromhex("ca11bde05977b3631167028862be2a173976ca11")
GOLD: Final = load("GoldDollarSim")
BODIES: Final = False
COUNT: Final = 5000
HOLDERS: Final = tuple(sha256(b"%d" % n).digest()[:20] for n in range(COUNT))
BALANCES: Final = tuple(1 + n * 10**20 for n in range(COUNT))

SINGLE, AGGREGATE, OVERRIDE, CREATION = (
    f"eth_call {form} at block hash"
    for form in ("balanceOf", "aggregate3", "with a state override", "of creation code")
)


@dataclass(frozen=True, slots=True)
class World:
    """A chain with the gold dollar on it: without Multicall3 at `before`, with it at `at`."""

    anvil: Anvil
    before: BlockStamp
    at: BlockStamp


@dataclass(frozen=True, slots=True)
class Asked:
    """A sheet, and what it cost."""

    sheet: BalanceSheet
    requests: int


def rpc_of(url: str) -> JsonRpc:
    limits, buckets = Limits(), Buckets(Pace(1e6, 1000))
    return JsonRpc(
        HttpTransport(Endpoint("op", url), limits=limits, deadline=Deadline(60), buckets=buckets)
    )


def block_of(anvil: Anvil, tag: str) -> BlockStamp:
    return stamp_of(anvil.rpc("eth_getBlockByNumber", tag, BODIES), CHAIN)


def read(
    url: str,
    at: BlockStamp,
    *,
    holders: tuple[bytes, ...] = HOLDERS,
    size: int = 500,
    remembered: Remembered | None = None,
) -> Asked:
    rpc = rpc_of(url)
    sheet = read_balances(
        rpc,
        TOKEN,
        holders,
        at=at,
        operator="op",
        endpoint="devnet",
        holders_per_call=size,
        remembered=remembered,
    )
    return Asked(sheet, rpc.http.requests)


class Spoiling(Relay):
    """Relays what a function makes of each call."""

    def __init__(
        self,
        node_url: str,
        spoil: Callable[[dict[str, object]], None],
        *,
        fault: Fault = Fault.NONE,
    ) -> None:
        super().__init__(node_url, fault=fault)
        self._spoil = spoil

    def answer(self, body: bytes) -> tuple[int, bytes]:
        asked = json.loads(body)
        for call in asked if isinstance(asked, list) else [asked]:
            self._spoil(call)
        return super().answer(json.dumps(asked).encode())


def strip(call: dict[str, object]) -> None:
    del cast("list[object]", call["params"])[2:]


def only_plain(call: dict[str, object]) -> None:
    """Strip the override, and let a creation be a call of nobody."""
    strip(call)
    cast("list[dict[str, object]]", call["params"])[0].setdefault("to", "0x" + "00" * 20)
