"""Whether whoever controlled a token when a snapshot was kept still does (CTL-05)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.controls.changes import changes_in
from stableaudit.controls.drift import asked_again, drift
from stableaudit.controls.membership import Term, appointed_since
from stableaudit.controls.seen import Seen
from stableaudit.controls.snapshot import kept
from stableaudit.controls.survey import power_map
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.control_questions import ControlAnswer
from stableaudit.domain.control_snapshot import KeptControls
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.permission_updates import PermissionUpdates, PermissionUpdatesOf
from stableaudit.domain.phrases import joined, say
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
        after, seen = _kept_now(case, deployment), case.seen(deployment)
        if before is None:
            why = "the snapshot of who controls it does not have this deployment"
            yield Violation(subject, why, Bearing.UNDECIDED)
        elif after is None or seen is None:
            why = "who controls it was not read, so it was not compared with the snapshot"
            yield Violation(subject, why, Bearing.UNDECIDED)
        elif differences := drift(asked_again(before, seen), after):
            told = joined("; ", (str(each) for each in differences[:_SHOWN]))
            yield Violation(
                subject,
                say(
                    "who controls it is otherwise than at block {block}: {told}. {by_what}",
                    block=before.block,
                    told=told,
                    by_what=_by_what(case, deployment),
                ),
                Bearing.UNDECIDED,
                (figure("differences", len(differences)),),
            )
        if before is not None and (appointed := _appointed(case, deployment, before)):
            told = joined("; ", (_term(each) for each in appointed[-_SHOWN:]))
            yield Violation(
                subject,
                say(
                    "appointed since block {block}, who moved nothing then: {told}",
                    block=before.block,
                    told=told,
                ),
                Bearing.UNDECIDED,
                (figure("appointed", len(appointed)),),
            )


def _appointed(case: Case, deployment: Deployment, before: KeptControls) -> tuple[Term, ...]:
    """Return terms that began since, of whom the snapshot does not know; those it does differ."""
    evidence = case.control_evidence(deployment)
    if evidence is None or not isinstance(evidence.history, ControlHistory):
        return ()
    token, seen = deployment.asset.contract, Seen(dict(evidence.answers))
    found = appointed_since(token, evidence.history.told.logs, seen, block=before.block)
    known = {actor.account for actor in before.actors}
    return tuple(term for term in found if term.membership.account not in known)


def _term(term: Term) -> str:
    # `appointed_since` returns terms whose grant is known.
    ends = (end.log for end in (term.granted,) if end is not None)
    by = "".join(
        say(
            " in block {block} by transaction 0x{transaction}",
            block=log.block,
            transaction=log.transaction.hex(),
        )
        for log in ends
    )
    return say(
        "{office} to {local}{by}",
        office=term.membership.office,
        local=term.membership.account.local,
        by=by,
    )


def _by_what(case: Case, deployment: Deployment) -> str:
    """Return which events told of changes since, in words."""
    evidence = case.control_evidence(deployment)
    told: list[str] = []
    answers = {} if evidence is None else dict(evidence.answers)
    for each in () if evidence is None else evidence.changes:
        where = say(
            "{local}, blocks {first} to {last}",
            local=each.account.local,
            first=each.first,
            last=each.last,
        )
        # An account of TRON has no code that writes logs: its own transactions tell.
        updates = answers.get(PermissionUpdatesOf(each.account, each.first))
        if updates is not None:
            told.append(say("{where}: {updates}", where=where, updates=_updates(updates)))
            continue
        if isinstance(each.logs, Unavailable):
            told.append(say("{where}: not known ({logs})", where=where, logs=each.logs))
            continue
        changes = changes_in(each.account, each.logs)
        last = joined(", ", (str(change) for change in changes[-_SHOWN:]))
        told.append(say("{where}: {last}", where=where, last=last or "no event tells of it"))
    return say("What told of it: {told}", told=joined("; ", told) or "nothing was looked for")


def _updates(answer: ControlAnswer) -> str:
    if isinstance(answer, Unavailable):
        return say(
            "no event tells of permissions, and no list of its transactions ({answer})",
            answer=answer,
        )
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
