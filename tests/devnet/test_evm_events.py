"""EvmEvents against real anvil: real logs, real limits put before them, real transactions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stableaudit.adapters.evm.events import EvmEvents
from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.errors import InconsistentError, UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import TRANSFER_TOPIC, LogPage, LogQuery, TransactionCall
from stableaudit.domain.tokens import Endpoint
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, event_topic, load
from tests.devnet.evm import EvmChain
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm import providers
from tests.unit.adapters.evm.node import SPEC
from tests.unit.adapters.evm.providers import Style
from tests.unit.adapters.transport.server import Exchange, serve

pytestmark = pytest.mark.devnet

START = 1_790_000_000
BODIES = False
TETHER = load("TetherSim")
TOKEN = AccountId(ETHEREUM, bytes.fromhex("7e" * 20))
OTHER_TOKEN = bytes.fromhex("7f" * 20)
ISSUE, TRANSFER = event_topic(TETHER, "Issue"), event_topic(TETHER, "Transfer")
QUERY = LogQuery(TOKEN, (((TRANSFER, ISSUE),),))

Rows = list[tuple[int, int, bytes, bytes, bytes]]


@dataclass(frozen=True, slots=True)
class World:
    """A chain on which a token moved: quiet, then busy, then quiet again."""

    chain: EvmChain
    head: int
    sent: tuple[tuple[bytes, int, bytes, bytes], ...]
    """Hash, block, sender and calldata of every issuance."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with Anvil(chain_id=1, timestamp=START, slots_in_an_epoch=2) as anvil:
        chain = EvmChain(anvil)
        chain.seal_empty(1)
        owner = chain.key_address(1)
        for address in (TOKEN.address, OTHER_TOKEN):
            chain.place(TETHER, [10**15, "Simulated", "SIM", 6], at=address, sender=owner)
        issued: list[tuple[bytes, int, bytes, bytes]] = []
        for round_ in range(6):
            chain.seal_empty(150)
            data = encode_call(TETHER, "issue", 1_000_000 + round_)
            chain.send(owner, TOKEN.address, data)
            (sent,) = chain.seal()
            assert sent.succeeded
            issued.append((bytes.fromhex(sent.txid[2:]), sent.block, owner, data))
            for block in range(12):
                for index in range(10):
                    recipient = (1000 * round_ + 10 * block + index + 1).to_bytes(20)
                    amount = 1 + round_ * block + index
                    data = encode_call(TETHER, "transfer", recipient, amount)
                    chain.send(owner, TOKEN.address if index % 3 else OTHER_TOKEN, data)
                assert all(each.succeeded for each in chain.seal())
        yield World(chain, issued[-1][1] + 12, tuple(issued))


def _events(url: str) -> EvmEvents:
    endpoint = Endpoint("op", url)
    http = HttpTransport(
        endpoint, limits=Limits(), deadline=Deadline(120), buckets=Buckets(Pace(1e6, 1000))
    )
    return EvmEvents(SPEC, endpoint, JsonRpc(http))


def _truth(world: World) -> tuple[Rows, list[tuple[int, int, bytes, bytes]]]:
    """Return transfers and issuances as anvil's own answer has them, read in the plainest way."""
    logs = cast(
        "list[dict[str, str]]",
        world.chain.anvil.rpc(
            "eth_getLogs", {"address": TOKEN.local, "fromBlock": "0x0", "toBlock": hex(world.head)}
        ),
    )
    transfers: Rows = []
    issued = []
    for log in logs:
        place = int(log["blockNumber"], 16), int(log["logIndex"], 16)
        topics, data = [bytes.fromhex(t[2:]) for t in log["topics"]], bytes.fromhex(log["data"][2:])
        if topics[0] == TRANSFER_TOPIC:
            transfers.append((*place, topics[1][12:], topics[2][12:], data))
        else:
            issued.append((*place, bytes.fromhex(log["transactionHash"][2:]), data))
    return transfers, issued


def _rows(pages: list[LogPage]) -> Rows:
    return [
        (
            block,
            ordinal,
            page.transfers.senders[20 * index : 20 * index + 20],
            page.transfers.recipients[20 * index : 20 * index + 20],
            page.transfers.amounts[32 * index : 32 * index + 32],
        )
        for page in pages
        for index, (block, ordinal) in enumerate(
            zip(page.transfers.blocks, page.transfers.ordinals, strict=True)
        )
    ]


def _header(world: World, number: int) -> BlockStamp:
    header = cast(
        "dict[str, str]", world.chain.anvil.rpc("eth_getBlockByNumber", hex(number), BODIES)
    )
    return BlockStamp(ETHEREUM, number, header["hash"], int(header["timestamp"], 16))


