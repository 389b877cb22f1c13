"""The proofs of a bundle, worked out again from its answers by the code that made them.

1. What is called PROVEN must be what a proof in the evidence holds (reconcile/proof_claims.py).
2. Header and eth_getProof answers of a proof that are in the bundle are read, hashed and followed
   again, and the slots are found and confirmed again: the same proof must come of it.
3. Where these answers are not in the bundle, that is said. Nothing is refused for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stableaudit.adapters.evidence.answers import kept_answers
from stableaudit.adapters.evidence.folder import shown
from stableaudit.adapters.evidence.layout import EVIDENCE
from stableaudit.adapters.evidence.reader import Bundle
from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.adapters.transport.redact import REDACTED
from stableaudit.bootstrap.issuances_again import issuances_again
from stableaudit.bootstrap.replayed import replayed
from stableaudit.domain.errors import BundleError, EvidenceError
from stableaudit.domain.evidence import ProofEvidence
from stableaudit.domain.proofs import TokenProof
from stableaudit.domain.tokens import ChainSpec, Finality
from stableaudit.ports.prover import Proven
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.proof_claims import unfounded_claims

_MOST_QUESTION: Final = 1 << 14
"""Bytes: a proof of twenty balances is asked for by two thousand."""


@dataclass(frozen=True, slots=True)
class Reworked:
    """What came of working out a proof again."""

    chain_title: str
    contract: str
    missing: str
    """What the bundle lacks for it; empty where the same proof came of it."""

    what: str = "proof"
    """`proof` of its state, or its `proven blocks`."""


def work_out_again(path: Path, bundle: Bundle) -> tuple[Reworked, ...]:
    """Return what came of every proof of a bundle; empty where nothing was proven.

    Args:
        path: where `bundle` was read.
        bundle: whose evidence holds together otherwise.

    Raises:
        BundleError: a claim to be proven is unfounded, or the answers do not give a proof again;
            the error names the place in the answer.
    """
    for claim in unfounded_claims(bundle.case):
        raise BundleError(claim, where=EVIDENCE)
    evidence = bundle.case.evidence
    proven = any(isinstance(one.proof, TokenProof) for one in evidence.proofs)
    if not proven and not evidence.issuances:
        return ()
    with kept_answers(path, bundle) as kept:
        blocks = (
            Reworked(spec.title, deployment.asset.contract.local, missing, "proven blocks")
            for spec, deployment, missing in issuances_again(bundle.case, kept)
        )
        return (*_all(bundle.case, kept), *blocks)


def _all(case: Case, kept: dict[str, tuple[Recorded, ...]]) -> Iterator[Reworked]:
    for evidence in case.evidence.proofs:
        proof = evidence.proof
        if not isinstance(proof, TokenProof):
            continue
        spec = case.scope.chain(evidence.asset.chain)
        if spec.finality is Finality.SOLIDIFIED or spec.id.namespace != "eip155":
            message = f"has a proof of {proof.contract}, whose chain commits to no state"
            raise BundleError(message, where=EVIDENCE)
        answers = tuple(
            one for one in kept.get(spec.key, ()) if one.question_size <= _MOST_QUESTION
        )
        missing = _missing(proof, answers)
        if not missing:
            _require_the_same(evidence, proof, _proven(spec, proof, answers))
        yield Reworked(spec.title, proof.contract.local, missing)


def _missing(proof: TokenProof, answers: Iterable[Recorded]) -> str:
    """Return which answer that the proof was taken from is not kept whole; empty where all are."""
    block = proof.supply.block.hash
    wanted = {
        "eth_getBlockByHash": ("eth_getBlockByHash", block),
        "eth_getProof": ("eth_getProof", block, proof.contract.local),
    }
    for one in answers:
        question = one.question()
        there = [name for name, words in wanted.items() if all(word in question for word in words)]
        if there and REDACTED.encode() not in one.answer():
            for name in there:
                del wanted[name]
    return " and ".join(f"no whole answer to {name}" for name in wanted)


def _proven(spec: ChainSpec, proof: TokenProof, answers: tuple[Recorded, ...]) -> Proven:
    from stableaudit.adapters.evm.prover import EvmProver
    from stableaudit.adapters.transport.jsonrpc import JsonRpc

    voices = [(one, label, JsonRpc(http)) for one, label, http in replayed(spec, answers)]
    holders = tuple(holder for holder, _ in proof.balances)
    try:
        return EvmProver(voices).prove(proof.contract, holders, at=proof.supply.block)
    except (EvidenceError, ValueError) as error:
        came = error.came if isinstance(error, EvidenceError) else str(error)
        raise _refusal(proof, came) from error


def _require_the_same(evidence: ProofEvidence, proof: TokenProof, again: Proven) -> None:
    if again.proof != proof:
        raise _refusal(proof, f"{_first_difference(proof, again.proof)} is another")
    lacking = [one for one in evidence.confirmed if one not in again.confirmed]
    if lacking:
        raise _refusal(proof, f"the answers of {shown(lacking[0])} do not confirm its slots")


def _first_difference(proof: TokenProof, again: TokenProof) -> str:
    for name in ("code_hash", "supply", "layout"):
        if getattr(proof, name) != getattr(again, name):
            return name
    return "a balance"


def _refusal(proof: TokenProof, came: str) -> BundleError:
    return BundleError(
        f"the proof of {proof.contract} does not follow from the answers in the bundle: {came}",
        where=EVIDENCE,
        hint="get the bundle again from whoever made it",
    )
