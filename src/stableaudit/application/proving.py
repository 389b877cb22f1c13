"""Prove what was read: the supply and the largest balances, from the reference block's hash.

A reading that the proof bears out becomes PROVEN, if at least two operators confirmed which slots
are what. One that it does not bear out is withheld, both values kept: then somebody answered what
does not follow from the block.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stableaudit.application.observe import attempt
from stableaudit.application.pin import Pinned
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion, StorageWord
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.evidence import (
    ControlEvidence,
    DeploymentEvidence,
    HolderEvidence,
    Observed,
    ProofEvidence,
)
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger_evidence import LedgerEvidence, LedgerState
from stableaudit.domain.proofs import ProvenValue, TokenProof
from stableaudit.domain.readings import Pin, Reading, Source, Trust, TrustLevel, Unavailable
from stableaudit.ports.prover import Prover
from stableaudit.reconcile.proof_checks import ENOUGH

MOST: Final = 20
"""Accounts whose balance is proven: labelled ones first, then the largest."""


def prove_deployment(
    evidence: DeploymentEvidence,
    ledger: LedgerEvidence,
    pinned: Pinned,
    prover: Prover | None,
) -> tuple[DeploymentEvidence, ProofEvidence | None]:
    """Return the evidence with what could be proven, and the proof; None where nobody proves."""
    if prover is None:
        return evidence, None
    contract = evidence.asset.contract
    holders = _whose(evidence, ledger)
    proven = attempt(lambda: prover.prove(contract, holders, at=pinned.reference))
    if isinstance(proven, Unavailable):
        return evidence, ProofEvidence(evidence.asset, proven, ())
    proof = ProofEvidence(evidence.asset, proven.proof, proven.confirmed, proven.troubles)
    if len(proven.confirmed) < ENOUGH:
        return evidence, proof
    balances = dict(proven.proof.balances)
    return replace(
        evidence,
        total_supply=_held_to(evidence.total_supply, proven.proof.supply),
        holders=tuple(
            HolderEvidence(one.holder, _of(one.holder, one.balance, balances))
            for one in evidence.holders
        ),
    ), proof


def prove_control_slots(evidence: ControlEvidence, proof: ProofEvidence | None) -> ControlEvidence:
    """Return the evidence with the words of the token's own slots as they are proven."""
    found = None if proof is None else proof.proof
    if not isinstance(found, TokenProof):
        return evidence
    proven: dict[ControlQuestion, ProvenValue[int]] = {
        StorageWord(found.contract, slot): value for slot, value in found.control_slots
    }
    answers = tuple(
        (one, _slot_held_to(answer, proven.get(one))) for one, answer in evidence.answers
    )
    return replace(evidence, answers=answers)


def _slot_held_to(answer: ControlAnswer, proven: ProvenValue[int] | None) -> ControlAnswer:
    if proven is None or isinstance(answer, Unavailable):
        return answer
    if answer.value != proven.value:
        return _refuted(str(answer.value), answer.sources, proven)
    trust = Trust(TrustLevel.PROVEN, answer.trust.agreeing, answer.trust.asked)
    return replace(answer, trust=trust)


def _refuted(value: str, sources: tuple[Source, ...], proven: ProvenValue[int]) -> Unavailable:
    error = InconsistentError(
        f"answered {value}, and the block's own state holds {proven.value}",
        asked=proven.what,
        whom=" and ".join(source.operator for source in sources),
        at=str(proven.block),
        hint="use other endpoints: what these answer does not follow from the block",
    )
    return Unavailable.because(error)


def _whose(evidence: DeploymentEvidence, ledger: LedgerEvidence) -> tuple[AccountId, ...]:
    """Return the labelled accounts, then the largest holders of the ledger, each once."""
    named = [one.holder for one in evidence.holders]
    if isinstance(ledger.state, LedgerState):
        columns = ledger.state.holders
        count = min(MOST, len(columns.balances))
        chain = evidence.asset.chain
        named += [AccountId(chain, columns.address(index)) for index in range(count)]
    return tuple(dict.fromkeys(named))[:MOST]


def _of(
    holder: AccountId, balance: Observed[int], proven: Mapping[AccountId, ProvenValue[int]]
) -> Observed[int]:
    value = proven.get(holder)
    return balance if value is None else _held_to(balance, value)


def _held_to(observed: Observed[int], proven: ProvenValue[int]) -> Observed[int]:
    if isinstance(observed, Unavailable) or observed.pin is not Pin.EXACT:
        return observed
    if observed.value == proven.value:
        trust = observed.trust
        return _with_trust(observed, Trust(TrustLevel.PROVEN, trust.agreeing, trust.asked))
    return _refuted(str(observed.value), observed.sources, proven)


def _with_trust(reading: Reading[int], trust: Trust) -> Reading[int]:
    return replace(reading, trust=trust)
