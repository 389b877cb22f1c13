"""Whether whoever controlled a token when a snapshot was kept still does (CTL-05)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.controls.changes import changes_in
from stableaudit.controls.drift import drift
from stableaudit.controls.snapshot import kept
from stableaudit.controls.survey import power_map
from stableaudit.domain.control_questions import ControlAnswer
from stableaudit.domain.control_snapshot import KeptControls
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.permission_updates import PermissionUpdates, PermissionUpdatesOf
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure

_SHOWN: Final = 10


def _drifted(case: Case, _books: Books) -> Iterator[Violation]:
    snapshot = case.scope.controls
    if snapshot is None:
        return
    for deployment in case.scope.token.deployments:
        subject = describe(deployment, case.scope)
        before = snapshot.deployment(deployment.asset)
        after = _kept_now(case, deployment)
        if before is None:
            why = "the snapshot of who controls it does not have this deployment"
            yield Violation(subject, why, Bearing.UNDECIDED)
        elif after is None:
            why = "who controls it was not read, so it was not compared with the snapshot"
            yield Violation(subject, why, Bearing.UNDECIDED)
        elif differences := drift(before, after):
            told = "; ".join(str(each) for each in differences[:_SHOWN])
            yield Violation(
                subject,
                f"who controls it is otherwise than at block {before.block}: {told}. "
                f"{_by_what(case, deployment)}",
                Bearing.UNDECIDED,
                (figure("differences", len(differences)),),
            )


def _by_what(case: Case, deployment: Deployment) -> str:
    """Return which events told of changes since, in words."""
    evidence = case.control_evidence(deployment)
    told: list[str] = []
    answers = {} if evidence is None else dict(evidence.answers)
    for each in () if evidence is None else evidence.changes:
        where = f"{each.account.local}, blocks {each.first} to {each.last}"
        # An account of TRON has no code that writes logs: its own transactions tell.
        updates = answers.get(PermissionUpdatesOf(each.account, each.first))
        if updates is not None:
            told.append(f"{where}: {_updates(updates)}")
            continue
        if isinstance(each.logs, Unavailable):
            told.append(f"{where}: not known ({each.logs})")
            continue
        changes = changes_in(each.account, each.logs)
        last = ", ".join(str(change) for change in changes[-_SHOWN:])
        told.append(f"{where}: {last or 'no event tells of it'}")
    return f"What told of it: {'; '.join(told) or 'nothing was looked for'}"


def _updates(answer: ControlAnswer) -> str:
    if isinstance(answer, Unavailable):
        return f"no event tells of permissions, and no list of its transactions ({answer})"
    return str(answer.value) if isinstance(answer.value, PermissionUpdates) else "not known"


def _kept_now(case: Case, deployment: Deployment) -> KeptControls | None:
    seen, chain = case.seen(deployment), case.chain(deployment.asset.chain)
    if seen is None or chain is None or isinstance(chain.reference, Unavailable):
        return None
    return kept(power_map(deployment, seen), seen, block=chain.reference.number)


AS_KEPT: Final = Check(
    "CTL-05",
    "Where a snapshot is given, whoever controlled each deployment still does, by the same code.",
    Severity.HIGH,
    "A changed owner, threshold, delay or implementation is either announced or an attack. The "
    "figures may still be true; whoever made them true is another.",
    "Ask the issuer; if the change is right, write the snapshot anew: `controls TOKEN --write`.",
    _drifted,
)
