"""Balances of 5,000 holders from real anvil, in every way, and through relays that spoil it."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest

from stableaudit.adapters.evm.balance_program import MOST_CREATED, creation, given
from stableaudit.adapters.evm.balance_ways import Remembered
from stableaudit.adapters.evm.bulk_codes import read_codes
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, PinnedStateError, UndecodableError
from tests.devnet.anvil import Anvil, AnvilError
from tests.devnet.artifacts import encode_call, load
from tests.devnet.bulk_reading import (
    AGGREGATE,
    BALANCES,
    CHAIN,
    COUNT,
    CREATION,
    GOLD,
    HOLDERS,
    MULTICALL,
    OVERRIDE,
    SINGLE,
    START,
    TOKEN,
    Spoiling,
    World,
    block_of,
    only_plain,
    read,
    rpc_of,
    strip,
)
from tests.devnet.evm import EvmChain
from tests.devnet.relay import Fault, Relay

pytestmark = pytest.mark.devnet


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
        before = block_of(anvil, "latest")
        chain.place(load("Multicall3Sim"), [], at=MULTICALL, sender=owner)
        chain.seal_empty(3)
        at = block_of(anvil, "latest")
        # The head's state is another: there the first fifty have one unit more.
        for holder in HOLDERS[:50]:
            chain.send(owner, TOKEN.address, encode_call(GOLD, "issue", holder, 1))
        chain.seal()
        yield World(anvil, before, at)


def test_multicall3_reads_5000_holders_in_ten_calls(world: World) -> None:
    with Relay(world.anvil.url) as relay:
        asked = read(relay.url, world.at)
        assert relay.requests == {"http": 1 + 3, "eth_call": 1 + 10}
    assert asked.sheet.method == AGGREGATE
    assert asked.sheet.balances == BALANCES
    assert asked.sheet.addresses == b"".join(HOLDERS)
    assert set(asked.sheet.observed) == {world.at.number}


def test_override_reads_5000_holders_in_ten_calls(world: World) -> None:
    with Relay(world.anvil.url) as relay:
        asked = read(relay.url, world.before)
        assert relay.requests == {"http": 2 + 3, "eth_call": 2 + 10}
    assert (asked.sheet.method, asked.sheet.balances) == (OVERRIDE, BALANCES)


def test_creation_reads_5000_holders_in_ten_calls(world: World) -> None:
    with Spoiling(world.anvil.url, strip) as relay:
        asked = read(relay.url, world.before)
        assert relay.requests == {"http": 3 + 3, "eth_call": 3 + 10}
    assert (asked.sheet.method, asked.sheet.balances) == (CREATION, BALANCES)


def test_single_calls_read_5000_holders_in_fifty_batches(world: World) -> None:
    with Spoiling(world.anvil.url, only_plain) as relay:
        asked = read(relay.url, world.before)
        assert relay.requests == {"http": 3 + 50, "eth_call": 3 + 5000}
    assert (asked.sheet.method, asked.sheet.balances) == (SINGLE, BALANCES)


@pytest.mark.parametrize("spoil", [lambda _: None, strip, only_plain])
def test_remembered_way_asks_only_for_holders(
    world: World, spoil: Callable[[dict[str, object]], None]
) -> None:
    remembered = Remembered()
    with Spoiling(world.anvil.url, spoil) as relay:
        holders = HOLDERS[:1001]
        read(relay.url, world.before, holders=holders, remembered=remembered)
        again = read(relay.url, world.before, holders=holders, remembered=remembered)
    # Where no way works, none is remembered: each is tried again.
    assert again.requests == (3 + 11 if spoil is only_plain else 1)
    assert again.sheet.balances == BALANCES[:1001]


@pytest.mark.parametrize("size", [1, 7, 499, 765, 2000])
@pytest.mark.parametrize("way", [AGGREGATE, OVERRIDE, CREATION])
def test_any_split_is_the_same_sheet(world: World, way: str, size: int) -> None:
    holders = HOLDERS[: min(COUNT, 60 * size)]
    at = world.at if way == AGGREGATE else world.before
    with Spoiling(world.anvil.url, strip if way == CREATION else lambda _: None) as relay:
        asked = read(relay.url, at, holders=holders, size=size)
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
        assert read(relay.url, world.at).sheet.balances == BALANCES


@pytest.mark.parametrize("way", [AGGREGATE, OVERRIDE, CREATION])
def test_load_balancer_that_answers_one_call_from_another_block_is_found(
    world: World, way: str
) -> None:
    """The fourth call that asks for holders goes to a node that stands one block earlier."""
    at = world.at if way == AGGREGATE else world.before
    behind = block_of(world.anvil, hex(at.number - 1))
    seen = 0

    def move(call: dict[str, object]) -> None:
        nonlocal seen
        if way == CREATION:
            strip(call)
        params = cast("list[dict[str, object]]", call["params"])
        seen += len(str(params[0]["data"])) > 2000
        if seen == 4:
            params[1]["blockHash"] = behind.hash

    with (
        Spoiling(world.anvil.url, move) as relay,
        pytest.raises(InconsistentError, match=f"an answer from block {behind.number} of "),
    ):
        read(relay.url, at)
    assert seen >= 4


def test_read_at_a_block_nobody_knows_has_no_state(world: World) -> None:
    unknown = BlockStamp(CHAIN, world.at.number, "0x" + "12" * 32, world.at.timestamp)
    with pytest.raises(PinnedStateError, match="no state of that block"):
        read(world.anvil.url, unknown)


def test_read_a_block_before_the_token_says_no_code(world: World) -> None:
    with pytest.raises(UndecodableError, match="no code, or no such function, at that block"):
        read(world.anvil.url, block_of(world.anvil, "0x0"))


def test_codes_of_accounts_contracts_and_delegations(world: World) -> None:
    delegating = b"\x77" * 20
    code = "0xef0100" + TOKEN.address.hex()
    world.anvil.rpc("anvil_setCode", "0x" + delegating.hex(), code)
    world.anvil.rpc("evm_mine")
    at = block_of(world.anvil, "latest")
    told = world.anvil.rpc("eth_getCode", "0x" + delegating.hex(), hex(at.number))
    assert told == code
    found = read_codes(
        rpc_of(world.anvil.url), [TOKEN.address, MULTICALL, HOLDERS[0], delegating], at=at
    )
    assert list(found.values()) == [True, True, False, False]
