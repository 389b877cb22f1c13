"""Blocks that bear a ledger out, proven again from a bundle's answers by the code that did it.

Headers, receipts, transactions and signatures are hashed and followed again; each block must have
the hash, the standing and the signers that the evidence says. The ledger's mints, burns and wipes
are held against it again; its transfers are not in a bundle, so neither are they compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from stableaudit.adapters.evidence.layout import EVIDENCE
from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.bootstrap.replayed import replayed
from stableaudit.domain.errors import BundleError, EvidenceError, UnreachableError
from stableaudit.domain.issuance_proofs import (
    FinalityProof,
    IssuanceEvidence,
    IssuanceProofs,
    ProvenBlock,
    UnprovenBlock,
)
from stableaudit.domain.ledger import Entry
from stableaudit.domain.ledger_evidence import LedgerState, SupplyHistory
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec, Deployment, Finality, LedgerDepth
from stableaudit.ports.issuance_prover import IssuanceProver
from stableaudit.reconcile.case import Case


def issuances_again(
    case: Case, kept: Mapping[str, tuple[Recorded, ...]]
) -> Iterator[tuple[ChainSpec, Deployment, str]]:
    """Yield chain, deployment and what the bundle lacks, for each whose blocks were proven.

    Raises:
        BundleError: the answers give another block, signer or list of logs than the evidence says;
            the error names the place.
    """
    for evidence in case.evidence.issuances:
        proofs = evidence.proofs
        if isinstance(proofs, Unavailable) or not proofs.blocks:
            continue
        spec = case.scope.chain(evidence.asset.chain)
        deployment = next(
            (one for one in case.scope.token.deployments if one.asset == evidence.asset), None
        )
        if deployment is None:
            message = f"has blocks of {evidence.asset}, which is none of its deployments"
            raise BundleError(message, where=EVIDENCE)
        again = _again(case, evidence, proofs, deployment, kept.get(spec.key, ()))
        yield spec, deployment, _compared(proofs, again, deployment)


def _again(
    case: Case,
    evidence: IssuanceEvidence,
    proofs: IssuanceProofs,
    deployment: Deployment,
    answers: tuple[Recorded, ...],
) -> IssuanceProofs:
    chain = case.chain(evidence.asset.chain)
    if chain is None or isinstance(chain.reference, Unavailable):
        message = f"has proven blocks of {evidence.asset} without a reference block"
        raise BundleError(message, where=EVIDENCE)
    spec = case.scope.chain(evidence.asset.chain)
    lines = _supply_lines(case, deployment)
    blocks = {number: lines.get(number, ()) for number in sorted(map(_number, proofs.blocks))}
    # Transfers are not in a bundle: held against supply events alone.
    shallow = replace(deployment, depth=LedgerDepth.SUPPLY)
    try:
        return _prover(spec, answers).prove(shallow, blocks, at=chain.reference)
    except (EvidenceError, ValueError) as error:
        came = error.came if isinstance(error, EvidenceError) else str(error)
        raise _refusal(deployment, came) from error


def _prover(spec: ChainSpec, answers: tuple[Recorded, ...]) -> IssuanceProver:
    voices = replayed(spec, answers)
    if spec.finality is Finality.SOLIDIFIED:
        from stableaudit.adapters.tron.issuance_prover import TronIssuanceProver
        from stableaudit.adapters.tron.node import Node

        return TronIssuanceProver(spec.id, [(one, Node(http)) for one, _, http in voices])
    from stableaudit.adapters.evm.issuance_prover import EvmIssuanceProver
    from stableaudit.adapters.transport.jsonrpc import JsonRpc

    return EvmIssuanceProver([(one, label, JsonRpc(http)) for one, label, http in voices])


def _supply_lines(case: Case, deployment: Deployment) -> dict[int, tuple[Entry, ...]]:
    state = case.ledger(deployment.asset)
    lines: dict[int, tuple[Entry, ...]] = {}
    if isinstance(state, LedgerState) and isinstance(state.history, SupplyHistory):
        for row in state.history.rows:
            lines[row.entry.block] = (*lines.get(row.entry.block, ()), row.entry)
    return lines


def _compared(told: IssuanceProofs, again: IssuanceProofs, deployment: Deployment) -> str:
    """Return what the bundle lacks to prove the blocks again; refuse what it contradicts."""
    by_number = {_number(one): one for one in again.blocks}
    lacking = 0
    for block in told.blocks:
        if isinstance(block, UnprovenBlock):
            continue
        found = by_number.get(block.block.number)
        if isinstance(found, ProvenBlock):
            _require_the_same(block, found, deployment)
        elif found is None or found.reason.kind == UnreachableError.kind:
            lacking += 1
        else:
            raise _refusal(deployment, f"block {block.block.number}: {found.reason.came}")
    _require_final(told.finality, again.finality, deployment)
    return f"no whole answers to {lacking} of its proven blocks" if lacking else ""


def _require_final(
    told: FinalityProof | Unavailable | None,
    again: FinalityProof | Unavailable | None,
    deployment: Deployment,
) -> None:
    if not isinstance(told, FinalityProof):
        return
    if not isinstance(again, FinalityProof):
        came = again.came if isinstance(again, Unavailable) else "its chain has no such proof"
        raise _refusal(deployment, f"finality: {came}")
    # Whose word the list of producers is names endpoints, which are not asked here.
    if (told.block, told.last, told.builders) != (again.block, again.last, again.builders):
        raise _refusal(deployment, "finality: it is another")


def _require_the_same(told: ProvenBlock, again: ProvenBlock, deployment: Deployment) -> None:
    one = (told.block, told.rests_on, told.shown, told.signers)
    if one != (again.block, again.rests_on, again.shown, again.signers):
        raise _refusal(
            deployment, f"block {told.block.number}: hash, standing or signer is another"
        )
    if again.differences and not told.differences:
        came = f"block {told.block.number}: {again.differences[0]}"
        raise _refusal(deployment, came)


def _number(block: ProvenBlock | UnprovenBlock) -> int:
    return block.block.number if isinstance(block, ProvenBlock) else block.number


def _refusal(deployment: Deployment, came: str) -> BundleError:
    return BundleError(
        f"the proven blocks of {deployment.asset.contract} do not follow from the answers in the "
        f"bundle: {came}",
        where=EVIDENCE,
        hint="get the bundle again from whoever made it",
    )
