"""Proofs of a document as the JSON report has them."""

from stableaudit.domain import issuance_proofs, proofs, readings
from stableaudit.domain.finality import FinalityEvidence
from stableaudit.report.accounts import spell
from stableaudit.report.sections.proofs import ProofEntry
from stableaudit.report.v1 import values
from stableaudit.report.v1.fill_values import block, unavailable
from stableaudit.report.v1.proofs import (
    Finality,
    IssuanceBlocks,
    Proof,
    ProvenBalance,
    ProvenBlock,
    ProvenSlot,
    SignedFinality,
    TokenProof,
    UnprovenBlock,
)


def proof(entry: ProofEntry) -> Proof:
    """Return what was proven of one deployment."""
    found = entry.proof
    return Proof(
        asset=str(entry.deployment.asset),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        proof=unavailable(found) if isinstance(found, readings.Unavailable) else _token(found),
        confirmed=entry.confirmed,
        issuances=_issuances(entry.issuances),
    )


def signed_finality(
    found: FinalityEvidence | readings.Unavailable | None,
) -> SignedFinality | values.Unavailable | None:
    """Return what validators signed as final, why nothing is shown, or null."""
    if found is None or isinstance(found, readings.Unavailable):
        return None if found is None else unavailable(found)
    return SignedFinality(
        block=block(found.final.block),
        signers=found.final.signers,
        validators=found.final.validators,
        needed=found.final.needed,
        rests_on=found.final.rests_on,
        steps=found.final.steps,
        unlinked=None if found.unlinked is None else unavailable(found.unlinked),
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
        control_slots=tuple(
            ProvenSlot(slot=f"0x{slot:064x}", word=f"0x{value.value:064x}")
            for slot, value in found.control_slots
        ),
    )


def _issuances(
    found: issuance_proofs.IssuanceEvidence | None,
) -> IssuanceBlocks | values.Unavailable | None:
    if found is None:
        return None
    if isinstance(found.proofs, readings.Unavailable):
        return unavailable(found.proofs)
    finality = found.proofs.finality
    return IssuanceBlocks(
        blocks=tuple(_block(each, found.sampled) for each in found.proofs.blocks),
        finality=(
            None
            if finality is None
            else unavailable(finality)
            if isinstance(finality, readings.Unavailable)
            else Finality(
                block=block(finality.block),
                last=str(finality.last),
                builders=str(finality.builders),
                rests_on=finality.rests_on,
            )
        ),
        left_out=found.left_out,
    )


def _block(
    found: issuance_proofs.ProvenBlock | issuance_proofs.UnprovenBlock, sampled: tuple[int, ...]
) -> ProvenBlock | UnprovenBlock:
    if isinstance(found, issuance_proofs.UnprovenBlock):
        return UnprovenBlock(number=str(found.number), why=str(found.reason))
    return ProvenBlock(
        block=block(found.block),
        shown=found.shown.value,
        rests_on=found.rests_on,
        sampled=found.block.number in sampled,
        ledger_lines=found.lines,
        signers=tuple(spell(one) for one in found.signers),
        differences=found.differences,
    )
