"""Which blocks are to bear a ledger out, and with which of its lines they are handed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.application.collect import collect
from stableaudit.application.issuances import MOST_BLOCKS, SAMPLES, picked
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.errors import PinnedStateError
from stableaudit.domain.evidence import Evidence
from stableaudit.domain.issuance_proofs import IssuanceEvidence, IssuanceProofs, UnprovenBlock
from stableaudit.domain.ledger import Entry, EntryKind
from stableaudit.domain.logs import TRANSFER_TOPIC, RawLog
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.reconcile.case import Scope
from tests.cases import ETHEREUM, NOW
from tests.fakes.world import (
    HOLDER,
    ISSUE_TOPIC,
    MINT_TX,
    OWNER,
    SUPPLY,
    events,
    ledgers,
    readers,
    scope,
    world,
)


@dataclass
class Asked:
    """Implements IssuanceProver: keeps what it is asked, and proves nothing."""

    samples: bool = True
    broken: PinnedStateError | None = None
    blocks: Mapping[int, tuple[Entry, ...]] = field(default_factory=dict)

    def prove(
        self, deployment: Deployment, blocks: Mapping[int, tuple[Entry, ...]], *, at: BlockStamp
    ) -> IssuanceProofs:
        del deployment
        if self.broken is not None:
            raise self.broken
        self.at, self.blocks = at, blocks
        none = not_asked("it", whom="nobody", reason="a test")
        return IssuanceProofs(tuple(UnprovenBlock(number, none) for number in blocks))


def collected(prover: Asked, *, mints: int = 1, asked: Scope | None = None) -> Evidence:
    minted = SUPPLY[ETHEREUM] // mints
    logs = tuple(
        RawLog(number, 0, MINT_TX, (ISSUE_TOPIC,), minted.to_bytes(32))
        for number in range(1, mints + 1)
    )
    moved = tuple(bytes(12) + account for account in (HOLDER, OWNER))
    logs += (RawLog(1, 1, MINT_TX, (TRANSFER_TOPIC, *moved), (5).to_bytes(32)),)
    of = tuple(replace(events(ETHEREUM, name), logs=logs) for name in "ab")
    honest = {chain: (events(chain, "a"), events(chain, "b")) for chain in SUPPLY}
    around = replace(
        world(readers(), access=ledgers(of={**honest, ETHEREUM: of})),
        issuance_provers={ETHEREUM: prover},
    )
    return collect(asked or scope(), around, measurement_time=NOW)


def only(evidence: Evidence) -> IssuanceEvidence:
    (found,) = evidence.issuances
    return found


def test_blocks_with_a_mint_are_asked_for_with_the_ledgers_lines() -> None:
    prover = Asked()
    found = only(collected(prover))
    assert prover.at == collected(prover).chains[1].reference
    assert [line.kind for line in prover.blocks[1]] == [EntryKind.MINT, EntryKind.TRANSFER]
    assert found.left_out == 0
    assert 1 <= len(found.sampled) <= SAMPLES
    assert set(prover.blocks) == {1, *found.sampled}
    assert all(prover.blocks[number] == () for number in found.sampled)


def test_chain_that_commits_to_no_logs_is_not_sampled() -> None:
    prover = Asked(samples=False)
    assert only(collected(prover)).sampled == ()
    assert set(prover.blocks) == {1}


def test_oldest_blocks_are_left_out_and_counted() -> None:
    prover = Asked(samples=False)
    found = only(collected(prover, mints=MOST_BLOCKS + 3))
    assert found.left_out == 3
    assert list(prover.blocks) == list(range(4, MOST_BLOCKS + 4))


def test_ledger_of_supply_events_alone_is_held_against_no_transfers() -> None:
    asked = scope()
    first, second = asked.token.deployments
    shallow = replace(asked.token, deployments=(first, replace(second, depth=LedgerDepth.SUPPLY)))
    prover = Asked()
    collected(prover, asked=replace(asked, token=shallow))
    assert [line.kind for line in prover.blocks[1]] == [EntryKind.MINT]


def test_prover_that_has_nothing_says_why() -> None:
    gone = PinnedStateError("no blocks", asked="receipts", whom="a")
    found = only(collected(Asked(broken=gone)))
    assert isinstance(found.proofs, Unavailable)
    assert found.proofs.came == "no blocks"


def test_nothing_is_asked_where_there_is_no_ledger() -> None:
    around = replace(
        world(readers(), access=ledgers(of={ETHEREUM: ()})), issuance_provers={ETHEREUM: Asked()}
    )
    evidence = collect(scope(), around, measurement_time=NOW)
    assert evidence.issuances == ()


@given(
    seed=st.text(max_size=70),
    first=st.integers(0, 10**9),
    size=st.integers(1, 10**9),
    count=st.integers(0, 20),
)
def test_picked_blocks_follow_from_the_seed_and_stay_inside(
    seed: str, first: int, size: int, count: int
) -> None:
    blocks = BlockRange(first, first + size - 1)
    found = picked(seed, blocks, count)
    assert found == picked(seed, blocks, count) == tuple(sorted(set(found)))
    assert all(blocks.first <= number <= blocks.last for number in found)
    assert len(found) <= count


def test_picked_blocks_differ_from_hash_to_hash() -> None:
    blocks = BlockRange(0, 10**9)
    assert len({picked(f"0x{each:064x}", blocks, SAMPLES) for each in range(20)}) == 20


@pytest.mark.parametrize("count", [1, SAMPLES])
def test_picked_blocks_are_as_many_as_asked_for(count: int) -> None:
    assert len(picked("0xab", BlockRange(0, 10**12), count)) == count
