"""Bring every ledger of a token up to its chains' last final blocks, or say what it would cost."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from stableaudit.application.collect import World
from stableaudit.application.observe import attempt
from stableaudit.application.pin import Pinned, Unpinned, pin_chain
from stableaudit.application.sources import Sources, sources_of
from stableaudit.application.sync import Synced, missing, query_of, sync
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.ledger import Coverage
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.ports.parallel import in_parallel
from stableaudit.reconcile.case import Scope

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Nothing:
    """A ledger that lacks nothing."""

    coverage: Coverage


@dataclass(frozen=True, slots=True)
class DeploymentOutcome(Generic[T]):
    """What came of one deployment."""

    deployment: Deployment
    spec: ChainSpec
    until: BlockStamp | Unavailable
    """The last final block, which the ledger is to reach."""

    outcome: T | Unavailable


def sync_all(scope: Scope, world: World) -> tuple[DeploymentOutcome[Synced], ...]:
    """Return how each ledger was brought up to date, in the registry's order of chains.

    Raises:
        StoreError: another process has a ledger open, or a file failed.
    """

    def work(deployment: Deployment, pinned: Pinned, sources: Sources) -> Synced:
        world.progress.step(pinned.spec.title, "bringing the ledger up to date")
        with world.ledgers.open(deployment) as store:
            return sync(deployment, sources, store, until=pinned.reference, progress=world.progress)

    return _each(scope, world, work)


def plan_all(
    scope: Scope, world: World, coverage: Callable[[Deployment], Coverage | None]
) -> tuple[DeploymentOutcome[FetchPlan | Nothing], ...]:
    """Return what bringing each ledger up to date would cost. Fetches no logs, writes nothing."""

    def work(deployment: Deployment, pinned: Pinned, sources: Sources) -> FetchPlan | Nothing:
        held = coverage(deployment)
        lacks = missing(deployment, held, reader=sources.reader, until=pinned.reference)
        if lacks.blocks is None and held is not None:
            return Nothing(held)
        if lacks.blocks is None or not sources.events:
            raise UnreachableError(
                "nobody: no endpoint of the chain may be read",
                asked=f"the logs of {deployment.asset}",
                whom=pinned.spec.title,
            )
        return sources.events[0].plan(query_of(deployment), lacks.blocks)

    return _each(scope, world, work)


def _each(
    scope: Scope, world: World, work: Callable[[Deployment, Pinned, Sources], T]
) -> tuple[DeploymentOutcome[T], ...]:
    now = world.clock.now()

    def one(spec: ChainSpec) -> tuple[DeploymentOutcome[T], ...]:
        deployments = [d for d in scope.token.deployments if d.asset.chain == spec.id]
        world.progress.step(spec.title, "looking for its last final block")
        pinned = pin_chain(
            spec,
            world.readers.get(spec.id, ()),
            combine=world.combine,
            operators=world.operators,
            measurement_time=now,
            clock=world.clock,
        )
        if isinstance(pinned, Unpinned):
            return tuple(
                DeploymentOutcome(one, spec, pinned.reason, pinned.reason) for one in deployments
            )
        sources = sources_of(pinned, world.ledgers)
        outcomes = tuple(
            DeploymentOutcome(
                deployment,
                spec,
                pinned.reference,
                attempt(partial(work, deployment, pinned, sources)),
            )
            for deployment in deployments
        )
        world.progress.step(spec.title, "done")
        return outcomes

    own = tuple(
        spec
        for spec in scope.chains
        if any(d.asset.chain == spec.id for d in scope.token.deployments)
    )
    return tuple(outcome for found in in_parallel(one, own) for outcome in found)
