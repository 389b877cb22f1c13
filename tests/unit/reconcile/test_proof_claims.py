"""What is called PROVEN is what a proof holds; every other claim is named."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stableaudit.domain.control_questions import CodeOf, StorageWord
from stableaudit.domain.evidence import (
    ControlEvidence,
    DeploymentEvidence,
    HolderEvidence,
    ProofEvidence,
)
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.proofs import ProvenValue, TokenProof
from stableaudit.domain.readings import Trust, TrustLevel
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.proof_claims import unfounded_claims
from tests.cases import (
    AGREED,
    BNB,
    ETHEREUM,
    HOLDERS,
    NO_ANSWER,
    block,
    crypto_case,
    healthy_case,
    reading,
    with_chain,
    with_deployment,
    with_feed,
    with_holding,
)

PROVEN = Trust(TrustLevel.PROVEN, 2, 2)
SUPPLY, HELD = 10_000_000_000000, 5
HOLDER = AccountId(ETHEREUM, HOLDERS[0])
CONTRACT = healthy_case().scope.token.deployments[1].asset.contract


def value(number: int) -> ProvenValue[int]:
    return ProvenValue(number, "it", block(ETHEREUM), ("a step",))


PROOF = TokenProof(
    CONTRACT,
    ProvenValue("0x" + "ab" * 32, "its code", block(ETHEREUM), ("a step",)),
    value(SUPPLY),
    ((HOLDER, value(HELD)),),
    "found at the node",
)


def proven_case(evidence: ProofEvidence | None = None) -> Case:
    """Supply and one balance on Ethereum are called PROVEN, and are."""
    case = healthy_case()
    found = evidence or ProofEvidence(AssetId(CONTRACT), PROOF, ("a", "b"))
    case = replace(case, evidence=replace(case.evidence, proofs=(found,)))
    entry = case.evidence.deployments[1]
    held = (
        HolderEvidence(HOLDER, reading(HELD, ETHEREUM, trust=PROVEN)),
        HolderEvidence(AccountId(ETHEREUM, HOLDERS[1]), NO_ANSWER),
    )
    supply = reading(SUPPLY, ETHEREUM, trust=PROVEN)
    return with_deployment(case, 1, replace(entry, total_supply=supply, holders=held))


def changed(change: Callable[[DeploymentEvidence], DeploymentEvidence]) -> Case:
    case = proven_case()
    return with_deployment(case, 1, change(case.evidence.deployments[1]))


def claims(case: Case) -> str:
    return " | ".join(unfounded_claims(case))


def test_claims_that_are_founded_are_not_named() -> None:
    assert claims(proven_case()) == ""
    assert claims(healthy_case()) == ""
    unproven = ProofEvidence(AssetId(CONTRACT), NO_ANSWER, ())
    case = healthy_case()
    assert claims(replace(case, evidence=replace(case.evidence, proofs=(unproven,)))) == ""


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (proven_case(ProofEvidence(AssetId(CONTRACT), NO_ANSWER, ())), "the supply of"),
        (proven_case(ProofEvidence(AssetId(CONTRACT), PROOF, ("a",))), "the balance of"),
        (replace(proven_case(), evidence=replace(proven_case().evidence, proofs=())), "the supply"),
        (
            changed(lambda e: replace(e, total_supply=reading(SUPPLY + 1, ETHEREUM, trust=PROVEN))),
            "the supply of",
        ),
        (
            changed(
                lambda e: replace(
                    e,
                    holders=(HolderEvidence(HOLDER, reading(6, ETHEREUM, trust=PROVEN)),),
                )
            ),
            f"the balance of {HOLDER.local}",
        ),
        (
            changed(lambda e: replace(e, decimals=reading(6, ETHEREUM, trust=PROVEN))),
            "what is never proven of",
        ),
    ],
    ids=["no proof", "one operator", "nobody", "another supply", "another balance", "decimals"],
)
def test_claim_that_no_proof_shows_is_named(case: Case, said: str) -> None:
    assert said in claims(case)


def test_price_or_holding_that_is_called_proven_is_named() -> None:
    case = healthy_case()
    feed = replace(case.evidence.feeds[0], decimals=reading(8, ETHEREUM, trust=PROVEN))
    assert "what is never proven of eip155:1:0x0909" in claims(with_feed(case, 0, feed))
    coins = replace(crypto_case().evidence.holdings[0], balance=reading(1, BNB, trust=PROVEN))
    assert "what is never proven of bnb-1" in claims(with_holding(crypto_case(), 0, coins))
    assert claims(crypto_case()) == ""


def test_proof_of_another_contract_or_block_is_named() -> None:
    other = replace(PROOF, contract=AccountId(ETHEREUM, b"\2" * 20))
    assert "is of eip155:1:0x0202" in claims(
        proven_case(ProofEvidence(AssetId(CONTRACT), other, ("a", "b")))
    )
    case = proven_case()
    moved = replace(case.evidence.chains[1], reference=block(ETHEREUM, number=1001))
    assert "not the reference block" in claims(with_chain(case, 1, moved))
    assert "not the reference block" in claims(
        replace(case, evidence=replace(case.evidence, chains=()))
    )


SLOT = StorageWord(CONTRACT, 7)


def with_slot(word: int, trust: Trust, *, proven: int | None = 9) -> Case:
    proof = PROOF if proven is None else replace(PROOF, control_slots=((7, value(proven)),))
    case = proven_case(ProofEvidence(AssetId(CONTRACT), proof, ("a", "b")))
    answer = reading(word, ETHEREUM, trust=trust)
    controls = ControlEvidence(AssetId(CONTRACT), ((SLOT, answer), (CodeOf(CONTRACT), NO_ANSWER)))
    return replace(case, evidence=replace(case.evidence, controls=(controls,)))


def test_slot_that_a_proof_holds_is_founded_and_any_other_claim_is_not() -> None:
    assert claims(with_slot(9, PROVEN)) == claims(with_slot(8, AGREED)) == ""
    said = f"{SLOT.label} of {CONTRACT} is called PROVEN, and no proof in the evidence shows it"
    assert claims(with_slot(8, PROVEN)) == claims(with_slot(9, PROVEN, proven=None)) == said
    case = with_slot(9, PROVEN)
    assert claims(replace(case, evidence=replace(case.evidence, proofs=()))).endswith(said)
