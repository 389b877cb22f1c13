"""One function for each command that asks the real world."""

from dataclasses import replace
from typing import TYPE_CHECKING

from stableaudit.adapters.files.registry import Registry
from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.system.clock import SystemClock
from stableaudit.application.check import check
from stableaudit.application.price import ask_price
from stableaudit.application.survey import Survey, survey
from stableaudit.application.sync_all import plan_all, sync_all
from stableaudit.bootstrap.finality import finality_provers
from stableaudit.bootstrap.learnt import LearntLimits
from stableaudit.bootstrap.network import Network
from stableaudit.bootstrap.rates import rate_sources
from stableaudit.bootstrap.world import kept_coverage, readers_of, world_of
from stableaudit.domain.tokens import ChainSpec, Finality
from stableaudit.ledger.fetches import FetchOutcome, PlannedFetch
from stableaudit.ports.progress import Progress
from stableaudit.reconcile.case import Scope
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.price_judge import PricePlan, PriceResult

if TYPE_CHECKING:
    from stableaudit.application.diagnose import Patient
    from stableaudit.domain.capabilities import Diagnosis
    from stableaudit.domain.tokens import Endpoint


def run_check(
    scope: Scope, settings: Settings, *, network: Network, as_of: int | None, progress: Progress
) -> Result:
    """Check a scope against the real world.

    Raises:
        DeclarationError: the instant is still to come, a copy of a rate file is none, or what a
            proof of finality needs is not there.
        StoreError: a ledger's file is in use, damaged, or another's.
    """
    rates = rate_sources(scope, settings, network)
    finalities = finality_provers(scope, network)
    with world_of(scope.chains, settings, network=network, progress=progress, rates=rates) as world:
        everything = replace(world, finalities=finalities)
        return check(scope, everything, as_of=as_of, fail_on=settings.fail_on)


def run_price(
    plan: PricePlan, settings: Settings, *, network: Network, at: int | None, progress: Progress
) -> PriceResult:
    """Ask the real world for a price. Raises DeclarationError: the instant is still to come."""
    with world_of(plan.chains, settings, network=network, progress=progress) as world:
        return ask_price(plan, world, at=at)


def run_survey(
    scope: Scope, settings: Settings, *, network: Network, as_of: int | None, progress: Progress
) -> Survey:
    """Ask who controls a token. Raises DeclarationError: the instant is still to come."""
    with world_of(scope.chains, settings, network=network, progress=progress) as world:
        return survey(scope, world, as_of=as_of)


def run_sync(
    scope: Scope, settings: Settings, *, network: Network, progress: Progress
) -> tuple[FetchOutcome, ...]:
    """Bring a token's ledgers up to date. Raises StoreError."""
    with world_of(scope.chains, settings, network=network, progress=progress) as world:
        return sync_all(scope, world)


def run_plan(
    scope: Scope, settings: Settings, *, network: Network, progress: Progress
) -> tuple[PlannedFetch, ...]:
    """Say what bringing a token's ledgers up to date would cost. Raises StoreError."""
    with world_of(scope.chains, settings, network=network, progress=progress) as world:
        return plan_all(
            scope,
            world,
            lambda one: kept_coverage(one, scope.chain(one.asset.chain), settings),
        )


def run_doctor(
    registry: Registry, chains: tuple[ChainSpec, ...], settings: Settings
) -> "tuple[Diagnosis, ...]":
    """Examine every endpoint of the chains, trying things on a registered token of each."""
    from stableaudit.application.diagnose import diagnose

    network, learnt = Network(settings, chains), LearntLimits(settings)
    patients = tuple(
        _patient(spec, endpoint, network, learnt) for spec in chains for endpoint in spec.endpoints
    )
    contracts = {
        deployment.asset.chain: deployment.asset.contract
        for token in reversed(registry.tokens)
        for deployment in token.deployments
    }
    with network.ending():
        return diagnose(patients, contracts, clock=SystemClock())


def _patient(
    spec: ChainSpec, endpoint: "Endpoint", network: Network, learnt: LearntLimits
) -> "Patient":
    from stableaudit.application.diagnose import Patient

    http = network.open(spec, endpoint)
    reader, _ = readers_of(spec, endpoint, http, learnt)
    if spec.finality is Finality.SOLIDIFIED:
        from stableaudit.adapters.tron.probe import TronProbe

        return Patient(spec, reader, TronProbe(http))
    from stableaudit.adapters.evm.probe import EvmProbe
    from stableaudit.adapters.transport.jsonrpc import JsonRpc

    return Patient(spec, reader, EvmProbe(JsonRpc(http)))
