"""EvmReader and QuorumReader against real anvil: what a test server could only imitate."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

import pytest
from eth_utils.crypto import keccak

from stableaudit.adapters.evm.reader import EvmReader
from stableaudit.adapters.quorum.reader import QuorumReader
from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.domain import questions as ask
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.errors import (
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.questions import Round
from stableaudit.domain.readings import Pin, TrustLevel
from stableaudit.domain.tokens import ChainSpec, Endpoint, Finality
from stableaudit.domain.untrusted import Untrusted
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.evm import EvmChain

pytestmark = pytest.mark.devnet

START = 1_790_000_000
CHAIN = ChainId("eip155", "1")
GOLD, FEED = load("GoldDollarSim"), load("FeedSim")
TOKEN = AccountId(CHAIN, bytes.fromhex("e820c06321e60d36257c666643fa5436643445e3"))
FEED_AT = AccountId(CHAIN, bytes.fromhex("f7" * 20))
NOBODY = AccountId(CHAIN, bytes.fromhex("0e" * 20))
HOLDER = AccountId(CHAIN, bytes.fromhex("ad" * 20))
SUPPLY = ask.TotalSupply(TOKEN)
BODIES = False


@dataclass
class World:
    """A chain with the gold dollar on it, and a reader of it."""

    chain: EvmChain
    reader: EvmReader
    http: HttpTransport

    def issue(self, amount: int) -> None:
        """Issue to the holder, in a block of its own."""
        owner = self.chain.key_address(1)
        self.chain.send(owner, TOKEN.address, encode_call(GOLD, "issue", HOLDER.address, amount))
        (sent,) = self.chain.seal()
        assert sent.succeeded

    def head(self) -> BlockStamp:
        return self.reader.vitals().head


def _spec(genesis: str) -> ChainSpec:
    provenance = Provenance("devnet", "2026-11-21")
    return ChainSpec(
        "ethereum", "Ethereum", CHAIN, genesis, Finality.FINALIZED_TAG, 60, 1800, (), provenance,
        simulated=True,
    )  # fmt: skip


def _reader(anvil: Anvil, operator: str = "op") -> tuple[EvmReader, HttpTransport]:
    endpoint = Endpoint(operator, anvil.url)
    http = HttpTransport(
        endpoint, limits=Limits(), deadline=Deadline(60), buckets=Buckets(Pace(1e6, 1000))
    )
    return EvmReader(_spec("0x" + "00" * 32), endpoint, JsonRpc(http)), http


@pytest.fixture
def world() -> Iterator[World]:
    with Anvil(chain_id=1, timestamp=START, slots_in_an_epoch=2) as anvil:
        chain = EvmChain(anvil)
        # anvil writes code that is set into the state of the head, which is block 0 until then.
        chain.seal_empty(1)
        owner = chain.key_address(1)
        chain.place(GOLD, [owner, chain.key_address(4)], at=TOKEN.address, sender=owner)
        yield World(chain, *_reader(anvil))


def _header(chain: EvmChain, tag: str) -> dict[str, str]:
    return cast("dict[str, str]", chain.anvil.rpc("eth_getBlockByNumber", tag, BODIES))


def test_vitals_are_the_nodes_chain_genesis_and_blocks(world: World) -> None:
    world.chain.seal_empty(20)
    vitals = world.reader.vitals()
    assert vitals.chain_number == 1
    assert vitals.genesis == _header(world.chain, "0x0")["hash"]
    assert vitals.head.hash == _header(world.chain, "latest")["hash"]
    assert vitals.final.hash == _header(world.chain, "finalized")["hash"]
    assert vitals.final.number == vitals.head.number - 4
    assert world.http.requests == 1


def test_ask_every_question_in_one_request_is_right(world: World) -> None:
    world.issue(3_760_000_000_000)
    before = world.http.requests
    at = world.head()
    values = {
        SUPPLY: 3_760_000_000_000,
        ask.BalanceOf(TOKEN, HOLDER): 3_760_000_000_000,
        ask.BalanceOf(TOKEN, NOBODY): 0,
        ask.Decimals(TOKEN): 6,
        ask.Name(TOKEN): Untrusted("Simulated USDKG"),
        ask.Symbol(TOKEN): Untrusted("simUSDKG"),
        ask.CodeHash(TOKEN): "0x" + keccak(GOLD.runtime).hex(),
    }
    answers = world.reader.ask(tuple(values), at=at)
    assert {question: answers.reading(question).value for question in values} == values
    assert {(r.pin, r.at, r.observed_at) for r in map(answers.reading, values)} == {
        (Pin.EXACT, at, at)
    }
    assert world.http.requests - before == 2


def test_ask_coins_of_an_account_is_of_the_block_asked_for(world: World) -> None:
    coins, none = ask.NativeBalance(HOLDER), ask.NativeBalance(NOBODY)
    world.chain.anvil.rpc("anvil_setBalance", HOLDER.local, hex(10**24 + 1))
    world.chain.seal_empty(1)
    then = world.head()
    # anvil writes a balance that is set into the state of the head.
    world.chain.seal_empty(1)
    world.chain.anvil.rpc("anvil_setBalance", HOLDER.local, "0x0")
    world.chain.seal_empty(1)
    before, after = (world.reader.ask((coins, none), at=at) for at in (then, world.head()))
    assert [one.reading(coins).value for one in (before, after)] == [10**24 + 1, 0]
    assert (before.reading(none).value, before.reading(coins).pin) == (0, Pin.EXACT)


def test_ask_an_older_block_is_its_state_and_not_the_heads(world: World) -> None:
    world.issue(1000)
    then = world.head()
    world.issue(234)
    assert world.reader.ask((SUPPLY,), at=then).reading(SUPPLY).value == 1000
    assert world.reader.ask((SUPPLY,), at=world.head()).reading(SUPPLY).value == 1234


def test_ask_an_address_without_code_says_so(world: World) -> None:
    questions = (ask.TotalSupply(NOBODY), ask.CodeHash(NOBODY))
    answers = world.reader.ask(questions, at=world.head())
    for question in questions:
        with pytest.raises(UndecodableError, match="no code, or no such function"):
            answers.reading(question)


def test_ask_a_block_before_the_contract_says_no_code(world: World) -> None:
    answers = world.reader.ask((SUPPLY,), at=world.reader.block(0))
    with pytest.raises(UndecodableError, match="no code, or no such function, at that block"):
        answers.reading(SUPPLY)


def test_ask_a_function_that_is_not_there_is_a_revert_of_its_own(world: World) -> None:
    question = ask.LatestRound(TOKEN)
    answers = world.reader.ask((question, SUPPLY), at=world.head())
    assert answers.reading(SUPPLY).value == 0
    with pytest.raises(UndecodableError, match="the contract ended the call"):
        answers.reading(question)


def test_ask_rounds_of_a_feed_and_its_gaps(world: World) -> None:
    chain, owner = world.chain, world.chain.key_address(1)
    chain.place(FEED, [8, "XAU / USD", owner, NOBODY.address], at=FEED_AT.address, sender=owner)
    chain.send(owner, FEED_AT.address, encode_call(FEED, "push", -5, START, START + 7))
    chain.send(owner, FEED_AT.address, encode_call(FEED, "skip", 1, True))  # noqa: FBT003 - the contract's argument
    chain.send(owner, FEED_AT.address, encode_call(FEED, "skip", 1, False))  # noqa: FBT003 - the contract's argument
    chain.send(owner, FEED_AT.address, encode_call(FEED, "push", 6, START, START + 9))
    assert all(sent.succeeded for sent in chain.seal())
    first = 1 << 64 | 1
    latest, pushed = ask.LatestRound(FEED_AT), ask.RoundData(FEED_AT, first)
    gaps = (ask.RoundData(FEED_AT, first + 1), ask.RoundData(FEED_AT, first + 2))
    description = ask.FeedDescription(FEED_AT)
    answers = world.reader.ask((latest, pushed, *gaps, description), at=world.head())
    assert answers.reading(latest).value == Round(first + 3, 6, START, START + 9)
    assert answers.reading(pushed).value == Round(first, -5, START, START + 7)
    assert answers.reading(description).value == Untrusted("XAU / USD")
    for gap in gaps:
        with pytest.raises(UndecodableError):
            answers.reading(gap)


def test_ask_a_block_nobody_knows_has_no_state(world: World) -> None:
    unknown = replace(world.head(), hash="0x" + "12" * 32)
    answers = world.reader.ask((SUPPLY,), at=unknown)
    with pytest.raises(PinnedStateError, match="no state of that block"):
        answers.reading(SUPPLY)


def test_ask_a_block_that_was_replaced_is_not_answered_from_its_successor(world: World) -> None:
    world.issue(1000)
    world.chain.seal_empty(5)
    old = world.head()
    world.chain.anvil.rpc("anvil_reorg", 4, [])
    new = world.reader.block(old.number)
    assert new.hash != old.hash
    answers = world.reader.ask((SUPPLY,), at=old)
    with pytest.raises((PinnedStateError, InconsistentError)):
        answers.reading(SUPPLY)


def test_ask_a_pruned_node_has_no_state_of_an_old_block() -> None:
    with Anvil(chain_id=1, timestamp=START, extra=["--prune-history"]) as anvil:
        reader, _ = _reader(anvil)
        anvil.rpc("anvil_mine", "0x64")
        answers = reader.ask((SUPPLY,), at=reader.block(3))
    with pytest.raises(PinnedStateError, match="no state of that block"):
        answers.reading(SUPPLY)


def test_block_beyond_the_head_is_inconsistent(world: World) -> None:
    with pytest.raises(InconsistentError, match="no such block"):
        world.reader.block(10_000)


@pytest.mark.parametrize("offset", [0, 1, 11])
def test_last_block_until_is_the_last_not_after(world: World, offset: int) -> None:
    world.chain.seal_empty(300)
    vitals = world.reader.vitals()
    target = world.reader.block(123)
    found = world.reader.last_block_until(target.timestamp + offset, final=vitals.final)
    assert found == target
    assert world.http.requests <= 10


def test_stopped_node_is_unreachable() -> None:
    with Anvil(chain_id=1, timestamp=START) as anvil:
        reader, http = _reader(anvil)
        reader.vitals()
    with pytest.raises(UnreachableError, match=r"no connection|the connection broke"):
        reader.vitals()
    assert http.requests == 3


def test_quorum_of_two_readers_of_one_chain_agrees(world: World) -> None:
    world.issue(1000)
    other, _ = _reader(world.chain.anvil, "other")
    world.chain.seal_empty(10)
    quorum = QuorumReader((world.reader, other), wanted=2)
    final = quorum.vitals().final
    at = quorum.last_block_until(2**40, final=final)
    reading = quorum.ask((ask.Name(TOKEN),), at=at).reading(ask.Name(TOKEN))
    assert (reading.trust.level, reading.trust.agreeing) == (TrustLevel.AGREED, 2)
    assert [source.operator for source in reading.sources] == ["op", "other"]
    assert quorum.incidents() == ()


def test_quorum_of_a_node_with_moved_storage_dissents() -> None:
    """Two nodes with the same blocks up to a point; one's state is then set aside the protocol."""
    with (
        Anvil(chain_id=1, timestamp=START) as honest,
        Anvil(chain_id=1, timestamp=START) as liar,
    ):
        readers = [_reader(honest, "honest")[0], _reader(liar, "liar")[0]]
        if readers[0].block(0) != readers[1].block(0):
            pytest.fail("two anvils of one time have different first blocks")
        for anvil, word in ((honest, 5), (liar, 6)):
            # Answers any call: PUSH1 word, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN.
            anvil.rpc("anvil_setCode", TOKEN.local, f"0x60{word:02x}60005260206000f3")
        at = readers[0].block(0)
        quorum = QuorumReader(tuple(readers), wanted=2)
        answers = quorum.ask((SUPPLY,), at=at)
        with pytest.raises(InconsistentError, match=r"honest .* says 5; liar .* says 6"):
            answers.reading(SUPPLY)
        assert [incident.dissent for incident in quorum.incidents()] == [True]