def test_pages_are_what_the_node_has(world: World) -> None:
    transfers, issued = _truth(world)
    assert (len(transfers), len(issued)) == (6 * 12 * 6, 6)
    pages = list(_events(world.chain.anvil.url).pages(QUERY, BlockRange(0, world.head)))
    assert _rows(pages) == transfers
    others = [log for page in pages for log in page.others]
    assert [(log.block, log.ordinal, log.transaction, log.data) for log in others] == issued
    assert {log.topics for log in others} == {(ISSUE,)}
    times = [
        pair
        for page in pages
        for pair in zip(page.times.numbers, page.times.timestamps, strict=True)
    ]
    blocks = sorted({row[0] for row in transfers} | {row[0] for row in issued})
    assert times == [(number, _header(world, number).timestamp) for number in blocks]
    assert [page.last for page in pages] == [_header(world, page.blocks.last) for page in pages]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(cuts=st.sets(st.integers(1, 900), max_size=5))
def test_pages_of_any_partition_hold_the_same_logs(world: World, cuts: set[int]) -> None:
    starts = [0, *sorted(cuts)]
    ends = [start - 1 for start in starts[1:]] + [world.head]
    events = _events(world.chain.anvil.url)
    pages = [
        page
        for first, last in zip(starts, ends, strict=True)
        for page in events.pages(QUERY, BlockRange(first, last))
    ]
    assert _rows(pages) == _truth(world)[0]


@contextmanager
def _limited(world: World, style: Style) -> Iterator[tuple[str, list[str]]]:
    """Serve anvil behind a provider's limit; gives the URL and what was refused, as it came."""
    refused: list[str] = []

    def answer(exchange: Exchange) -> None:
        asked = cast("dict[str, object]", exchange.seen.json)
        reply = world.chain.anvil._post(asked)
        if asked["method"] == "eth_getLogs":
            (query,) = cast("list[dict[str, str]]", asked["params"])
            logs = cast("list[object]", cast("dict[str, object]", reply)["result"])
            first, last = int(query["fromBlock"], 16), int(query["toBlock"], 16)
            message = style.refuse(first, last, len(logs))
            if message is not None:
                refused.append(message)
                error = {"code": style.code, "message": message}
                reply = {"jsonrpc": "2.0", "id": asked["id"], "error": error}
        exchange.answer(json.dumps(reply).encode())

    with serve(answer) as server:
        yield server.url, refused


def _first_blocks(first: int, _: int) -> int:
    return first + 30


STYLES = [
    providers.range_with_number(100),
    providers.range_without_number(120),
    providers.results_with_hint(40, _first_blocks),
    providers.results_without_hint(300, 90),
    providers.size_without_number(80),
]


@pytest.mark.parametrize("style", STYLES, ids=[style.name for style in STYLES])
def test_pages_behind_a_limit_are_the_same_with_few_refusals(world: World, style: Style) -> None:
    with _limited(world, style) as (url, refused):
        pages = list(_events(url).pages(QUERY, BlockRange(0, world.head)))
    assert _rows(pages) == _truth(world)[0]
    assert 1 <= len(refused) <= 16


def test_transactions_are_those_that_were_sent(world: World) -> None:
    found = _events(world.chain.anvil.url).transactions([each[:2] for each in world.sent])
    assert found == {
        digest: TransactionCall(digest, block, owner, TOKEN.address, data)
        for digest, block, owner, data in world.sent
    }


def test_transactions_of_another_block_or_of_none_are_refused(world: World) -> None:
    digest, block, _, _ = world.sent[0]
    events = _events(world.chain.anvil.url)
    with pytest.raises(InconsistentError, match=f"it in block {block}"):
        events.transactions([(digest, block + 1)])
    with pytest.raises(InconsistentError, match="no such transaction"):
        events.transactions([(bytes(32), block)])


def test_pages_after_the_head_are_not_taken_for_empty(world: World) -> None:
    beyond = BlockRange(world.head + 1, world.head + 10)
    events = _events(world.chain.anvil.url)
    with pytest.raises(UnreachableError, match="BlockOutOfRangeError"):
        list(events.pages(QUERY, beyond))


def test_pages_of_a_block_that_was_replaced_have_another_digest_and_last() -> None:
    with Anvil(chain_id=1, timestamp=START, slots_in_an_epoch=2) as anvil:
        chain = EvmChain(anvil)
        chain.seal_empty(1)
        owner = chain.key_address(1)
        chain.place(TETHER, [10**15, "Simulated", "SIM", 6], at=TOKEN.address, sender=owner)
        chain.send(owner, TOKEN.address, encode_call(TETHER, "transfer", b"\x01" * 20, 1))
        (sent,) = chain.seal()
        block = BlockRange(sent.block, sent.block)
        (page,) = _events(anvil.url).pages(QUERY, block)
        anvil.rpc("anvil_reorg", 1, [])
        (replaced,) = _events(anvil.url).pages(QUERY, block)
    assert (len(page.transfers), len(replaced.transfers)) == (1, 0)
    assert page.digest != replaced.digest
    assert page.last.hash != replaced.last.hash
