"""What is proven replaces nobody's word but the one that a reading rests on."""

from dataclasses import dataclass, replace

import pytest

from stableaudit.application.collect import collect
from stableaudit.application.proving import prove_control_slots
from stableaudit.domain import questions as ask
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_questions import ControlAnswer, StorageWord
from stableaudit.domain.errors import PinnedStateError
from stableaudit.domain.evidence import ControlEvidence, Evidence, ProofEvidence
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.proofs import ProvenValue, TokenProof
from stableaudit.domain.readings import Reading, TrustLevel, Unavailable
from stableaudit.domain.tokens import KnownAccount
from stableaudit.ports.prover import Proven
from tests.cases import ETHEREUM, NOW, SOURCE, reading
from tests.fakes.world import HOLDER, OWNER, SUPPLY, readers, scope, world

KNOWN = KnownAccount(AccountId(ETHEREUM, OWNER), "Treasury", "treasury", SOURCE)


@dataclass
class Oracle:
    """Implements Prover: proves what it was given."""

    supply: int = SUPPLY[ETHEREUM]
    balance: int = 5
    confirmed: tuple[str, ...] = ("a", "b")
    broken: PinnedStateError | None = None

    def prove(
        self, contract: AccountId, holders: tuple[AccountId, ...], *, at: BlockStamp
    ) -> Proven:
        if self.broken is not None:
            raise self.broken
        self.holders = holders

        def value(amount: int) -> ProvenValue[int]:
            return ProvenValue(amount, "it", at, ("a step",))

        held = {HOLDER: SUPPLY[ETHEREUM], OWNER: self.balance}
        return Proven(
            TokenProof(
                contract,
                ProvenValue("0x" + "ab" * 32, "its code", at, ("a step",)),
                value(self.supply),
                tuple((one, value(held[one.address])) for one in holders),
                "found at the node",
            ),
            self.confirmed,
        )


def collected(oracle: Oracle) -> Evidence:
    asked = scope()
    asked = replace(asked, token=replace(asked.token, accounts=(KNOWN,)))
    of = readers()
    contract = asked.token.deployments[1].asset.contract
    for one in of[ETHEREUM]:
        one.values = {**one.values, ask.BalanceOf(contract, KNOWN.account): 5}
    around = replace(world(of), provers={ETHEREUM: oracle})
    return collect(asked, around, measurement_time=NOW)


def test_supply_and_labelled_balance_that_follow_from_the_block_are_proven() -> None:
    oracle = Oracle()
    evidence = collected(oracle)
    on_tron, on_ethereum = evidence.deployments
    supply, balance = on_ethereum.total_supply, on_ethereum.holders[0].balance
    assert isinstance(supply, Reading)
    assert isinstance(balance, Reading)
    assert (supply.trust.level, supply.trust.agreeing) == (TrustLevel.PROVEN, 2)
    assert balance.trust.level is TrustLevel.PROVEN
    assert isinstance(on_tron.total_supply, Reading)
    assert on_tron.total_supply.trust.level is TrustLevel.AGREED
    assert [one.address for one in oracle.holders] == [OWNER, HOLDER]
    (proof,) = evidence.proofs
    assert (proof.asset, proof.confirmed) == (on_ethereum.asset, ("a", "b"))


@pytest.mark.parametrize("oracle", [Oracle(supply=1), Oracle(balance=6)], ids=["supply", "balance"])
def test_reading_that_does_not_follow_from_the_block_is_withheld_with_both(oracle: Oracle) -> None:
    entry = collected(oracle).deployments[1]
    withheld = entry.total_supply if oracle.supply == 1 else entry.holders[0].balance
    assert isinstance(withheld, Unavailable)
    proven = oracle.supply if oracle.supply == 1 else oracle.balance
    assert f"the block's own state holds {proven}" in withheld.came
    assert withheld.whom == "a and b"


def test_slots_on_one_operators_word_prove_nothing_of_the_token() -> None:
    evidence = collected(Oracle(supply=1, confirmed=("a",)))
    supply = evidence.deployments[1].total_supply
    assert isinstance(supply, Reading)
    assert supply.trust.level is TrustLevel.AGREED
    assert evidence.proofs[0].confirmed == ("a",)


def test_proof_that_cannot_be_had_leaves_the_readings_and_says_why() -> None:
    gone = PinnedStateError("no state of that block", asked="a proof", whom="a")
    evidence = collected(Oracle(broken=gone))
    (proof,) = evidence.proofs
    assert isinstance(proof.proof, Unavailable)
    assert proof.proof.came == "no state of that block"
    assert isinstance(evidence.deployments[1].total_supply, Reading)


def test_control_slot_is_proven_or_withheld_with_both_values() -> None:
    contract = scope().token.deployments[1].asset.contract
    at = collected(Oracle()).chains[1].reference
    assert isinstance(at, BlockStamp)
    proof = Oracle().prove(contract, (), at=at).proof
    proof = replace(proof, control_slots=((7, ProvenValue(9, "slot 7", at, ("a step",))),))
    evidence = ProofEvidence(AssetId(contract), proof, ("a", "b"))
    good, bad, other = (StorageWord(contract, slot) for slot in (7, 7, 8))

    def held(question: StorageWord, word: int) -> ControlAnswer:
        asked = ControlEvidence(AssetId(contract), ((question, reading(word, ETHEREUM)),))
        ((_, answer),) = prove_control_slots(asked, evidence).answers
        return answer

    proven = held(good, 9)
    assert isinstance(proven, Reading)
    assert (proven.trust.level, proven.trust.agreeing) == (TrustLevel.PROVEN, 2)
    refuted = held(bad, 8)
    assert isinstance(refuted, Unavailable)
    assert "answered 8, and the block's own state holds 9" in refuted.came
    assert held(other, 8) == reading(8, ETHEREUM)
    asked = ControlEvidence(AssetId(contract), ((good, reading(9, ETHEREUM)),))
    assert prove_control_slots(asked, None) == asked
