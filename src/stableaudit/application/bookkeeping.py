"""One deployment's books in one go: its ledger, and readings rolled back through it."""

from dataclasses import replace

from stableaudit.application.derived import latest_observed, rolled_back
from stableaudit.application.ledger_state import Audited, ledger_evidence
from stableaudit.application.observe import attempt, observe
from stableaudit.application.pin import Pinned
from stableaudit.application.sources import LedgerAccess, sources_of
from stableaudit.application.sync import sync
from stableaudit.domain.errors import EvidenceError, PinnedStateError
from stableaudit.domain.evidence import DeploymentEvidence
from stableaudit.domain.ledger_evidence import LedgerEvidence
from stableaudit.domain.questions import BalanceOf, Decimals, TotalSupply
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.ports.progress import Progress


def keep_books(
    deployment: Deployment,
    evidence: DeploymentEvidence,
    pinned: Pinned,
    access: LedgerAccess,
    *,
    operators: int,
    progress: Progress,
) -> tuple[DeploymentEvidence, LedgerEvidence]:
    """Return a deployment's readings, rolled back where they are later, and its ledger.

    Raises:
        StoreError: another process has the ledger open, or its file failed.
    """
    sources = sources_of(pinned, access)
    at = pinned.reference
    evidence = _at_final_where_gone(deployment, evidence, pinned)
    with access.open(deployment) as store:
        most = access.most_balances[deployment.asset.chain]
        audited = Audited(deployment, sources, store, at, operators, most)
        ledger = ledger_evidence(audited, progress=progress)
        last = latest_observed(evidence, at)
        if last is None or isinstance(ledger.state, Unavailable):
            return evidence, ledger
        try:
            sync(deployment, sources, store, until=last, progress=progress)
        except EvidenceError:
            # The readings stay what they are, loose; the pin's check says so.
            return evidence, ledger
        return rolled_back(evidence, store, at=at), ledger


def _at_final_where_gone(
    deployment: Deployment, evidence: DeploymentEvidence, pinned: Pinned
) -> DeploymentEvidence:
    """Return the evidence, its amounts read at the last final block where a past state is gone."""
    gone = evidence.total_supply
    if (
        not isinstance(gone, Unavailable)
        or gone.kind != PinnedStateError.kind
        or pinned.final == pinned.reference
    ):
        return evidence
    token = deployment.asset.contract
    asked = (
        TotalSupply(token),
        Decimals(token),
        *(BalanceOf(token, entry.holder) for entry in evidence.holders),
    )
    answers = attempt(lambda: pinned.reader.ask(asked, at=pinned.final))
    if isinstance(answers, Unavailable):
        return evidence
    return replace(
        evidence,
        total_supply=observe(answers, TotalSupply(token)),
        decimals=observe(answers, Decimals(token)),
        holders=tuple(
            replace(entry, balance=observe(answers, BalanceOf(token, entry.holder)))
            for entry in evidence.holders
        ),
    )
