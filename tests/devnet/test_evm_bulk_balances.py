"""Balances of 5,000 holders from real anvil, in every way, and through relays that spoil it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, cast

import pytest

from stableaudit.adapters.evm.balance_program import MOST_CREATED, creation, given
from stableaudit.adapters.evm.balance_ways import Remembered
from stableaudit.adapters.evm.blocks import stamp_of
from stableaudit.adapters.evm.bulk_balances import read_balances
from stableaudit.adapters.evm.bulk_codes import read_codes
from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, PinnedStateError, UndecodableError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.tokens import Endpoint
from tests.devnet.anvil import Anvil, AnvilError
from tests.devnet.artifacts import encode_call, load
from tests.devnet.evm import EvmChain
from tests.devnet.relay import Fault, Relay

pytestmark = pytest.mark.devnet

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

ECHO: Final = "0x6004358060ff14601257600052602060{start}f35b60{size}6000{end}"
"""A token that says each holder has its own address as a number; but of 0x…ff it says otherwise."""


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


def _rpc(url: str) -> JsonRpc:
    limits, buckets = Limits(), Buckets(Pace(1e6, 1000))
    return JsonRpc(
        HttpTransport(Endpoint("op", url), limits=limits, deadline=Deadline(60), buckets=buckets)
    )


def _block(anvil: Anvil, tag: str) -> BlockStamp:
    return stamp_of(anvil.rpc("eth_getBlockByNumber", tag, BODIES), CHAIN)


def _read(
    url: str,
    at: BlockStamp,
    *,
    holders: tuple[bytes, ...] = HOLDERS,
    size: int = 500,
    remembered: Remembered | None = None,
) -> Asked:
    rpc = _rpc(url)
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


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with Anvil(chain_id=1, timestamp=START) as anvil:
        chain = EvmChain(anvil)
        chain.seal_empty(1)
        owner = chain.key_address(1)
        chain.place(GOLD, [owner, chain.key_address(4)], at=TOKEN.address, sender=owner)
        for first in range(0, COUNT, 100):
            for n in range(first, first + 100):
                issue = encode_call(GOLD, "issue", HOLDERS[n], BALANCES[n])
                chain.send(owner, TOKEN.address, issue)
            assert all(sent.succeeded for sent in chain.seal())
        chain.seal_empty(3)
        before = _block(anvil, "latest")
        chain.place(load("Multicall3Sim"), [], at=MULTICALL, sender=owner)
        chain.seal_empty(3)
        at = _block(anvil, "latest")
        # The head's state is another: every holder has one unit more there.
        for holder in HOLDERS[:50]:
            chain.send(owner, TOKEN.address, encode_call(GOLD, "issue", holder, 1))
        chain.seal()
        yield World(anvil, before, at)


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


def _strip(call: dict[str, object]) -> None:
    del cast("list[object]", call["params"])[2:]


def _only_plain(call: dict[str, object]) -> None:
    """Strip the override, and let a creation be a call of nobody."""
    _strip(call)
    cast("list[dict[str, object]]", call["params"])[0].setdefault("to", "0x" + "00" * 20)


def test_multicall3_reads_5000_holders_in_ten_calls(world: World) -> None:
    with Relay(world.anvil.url) as relay:
        asked = _read(relay.url, world.at)
        assert relay.requests == {"http": 1 + 3, "eth_call": 1 + 10}
    assert asked.sheet.method == AGGREGATE
    assert asked.sheet.balances == BALANCES
    assert asked.sheet.addresses == b"".join(HOLDERS)
    assert set(asked.sheet.observed) == {world.at.number}


def test_override_reads_5000_holders_in_ten_calls(world: World) -> None:
    with Relay(world.anvil.url) as relay:
        asked = _read(relay.url, world.before)
        assert relay.requests == {"http": 2 + 3, "eth_call": 2 + 10}
    assert (asked.sheet.method, asked.sheet.balances) == (OVERRIDE, BALANCES)


def test_creation_reads_5000_holders_in_ten_calls(world: World) -> None:
    with Spoiling(world.anvil.url, _strip) as relay:
        asked = _read(relay.url, world.before)
        assert relay.requests == {"http": 3 + 3, "eth_call": 3 + 10}
    assert (asked.sheet.method, asked.sheet.balances) == (CREATION, BALANCES)


def test_single_calls_read_5000_holders_in_fifty_batches(world: World) -> None:
    with Spoiling(world.anvil.url, _only_plain) as relay:
        asked = _read(relay.url, world.before)
        assert relay.requests == {"http": 3 + 50, "eth_call": 3 + 5000}
    assert (asked.sheet.method, asked.sheet.balances) == (SINGLE, BALANCES)


@pytest.mark.parametrize("spoil", [lambda _: None, _strip, _only_plain])
def test_remembered_way_asks_only_for_holders(
    world: World, spoil: Callable[[dict[str, object]], None]
) -> None:
    remembered = Remembered()
    with Spoiling(world.anvil.url, spoil) as relay:
        holders = HOLDERS[:1001]
        _read(relay.url, world.before, holders=holders, remembered=remembered)
        again = _read(relay.url, world.before, holders=holders, remembered=remembered)
    # Where no way works, none is remembered: each is tried again.
    assert again.requests == (3 + 11 if spoil is _only_plain else 1)
    assert again.sheet.balances == BALANCES[:1001]


@pytest.mark.parametrize("size", [1, 7, 499, 765, 2000])
@pytest.mark.parametrize("way", [AGGREGATE, OVERRIDE, CREATION])
def test_any_split_is_the_same_sheet(world: World, way: str, size: int) -> None:
    holders = HOLDERS[: min(COUNT, 60 * size)]
    at = world.at if way == AGGREGATE else world.before
    with Spoiling(world.anvil.url, _strip if way == CREATION else lambda _: None) as relay:
        asked = _read(relay.url, at, holders=holders, size=size)
        most = min(size, MOST_CREATED) if way == CREATION else size
        canaries = [AGGREGATE, OVERRIDE, CREATION].index(way) + 1
        assert relay.requests["eth_call"] == canaries - (-len(holders) // most)
    assert (asked.sheet.method, asked.sheet.balances) == (way, BALANCES[: len(holders)])


def test_creation_answers_for_765_holders_and_not_for_one_more(world: World) -> None:
    """EIP-170: the answer is the code of a contract, of at most 24,576 bytes."""
    block = {"blockHash": world.at.hash, "requireCanonical": True}

    def ask(count: int) -> str:
        data = creation() + given(TOKEN.address, HOLDERS[:count])
        return cast("str", world.anvil.rpc("eth_call", {"data": "0x" + data.hex()}, block))

    assert len(ask(MOST_CREATED)) == 2 + 2 * (3 + MOST_CREATED) * 32
    with pytest.raises(AnvilError, match="CreateContractSizeLimit"):
        ask(MOST_CREATED + 1)


def test_read_without_batches_is_the_same(world: World) -> None:
    with Relay(world.anvil.url, fault=Fault.NO_BATCH) as relay:
        assert _read(relay.url, world.at).sheet.balances == BALANCES


@pytest.mark.parametrize("way", [AGGREGATE, OVERRIDE, CREATION])
def test_load_balancer_that_answers_one_call_from_another_block_is_found(
    world: World, way: str
) -> None:
    """The fourth call that asks for holders goes to a node that stands one block earlier."""
    at = world.at if way == AGGREGATE else world.before
    behind = _block(world.anvil, hex(at.number - 1))
    seen = 0

    def move(call: dict[str, object]) -> None:
        nonlocal seen
        if way == CREATION:
            _strip(call)
        params = cast("list[dict[str, object]]", call["params"])
        seen += len(str(params[0]["data"])) > 2000
        if seen == 4:
            params[1]["blockHash"] = behind.hash

    with (
        Spoiling(world.anvil.url, move) as relay,
        pytest.raises(InconsistentError, match=f"an answer from block {behind.number} of "),
    ):
        _read(relay.url, at)
    assert seen >= 4


def test_read_at_a_block_nobody_knows_has_no_state(world: World) -> None:
    unknown = BlockStamp(CHAIN, world.at.number, "0x" + "12" * 32, world.at.timestamp)
    with pytest.raises(PinnedStateError, match="no state of that block"):
        _read(world.anvil.url, unknown)


def test_read_a_block_before_the_token_says_no_code(world: World) -> None:
    with pytest.raises(UndecodableError, match="no code, or no such function, at that block"):
        _read(world.anvil.url, _block(world.anvil, "0x0"))


def test_codes_of_accounts_contracts_and_delegations(world: World) -> None:
    delegating = b"\x77" * 20
    code = "0xef0100" + TOKEN.address.hex()
    world.anvil.rpc("anvil_setCode", "0x" + delegating.hex(), code)
    world.anvil.rpc("evm_mine")
    at = _block(world.anvil, "latest")
    told = world.anvil.rpc("eth_getCode", "0x" + delegating.hex(), hex(at.number))
    assert told == code
    found = read_codes(
        _rpc(world.anvil.url), [TOKEN.address, MULTICALL, HOLDERS[0], delegating], at=at
    )
    assert list(found.values()) == [True, True, False, False]


def _echoing(anvil: Anvil, *, start: str = "00", size: str = "00", end: str = "fd") -> BlockStamp:
    """Put the echoing token there; of 0x…ff it ends with `end` and `size` bytes."""
    code = ECHO.format(start=start, size=size, end=end)
    anvil.rpc("anvil_setCode", TOKEN.local, code)
    anvil.rpc("evm_mine")
    return _block(anvil, "latest")


@pytest.fixture
def meagre() -> Iterator[Anvil]:
    """A node that gives a call little gas."""
    with Anvil(chain_id=1, timestamp=START, gas_limit=600_000) as anvil:
        anvil.rpc("evm_mine")
        yield anvil


NUMBERED: Final = tuple(n.to_bytes(20) for n in range(0x100, 0x100 + 1500))


@pytest.mark.parametrize("way", [AGGREGATE, OVERRIDE, CREATION])
def test_read_with_little_gas_is_the_same_sheet_in_more_calls(meagre: Anvil, way: str) -> None:
    if way == AGGREGATE:
        code = "0x" + load("Multicall3Sim").runtime.hex()
        meagre.rpc("anvil_setCode", "0x" + MULTICALL.hex(), code)
    at = _echoing(meagre)
    with Spoiling(meagre.url, _strip if way == CREATION else lambda _: None) as relay:
        asked = _read(relay.url, at, holders=NUMBERED, size=1500)
        calls = relay.requests["eth_call"]
    assert asked.sheet.balances == tuple(range(0x100, 0x100 + 1500))
    assert asked.sheet.method == way
    canaries = [AGGREGATE, OVERRIDE, CREATION].index(way) + 1
    assert canaries + 2 < calls < 100


@pytest.mark.parametrize("way", [AGGREGATE, OVERRIDE, CREATION, SINGLE])
@pytest.mark.parametrize(
    ("size", "end", "came"),
    [
        ("00", "fd", "the contract ended the call"),
        ("00", "f3", "no bytes"),
        ("1f", "f3", "31 bytes instead"),
        ("21", "f3", "33 bytes instead"),
    ],
)
def test_read_a_holder_the_token_does_not_answer_for_is_named(
    meagre: Anvil, way: str, size: str, end: str, came: str
) -> None:
    if way == AGGREGATE:
        code = "0x" + load("Multicall3Sim").runtime.hex()
        meagre.rpc("anvil_setCode", "0x" + MULTICALL.hex(), code)
    at = _echoing(meagre, size=size, end=end)
    spoil = {CREATION: _strip, SINGLE: _only_plain}.get(way, lambda _: None)
    holders = (*NUMBERED[:30], bytes(19) + b"\xff", *NUMBERED[30:60])
    with Spoiling(meagre.url, spoil) as relay, pytest.raises(UndecodableError) as caught:
        _read(relay.url, at, holders=holders)
    assert came in caught.value.came
    assert f"balanceOf(0x{'00' * 19}ff) of {TOKEN}" == caught.value.asked
