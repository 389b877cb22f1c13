"""What was proven of each deployment, where proving was asked for."""

from dataclasses import dataclass

from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.issuance_proofs import IssuanceEvidence
from stableaudit.domain.phrases import say
from stableaudit.domain.proofs import TokenProof
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment, Finality
from stableaudit.reconcile.case import Case


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """One deployment."""

    deployment: Deployment
    chain_title: str
    simulated: bool
    proof: TokenProof | Unavailable
    confirmed: tuple[str, ...]
    """Operators that showed which slots are supply and balances; each once."""

    issuances: IssuanceEvidence | None = None
    """What blocks bear out of the ledger; None where there is no ledger to bear out."""


def proof_entries(case: Case) -> tuple[ProofEntry, ...]:
    """Return every deployment that was to be proven, and those of chains that cannot be."""
    if not (case.evidence.proofs or case.evidence.issuances):
        return ()
    return tuple(_entry(case, deployment) for deployment in case.scope.token.deployments)


def _entry(case: Case, deployment: Deployment) -> ProofEntry:
    spec = case.scope.chain(deployment.asset.chain)
    evidence = case.proof(deployment.asset)
    return ProofEntry(
        deployment,
        spec.title,
        spec.simulated,
        _nobody(deployment.asset, spec.finality) if evidence is None else evidence.proof,
        () if evidence is None else evidence.confirmed,
        case.issuances(deployment.asset),
    )


def _nobody(asset: AssetId, finality: Finality) -> Unavailable:
    reason = (
        "the blocks of this chain commit to their transactions alone, to no balance and no log"
        if finality is Finality.SOLIDIFIED
        else "nobody proved it: the chain has no reference block"
    )
    return not_asked(
        say("a proof of {contract}", contract=asset.contract), whom="nobody", reason=reason
    )
