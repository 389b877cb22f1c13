"""Whether every reading that is called PROVEN is what a proof in the evidence holds."""

from collections.abc import Iterator

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_questions import ControlQuestion, StorageWord
from stableaudit.domain.evidence import ControlEvidence, DeploymentEvidence, Observed, ProofEvidence
from stableaudit.domain.phrases import say
from stableaudit.domain.proofs import ProvenValue, TokenProof
from stableaudit.domain.readings import Reading, TrustLevel
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.proof_checks import ENOUGH


def unfounded_claims(case: Case) -> Iterator[str]:
    """Yield what is wrong with each claim to be proven, in words; nothing where all are founded.

    A proof must be of the deployment's contract at its chain's reference block, and a reading that
    is called PROVEN what it holds, its slots shown by enough operators.
    """
    for evidence in case.evidence.proofs:
        if isinstance(evidence.proof, TokenProof):
            yield from _of_proof(case, evidence, evidence.proof)
    for deployment in case.evidence.deployments:
        yield from _of_readings(deployment, case.proof(deployment.asset))
    for controls in case.evidence.controls:
        yield from _of_controls(controls, case.proof(controls.asset))
    yield from _of_prices_and_holdings(case)


def _of_proof(case: Case, evidence: ProofEvidence, proof: TokenProof) -> Iterator[str]:
    if proof.contract != evidence.asset.contract:
        yield say(
            "the proof of {contract} is of {contract2}",
            contract=evidence.asset.contract,
            contract2=proof.contract,
        )
    chain = case.chain(evidence.asset.chain)
    reference = None if chain is None else chain.reference
    if not isinstance(reference, BlockStamp) or proof.supply.block != reference:
        yield say(
            "the proof of {contract} is of {block}, not the reference block",
            contract=proof.contract,
            block=proof.supply.block,
        )


def _of_readings(deployment: DeploymentEvidence, evidence: ProofEvidence | None) -> Iterator[str]:
    contract = deployment.asset.contract
    proof = None
    if evidence is not None and len(evidence.confirmed) >= ENOUGH:
        proof = evidence.proof if isinstance(evidence.proof, TokenProof) else None
    balances = {} if proof is None else dict(proof.balances)
    supply = None if proof is None else proof.supply
    if not _founded(deployment.total_supply, supply):
        yield say(
            "the supply of {contract} is called PROVEN, and no proof in the evidence shows it",
            contract=contract,
        )
    for one in deployment.holders:
        if not _founded(one.balance, balances.get(one.holder)):
            yield (
                say(
                    "the balance of {local} of {contract} is called PROVEN, and no proof "
                    "in the evidence shows it",
                    local=one.holder.local,
                    contract=contract,
                )
            )
    others = (deployment.decimals, deployment.name, deployment.symbol, deployment.code_hash)
    if any(isinstance(each, Reading) and _is_proven(each) for each in others):
        yield say("what is never proven of {contract} is called PROVEN", contract=contract)


def _of_controls(controls: ControlEvidence, evidence: ProofEvidence | None) -> Iterator[str]:
    proof = None if evidence is None else evidence.proof
    held: dict[ControlQuestion, int] = (
        {StorageWord(proof.contract, slot): value.value for slot, value in proof.control_slots}
        if isinstance(proof, TokenProof)
        else {}
    )
    for question, answer in controls.answers:
        if (
            isinstance(answer, Reading)
            and _is_proven(answer)
            and held.get(question) != answer.value
        ):
            yield (
                say(
                    "{label} of {contract} is called PROVEN, and no proof in the evidence shows it",
                    label=question.label,
                    contract=question.contract,
                )
            )


def _of_prices_and_holdings(case: Case) -> Iterator[str]:
    for feed in case.evidence.feeds:
        parts = (feed.decimals, feed.description, feed.round, *feed.recent)
        more = (feed.at_statement, feed.history)
        if any(isinstance(each, Reading) and _is_proven(each) for each in (*parts, *more)):
            yield say("what is never proven of {contract} is called PROVEN", contract=feed.contract)
    for holding in case.evidence.holdings:
        read = (holding.balance, holding.decimals)
        if any(isinstance(each, Reading) and _is_proven(each) for each in read):
            yield say(
                "what is never proven of {untrusted} is called PROVEN",
                untrusted=Untrusted(holding.holding),
            )


def _founded(observed: Observed[int], proven: ProvenValue[int] | None) -> bool:
    if not isinstance(observed, Reading) or not _is_proven(observed):
        return True
    return proven is not None and (observed.value, observed.at, observed.observed_at) == (
        proven.value,
        proven.block,
        proven.block,
    )


def _is_proven(reading: Reading[object]) -> bool:
    return reading.trust.level is TrustLevel.PROVEN
