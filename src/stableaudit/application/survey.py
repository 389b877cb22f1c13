"""Who controls a token, asked for by itself: every chain pinned and read, no ledger, no reserve.

Each chain is pinned, read and looked at again as a check of the token does it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from stableaudit.application.check import measurement_time
from stableaudit.application.collect import World
from stableaudit.application.control_history import history_at_hand
from stableaudit.application.controls import read_controls
from stableaudit.application.observe import attempt
from stableaudit.application.pin import Unpinned, pin_chain
from stableaudit.application.sources import sources_of
from stableaudit.controls.seen import Seen, has_none
from stableaudit.controls.snapshot import kept, snapshot_of
from stableaudit.controls.survey import power_map
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion, Getter
from stableaudit.domain.control_snapshot import ControlSnapshot, KeptControls
from stableaudit.domain.evidence import ChainEvidence, ControlEvidence, Evidence
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.ports.parallel import in_parallel
from stableaudit.reconcile.case import Case, Scope, describe


@dataclass(frozen=True, slots=True)
class Survey:
    """What was learnt of who controls a token."""

    case: Case
    """Its evidence holds chains and controls, nothing else."""

    unread: tuple[str, ...]
    """What was asked and not answered, as sentences; empty where everything was."""

    snapshot: ControlSnapshot
    """Of the deployments whose chain could be pinned."""


def survey(scope: Scope, world: World, *, as_of: int | None) -> Survey:
    """Return who controls every deployment in scope at an instant; without one, now.

    Raises:
        DeclarationError: the instant is in the future.
    """
    instant = measurement_time(as_of, world.clock, option="--as-of")
    read = in_parallel(lambda spec: _read_chain(scope, spec, world, instant), scope.chains)
    evidence = Evidence(
        instant,
        world.clock.now(),
        tuple(chain for chain, _ in read),
        (),
        (),
        controls=tuple(one for _, controls in read for one in controls),
    )
    case = Case(scope, evidence)
    found = tuple(_kept(case, each) for each in scope.token.deployments)
    snapshot = snapshot_of(scope.token.key, (one for one in found if one is not None))
    return Survey(case, tuple(_unread(case)), snapshot)


def _read_chain(
    scope: Scope, spec: ChainSpec, world: World, instant: int
) -> tuple[ChainEvidence, tuple[ControlEvidence, ...]]:
    world.progress.step(spec.title, "looking for its last final block")
    pinned = pin_chain(
        spec,
        world.readers.get(spec.id, ()),
        combine=world.combine,
        operators=world.operators,
        measurement_time=instant,
        clock=world.clock,
    )
    if isinstance(pinned, Unpinned):
        world.progress.step(spec.title, "not readable")
        asked = f"the reference block of {spec.title}, again"
        absent = not_asked(asked, whom="nobody", reason="it has none")
        incidents = () if pinned.reader is None else pinned.reader.incidents()
        return ChainEvidence(spec.id, pinned.endpoints, pinned.reason, absent, incidents), ()
    world.progress.step(spec.title, f"reading at {pinned.reference}")
    deployments = (each for each in scope.token.deployments if each.asset.chain == spec.id)
    events = sources_of(pinned, world.ledgers).events
    at, kept_here = pinned.reference, world.ledgers.at_hand
    controls = tuple(
        read_controls(each, pinned, events, history=history_at_hand(each, kept_here(each), at=at))
        for each in deployments
    )
    reread = attempt(lambda: pinned.reader.block(pinned.reference.number))
    world.progress.step(spec.title, "done")
    incidents = pinned.reader.incidents()
    return ChainEvidence(spec.id, pinned.endpoints, pinned.reference, reread, incidents), controls


def _kept(case: Case, deployment: Deployment) -> KeptControls | None:
    chain, found = case.chain(deployment.asset.chain), _found(case, deployment)
    if chain is None or found is None or not isinstance(chain.reference, BlockStamp):
        return None
    seen = Seen(dict(found.answers))
    return kept(power_map(deployment, seen), seen, block=chain.reference.number)


def _unread(case: Case) -> Iterator[str]:
    for deployment in case.scope.token.deployments:
        where = describe(deployment, case.scope)
        chain, found = case.chain(deployment.asset.chain), _found(case, deployment)
        if chain is None or found is None:
            yield f"{where}: nothing was read, for its chain has no reference block"
            continue
        if chain.reread != chain.reference:
            yield f"{where}: its chain did not give the same reference block again"
        unseen = [one.logs for one in found.approvals if isinstance(one.logs, Unavailable)]
        if unseen:
            yield f"{where}: what waits for signatures could not be read: {unseen[0]}"
        if isinstance(found.calls, Unavailable):
            yield f"{where}: who signed the newest acts could not be read: {found.calls}"
        missing = [str(answer) for question, answer in found.answers if _lacks(question, answer)]
        if missing:
            count = f"{len(missing)} of {len(found.answers)} answers"
            yield f"{where}: {count} could not be had; the first: {missing[0]}"


def _lacks(question: ControlQuestion, answer: ControlAnswer) -> bool:
    """Return whether an answer is missing. That a contract has no such function is an answer."""
    no_function = isinstance(question, Getter) and has_none(answer)
    return isinstance(answer, Unavailable) and not no_function


def _found(case: Case, deployment: Deployment) -> ControlEvidence | None:
    controls = case.evidence.controls
    return next((one for one in controls if one.asset == deployment.asset), None)
