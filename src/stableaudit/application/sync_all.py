"""Bring every ledger of a token up to its chains' last final blocks, or say what it would cost."""

from collections.abc import Callable
from typing import TypeVar

from stableaudit.application.collect import World
from stableaudit.application.observe import attempt
from stableaudit.application.pin import Pinned, Unpinned, pin_chain
from stableaudit.application.sources import Sources, sources_of
from stableaudit.application.sync import missing, sync
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.ledger import Coverage
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.ledger.control_logs import ledger_query
from stableaudit.ledger.fetches import FetchOutcome, PlannedFetch
from stableaudit.ports.parallel import in_parallel
from stableaudit.reconcile.case import Scope

T = TypeVar("T")


def sync_all(scope: Scope, world: World) -> tuple[FetchOutcome, ...]:
    """Return how far each ledger goes now, in the registry's order of chains.

    Raises:
        StoreError: another process has a ledger open, or a file failed.
    """

    def one(deployment: Deployment, pinned: Pinned | Unpinned) -> FetchOutcome:
        with world.ledgers.open(deployment) as store:
            before = store.coverage()
            if isinstance(pinned, Unpinned):
                return FetchOutcome(deployment, pinned.spec, before, before, pinned.reason)
            world.progress.step(pinned.spec.title, "bringing the ledger up to date")
            sources = sources_of(pinned, world.ledgers)
            until, failure = pinned.reference, None
            rewritten: tuple[str, ...] = ()
            troubles: tuple[str, ...] = ()
            try:
                synced = sync(deployment, sources, store, until=until, progress=world.progress)
                rewritten, troubles = synced.rewritten, synced.troubles
            except EvidenceError as error:
                failure = Unavailable.because(error)
            return FetchOutcome(
                deployment, pinned.spec, before, store.coverage(), failure, rewritten, troubles
            )

    return _each(scope, world, one)


def plan_all(
    scope: Scope, world: World, coverage: Callable[[Deployment], Coverage | None]
) -> tuple[PlannedFetch, ...]:
    """Return what bringing each ledger up to date would cost. Fetches no logs, writes nothing.

    Args:
        scope: the token and its chains.
        world: whom to ask for the last final block.
        coverage: what a ledger holds already; None where there is none.

    Raises:
        StoreError: another process has a ledger open, or a file failed.
    """

    def one(deployment: Deployment, pinned: Pinned | Unpinned) -> PlannedFetch:
        held = coverage(deployment)
        if isinstance(pinned, Unpinned):
            return PlannedFetch(deployment, pinned.spec, held, pinned.reason)
        sources = sources_of(pinned, world.ledgers)
        cost = attempt(lambda: _cost(deployment, pinned, sources, held))
        return PlannedFetch(deployment, pinned.spec, held, cost)

    return _each(scope, world, one)


def _cost(
    deployment: Deployment, pinned: Pinned, sources: Sources, held: Coverage | None
) -> FetchPlan | Unavailable | None:
    lacks = missing(deployment, held, reader=sources.reader, until=pinned.reference)
    if lacks.blocks is None:
        return None
    if not sources.events:
        return not_asked(
            f"the logs of {deployment.asset}",
            whom=pinned.spec.title,
            reason="no endpoint of the chain may be read",
        )
    return sources.events[0].plan(ledger_query(deployment), lacks.blocks)


def _each(
    scope: Scope, world: World, work: Callable[[Deployment, Pinned | Unpinned], T]
) -> tuple[T, ...]:
    now = world.clock.now()

    def one(spec: ChainSpec) -> tuple[T, ...]:
        world.progress.step(spec.title, "looking for its last final block")
        pinned = pin_chain(
            spec,
            world.readers.get(spec.id, ()),
            combine=world.combine,
            operators=world.operators,
            measurement_time=now,
            clock=world.clock,
        )
        own = tuple(d for d in scope.token.deployments if d.asset.chain == spec.id)
        found = tuple(work(deployment, pinned) for deployment in own)
        world.progress.step(spec.title, "done")
        return found

    return tuple(result for found in in_parallel(one, scope.chains) for result in found)
