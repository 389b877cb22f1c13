"""Readings of a later block, rolled back through the ledger to the reference block."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from stableaudit.application.bookkeeping import keep_books
from stableaudit.application.derived import latest_observed, rolled_back
from stableaudit.application.pin import Pinned
from stableaudit.application.sources import LedgerAccess
from stableaudit.domain import questions as ask
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import PinnedStateError, UnreachableError
from stableaudit.domain.evidence import DeploymentEvidence, EndpointEvidence, HolderEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.logs import LogPage, LogQuery, RawLog
from stableaudit.domain.readings import SINGLE, Pin, Reading, Source, Unavailable
from stableaudit.domain.tokens import ChainSpec
from stableaudit.domain.untrusted import Untrusted
from tests.cases import chain_spec
from tests.fakes.chain_reader import ETHEREUM, FakeReader, stamp
from tests.fakes.events import FakeEvents, transfer
from tests.fakes.ledger_store import MemoryStore
from tests.fakes.world import Steps
from tests.unit.application.test_sync import (
    ALICE,
    BOB,
    CALL,
    CAROL,
    DEPLOYMENT,
    HISTORY,
    ISSUE,
    MINT_TX,
    run,
)

T = TypeVar("T")
TOKEN = DEPLOYMENT.asset.contract
LATER = (
    *HISTORY,
    transfer(600, 0, BOB, CAROL, 50),
    RawLog(650, 0, b"\x02" * 32, (ISSUE,), (40).to_bytes(32)),
)
AT = stamp(500)
SPEC: ChainSpec = chain_spec(ETHEREUM, "ethereum")


def loose(value: T, *, at: int = 500, observed: int = 700) -> Reading[T]:
    source = Source("a", "https://a.example", "simulated")
    return Reading(value, stamp(at), stamp(observed), Pin.UNPINNED, SINGLE, (source,))


def evidence(
    supply: Reading[int] | Unavailable, bob: Reading[int] | Unavailable
) -> DeploymentEvidence:
    name = loose(Untrusted("x"), observed=500)
    holder = HolderEvidence(AccountId(ETHEREUM, BOB), bob)
    return DeploymentEvidence(
        DEPLOYMENT.asset, supply, loose(6), name, name, loose("0x"), (holder,)
    )


def ledger(until: int = 800) -> MemoryStore:
    store = MemoryStore()
    run(store, FakeEvents("a", LATER, calls={MINT_TX: CALL}), until=until)
    return store


def test_rolled_back_takes_off_what_was_minted_and_moved_since() -> None:
    rolled = rolled_back(evidence(loose(1040), loose(150)), ledger(), at=AT)
    supply, (bob,) = rolled.total_supply, rolled.holders
    assert isinstance(supply, Reading)
    assert isinstance(bob.balance, Reading)
    assert (supply.value, supply.pin, supply.at, supply.observed_at) == (
        1000,
        Pin.DERIVED,
        AT,
        stamp(700),
    )
    assert (bob.balance.value, bob.balance.pin) == (200, Pin.DERIVED)
    assert isinstance(rolled.decimals, Reading)
    assert (rolled.decimals.value, rolled.decimals.pin) == (6, Pin.DERIVED)


def test_rolled_back_takes_each_reading_from_its_own_block() -> None:
    rolled = rolled_back(
        evidence(loose(1000, observed=620), loose(200, observed=599)), ledger(), at=AT
    )
    assert isinstance(rolled.total_supply, Reading)
    assert isinstance(rolled.holders[0].balance, Reading)
    assert rolled.total_supply.value == 1000
    assert rolled.holders[0].balance.value == 200


def test_rolled_back_leaves_what_speaks_of_the_reference_block() -> None:
    exact = replace(loose(1000, observed=500), pin=Pin.EXACT)
    same = replace(evidence(exact, exact), decimals=exact)
    assert latest_observed(same, AT) is None
    assert rolled_back(same, ledger(), at=AT) == same


def test_rolled_back_leaves_what_could_not_be_read() -> None:
    absent = Unavailable("unreachable", "it", "a", "", "refused", "")
    rolled = rolled_back(evidence(absent, absent), ledger(), at=AT)
    assert rolled.total_supply == absent
    assert rolled.holders[0].balance == absent


def pinned(reader: FakeReader, *, used: bool = True) -> Pinned:
    endpoint = EndpointEvidence("a", "https://a.example", reader.vitals(), 0, used)
    return Pinned(SPEC, (endpoint,), reader, AT, stamp(900))


def access(events: FakeEvents, store: MemoryStore) -> LedgerAccess:
    return LedgerAccess({ETHEREUM: (events,)}, lambda _: store, {ETHEREUM: 100})


def books(
    entry: DeploymentEvidence, reader: FakeReader, events: FakeEvents
) -> tuple[DeploymentEvidence, LedgerState | Unavailable]:
    kept, found = keep_books(
        DEPLOYMENT, entry, pinned(reader), access(events, MemoryStore()), operators=1,
        progress=Steps(),
    )  # fmt: skip
    return kept, found.state


def test_keep_books_derives_a_supply_whose_past_state_is_gone() -> None:
    gone = Unavailable(PinnedStateError.kind, "it", "a", "", "pruned", "")
    bob = AccountId(ETHEREUM, BOB)
    reader = FakeReader(
        "a", {ask.TotalSupply(TOKEN): 1040, ask.Decimals(TOKEN): 6, ask.BalanceOf(TOKEN, bob): 150}
    )
    past = FakeEvents("a", LATER, {ALICE: 695, BOB: 200, CAROL: 105}, calls={MINT_TX: CALL})
    kept, state = books(evidence(gone, gone), reader, past)
    assert isinstance(state, LedgerState)
    assert isinstance(kept.total_supply, Reading)
    assert (kept.total_supply.value, kept.total_supply.pin) == (1000, Pin.DERIVED)
    assert isinstance(kept.holders[0].balance, Reading)
    assert kept.holders[0].balance.value == 200


def test_keep_books_leaves_a_gone_state_where_the_last_block_does_not_answer_either() -> None:
    gone = Unavailable(PinnedStateError.kind, "it", "a", "", "pruned", "")
    reader = FakeReader("a")
    past = FakeEvents("a", LATER, calls={MINT_TX: CALL})
    endpoint = pinned(reader)
    kept, _ = keep_books(
        DEPLOYMENT, evidence(gone, gone), endpoint, access(past, MemoryStore()), operators=1,
        progress=Steps(),
    )  # fmt: skip
    assert isinstance(kept.total_supply, Unavailable)


def test_keep_books_leaves_loose_readings_where_later_blocks_cannot_be_fetched() -> None:
    past = FakeEvents("a", LATER, calls={MINT_TX: CALL})

    class Ends(FakeEvents):
        def pages(self, query: LogQuery, blocks: BlockRange) -> Iterator[LogPage]:
            if blocks.last > 500:
                raise UnreachableError("gone", asked="it", whom="a")
            return super().pages(query, blocks)

    kept, _ = books(
        evidence(loose(1040), loose(150)), FakeReader("a"), Ends("a", past.logs, calls=past.calls)
    )
    assert isinstance(kept.total_supply, Reading)
    assert kept.total_supply.pin is Pin.UNPINNED


def test_keep_books_over_no_fit_endpoint_has_no_ledger() -> None:
    past = FakeEvents("a", LATER, calls={MINT_TX: CALL})
    _, found = keep_books(
        DEPLOYMENT,
        evidence(loose(1040), loose(150)),
        pinned(FakeReader("a"), used=False),
        access(past, MemoryStore()),
        operators=1,
        progress=Steps(),
    )
    assert isinstance(found.state, Unavailable)
    assert past.asked == []
