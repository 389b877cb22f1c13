"""Ledgers of simulated USDKG and KGST, fetched from real anvil, held against its receipts.

What is held against them is what a check would have: logs of eth_getLogs, read by the law,
attributed, kept. Endpoints that leave a log out of one or of the other are relays of ours.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Final

import pytest

from stableaudit.adapters.evm.events import EvmEvents
from stableaudit.adapters.evm.issuance_prover import EvmIssuanceProver
from stableaudit.adapters.evm.proof.header_fetch import MOST_PARENTS
from stableaudit.adapters.evm.reader import EvmReader
from stableaudit.application.sources import Sources
from stableaudit.application.sync import sync
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.issuance_proofs import ProvenBlock, Shown, UnprovenBlock
from stableaudit.domain.ledger import Attribution, Entry, EntryKind
from stableaudit.domain.tokens import Deployment, Endpoint, LedgerDepth, SupplyLaw
from tests.cases import deployment
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.bulk_reading import block_of, rpc_of
from tests.devnet.evm import EvmChain
from tests.devnet.injuries import AlterLog, DropLog, Injury
from tests.devnet.relay import Fault, Relay
from tests.fakes.chain_reader import ETHEREUM
from tests.fakes.ledger_store import MemoryStore
from tests.fakes.world import Steps
from tests.unit.adapters.evm.node import SPEC

pytestmark = pytest.mark.devnet

GOLD, KGST, PROXY = load("GoldDollarSim"), load("KgstSim"), load("Proxy1967")
GOLD_AT, LOGIC_AT, KGST_AT = b"\x1a" * 20, b"\x1c" * 20, b"\x2c" * 20
HOLDER, OTHER = b"\xa1" * 20, b"\xa2" * 20
USDKG = replace(deployment(ETHEREUM), asset=AssetId(AccountId(ETHEREUM, GOLD_AT)))
SOM = replace(
    deployment(ETHEREUM),
    asset=AssetId(AccountId(ETHEREUM, KGST_AT)),
    law=SupplyLaw.ZERO_TRANSFER,
)
BOTH: Final = pytest.mark.parametrize("token", [USDKG, SOM], ids=["usdkg", "kgst"])
SUPPLY_KINDS: Final = (EntryKind.MINT, EntryKind.BURN, EntryKind.WIPE)

Lines = Mapping[int, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class World:
    """Both tokens minted, then more empty blocks than are linked, then minted, moved, burned."""

    anvil: Anvil
    old: int
    """The block of the first mints of both; none is linked to the head by headers asked for."""

    late: int
    """The block of mints and transfers; the burns are in the next, nothing in those after it."""

    at: BlockStamp


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with Anvil(chain_id=1, timestamp=1_790_000_000) as anvil:
        chain = EvmChain(anvil)
        chain.seal_empty(1)
        owner = chain.key_address(1)
        chain.place(GOLD, [owner, chain.key_address(4)], at=GOLD_AT, sender=owner)
        chain.place(KGST, [], at=LOGIC_AT, sender=owner)
        first = encode_call(KGST, "initialize", owner)
        chain.place(PROXY, [LOGIC_AT, chain.key_address(5), first], at=KGST_AT, sender=owner)
        _mint(chain, owner, 1000)
        old = _sealed(chain)
        chain.seal_empty(MOST_PARENTS)
        _mint(chain, owner, 7)
        chain.send(HOLDER, GOLD_AT, encode_call(GOLD, "transfer", OTHER, 3))
        chain.send(HOLDER, KGST_AT, encode_call(KGST, "transfer", OTHER, 4))
        late = _sealed(chain)
        chain.send(owner, GOLD_AT, encode_call(GOLD, "redeem", 2))
        chain.send(owner, KGST_AT, encode_call(KGST, "burn", 2))
        assert _sealed(chain) == late + 1
        chain.seal_empty(5)
        yield World(anvil, old, late, block_of(anvil, "latest"))


def _mint(chain: EvmChain, owner: bytes, amount: int) -> None:
    """Two mints of one amount of each token, in one block."""
    for account in (HOLDER, owner):
        chain.send(owner, GOLD_AT, encode_call(GOLD, "issue", account, amount))
        chain.send(owner, KGST_AT, encode_call(KGST, "mint", account, amount))


def _sealed(chain: EvmChain) -> int:
    sent = chain.seal()
    assert all(each.succeeded for each in sent)
    return sent[0].block


def _store(world: World, token: Deployment, *injuries: Injury) -> MemoryStore:
    """The ledger as the program fetches it, from an endpoint that may do something to logs."""
    store = MemoryStore()
    with Relay(world.anvil.url) as relay:
        relay.injuries = injuries
        endpoint, rpc = Endpoint("a", relay.url), rpc_of(relay.url)
        sources = Sources(
            "Ethereum", EvmReader(SPEC, endpoint, rpc), (EvmEvents(SPEC, endpoint, rpc),)
        )
        sync(token, sources, store, until=world.at, progress=Steps())
    return store


def _lines(token: Deployment, store: MemoryStore, *numbers: int) -> Lines:
    kinds = tuple(EntryKind) if token.depth is LedgerDepth.FULL else SUPPLY_KINDS
    return {
        number: tuple(
            row.entry for row in store.entries(kinds=kinds, first=number, until=number, limit=None)
        )
        for number in numbers
    }


def _proven(
    world: World, token: Deployment, lines: Lines, *faults: Fault
) -> tuple[ProvenBlock | UnprovenBlock, ...]:
    """What operators with these faults prove, one for each."""
    with ExitStack() as stack:
        relays = [stack.enter_context(Relay(world.anvil.url, fault=fault)) for fault in faults]
        voices = [
            (f"operator {index}", "relay", rpc_of(relay.url)) for index, relay in enumerate(relays)
        ]
        return EvmIssuanceProver(voices).prove(token, lines, at=world.at).blocks


def _differences(blocks: tuple[ProvenBlock | UnprovenBlock, ...]) -> list[tuple[int, str]]:
    assert all(isinstance(each, ProvenBlock) for each in blocks)
    return [
        (each.block.number, difference)
        for each in blocks
        if isinstance(each, ProvenBlock)
        for difference in each.differences
    ]


@BOTH
@pytest.mark.parametrize("depth", LedgerDepth)
def test_every_block_with_a_mint_or_burn_and_an_empty_one_is_proven(
    world: World, token: Deployment, depth: LedgerDepth
) -> None:
    of = replace(token, depth=depth)
    lines = _lines(of, _store(world, of), world.old, world.late, world.late + 1, world.late + 3)
    moved = depth is LedgerDepth.FULL
    assert [len(each) for each in lines.values()] == [2, 2 + moved, 1, 0]
    blocks = _proven(world, of, lines, Fault.NONE, Fault.NONE)
    far = world.at.number - world.late
    assert [
        (block.block.number, block.rests_on, block.shown, block.lines, block.differences)
        for block in blocks
        if isinstance(block, ProvenBlock)
    ] == [
        (world.old, "its hash as told by operator 0 and operator 1", Shown.LOGS, 2, ()),
        *(
            (number, "headers link it to the reference block", Shown.LOGS, held, ())
            for number, count, held in (
                (world.late, far, 2 + moved),
                (world.late + 1, far - 1, 1),
                (world.late + 3, far - 3, 0),
            )
        ),
    ]


def test_accounts_that_calldata_names_are_no_difference(world: World) -> None:
    lines = _lines(USDKG, _store(world, USDKG), world.late)
    ways = [each.attribution for each in lines[world.late]]
    assert ways == [Attribution.CALLDATA, Attribution.CALLDATA, Attribution.LOG]
    assert _differences(_proven(world, USDKG, lines, Fault.NONE)) == []


@BOTH
def test_mint_that_an_endpoint_left_out_of_the_ledger_is_told(
    world: World, token: Deployment
) -> None:
    """Logs 0 and 2 of the block are USDKG's mints, 1 and 3 KGST's."""
    place = 0 if token is USDKG else 1
    lines = _lines(token, _store(world, token, DropLog(world.late, place)), world.late)
    whom = "an account that no log names" if token is USDKG else "0x" + HOLDER.hex()
    assert _differences(_proven(world, token, lines, Fault.NONE)) == [
        (
            world.late,
            f"log {place}: the block has a mint of 7 base units to {whom}, the ledger lacks it",
        )
    ]


def test_transfer_and_mint_whose_amounts_an_endpoint_altered_are_told(world: World) -> None:
    store = _store(world, USDKG, AlterLog(world.late, 2), AlterLog(world.late, 4))
    found = _differences(_proven(world, USDKG, _lines(USDKG, store, world.late), Fault.NONE))
    assert [sentence.partition(",")[0] for _, sentence in found] == [
        "log 2: the block has a mint of 7 base units to an account that no log names",
        f"log 4: the block has a transfer of 3 base units from 0x{HOLDER.hex()} to 0x{OTHER.hex()}",
    ]


def test_lines_of_a_block_are_not_those_of_an_empty_one(world: World) -> None:
    empty = world.late + 3
    (mint, *_) = _lines(USDKG, _store(world, USDKG), world.late)[world.late]
    invented = {empty: (replace(mint, block=empty),)}
    ((number, difference),) = _differences(_proven(world, USDKG, invented, Fault.NONE))
    assert number == empty
    assert difference.endswith("the block has none there")


@pytest.mark.parametrize(
    ("fault", "came"),
    [
        (Fault.RECEIPTS_LACK_LOG, "receiptsRoot: "),
        (Fault.REORGANISED, "headers["),
        (Fault.UNAVAILABLE, "HTTP 503"),
    ],
    ids=["receipts", "headers", "unavailable"],
)
def test_relay_that_lies_or_refuses_is_passed_over_for_the_next_operator(
    world: World, fault: Fault, came: str
) -> None:
    lines = _lines(SOM, _store(world, SOM), world.late, world.late + 1)
    honest = _proven(world, SOM, lines, Fault.NONE)
    assert _proven(world, SOM, lines, fault, Fault.NONE) == honest
    assert _differences(honest) == []
    alone = _proven(world, SOM, lines, fault)
    reasons = [each.reason for each in alone if isinstance(each, UnprovenBlock)]
    assert [came in reason.came for reason in reasons] == [True, True]


def test_old_block_whose_hash_one_of_two_relays_falsifies_is_unproven(world: World) -> None:
    lines = _lines(SOM, _store(world, SOM), world.old)
    (block,) = _proven(world, SOM, lines, Fault.NONE, Fault.REORGANISED)
    assert isinstance(block, UnprovenBlock)
    assert "no one hash that 2 operators tell (operator 1 (relay): header.hash: " in (
        block.reason.came
    )
    (third,) = _proven(world, SOM, lines, Fault.NONE, Fault.REORGANISED, Fault.NONE)
    assert isinstance(third, ProvenBlock)
    assert third.rests_on == "its hash as told by operator 0 and operator 2"
