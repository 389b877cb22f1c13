"""Proofs of a document as the JSON report has them."""

from stableaudit.domain import proofs, readings
from stableaudit.report.accounts import spell
from stableaudit.report.sections.proofs import ProofEntry
from stableaudit.report.v1.fill_values import block, unavailable
from stableaudit.report.v1.proofs import Proof, ProvenBalance, TokenProof


def proof(entry: ProofEntry) -> Proof:
    """Return what was proven of one deployment."""
    found = entry.proof
    return Proof(
        asset=str(entry.deployment.asset),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        proof=unavailable(found) if isinstance(found, readings.Unavailable) else _token(found),
        confirmed=entry.confirmed,
    )


def _token(found: proofs.TokenProof) -> TokenProof:
    return TokenProof(
        block=block(found.supply.block),
        code_hash=found.code_hash.value,
        supply=str(found.supply.value),
        balances=tuple(
            ProvenBalance(account=str(account), address=spell(account), balance=str(value.value))
            for account, value in found.balances
        ),
        layout=found.layout,
        steps=found.supply.steps,
    )
