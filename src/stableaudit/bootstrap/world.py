"""Everything outside that a command needs: readers of every chain, and the ledgers' files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.system.clock import SystemClock
from stableaudit.application.collect import World
from stableaudit.application.sources import LedgerAccess
from stableaudit.bootstrap.learnt import LearntLimits
from stableaudit.bootstrap.network import Network
from stableaudit.domain.errors import StoreError
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.ledger import Coverage
from stableaudit.domain.tokens import ChainSpec, Deployment, Finality
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.events import EventReader
from stableaudit.ports.issuance_prover import IssuanceProver
from stableaudit.ports.ledger_store import LedgerStore
from stableaudit.ports.progress import Progress
from stableaudit.ports.prover import Prover
from stableaudit.ports.rates import RateSource

if TYPE_CHECKING:
    from stableaudit.adapters.transport.http import HttpTransport
    from stableaudit.adapters.transport.jsonrpc import JsonRpc
    from stableaudit.domain.tokens import Endpoint

_MOST_SINGLY: Final = 20
"""How many times fewer balances are asked where each is a request of its own."""


@contextmanager
def world_of(
    chains: tuple[ChainSpec, ...],
    settings: Settings,
    *,
    network: Network,
    progress: Progress,
    rates: tuple[RateSource, ...] = (),
) -> Iterator[World]:
    """Yield the real world of a command; nothing is asked and no ledger opened yet.

    What endpoints were found to allow is kept in the end, however that comes.
    """
    learnt = LearntLimits(settings)
    with network.ending():
        try:
            yield _world(chains, settings, learnt, network=network, progress=progress, rates=rates)
        finally:
            learnt.keep()


def _world(
    chains: tuple[ChainSpec, ...],
    settings: Settings,
    learnt: LearntLimits,
    *,
    network: Network,
    progress: Progress,
    rates: tuple[RateSource, ...],
) -> World:
    readers: dict[ChainSpec, tuple[ChainReader, ...]] = {}
    events: dict[ChainSpec, tuple[EventReader, ...]] = {}
    for spec in chains:
        pairs = [
            readers_of(spec, endpoint, network.open(spec, endpoint), learnt)
            for endpoint in spec.endpoints
        ]
        readers[spec] = tuple(reader for reader, _ in pairs)
        events[spec] = tuple(one for _, one in pairs)

    by_id = {spec.id: spec for spec in chains}

    @contextmanager
    def ledger(deployment: Deployment) -> Iterator[LedgerStore]:
        from stableaudit.adapters.store.store import DuckLedgerStore

        path = ledger_path(deployment, by_id[deployment.asset.chain], settings)
        _make_folder(path.parent)
        with DuckLedgerStore(path, deployment.asset, deployment.law.value) as store:
            yield store

    @contextmanager
    def at_hand(deployment: Deployment) -> Iterator[LedgerStore | None]:
        from stableaudit.adapters.store.store import DuckLedgerStore

        path = ledger_path(deployment, by_id[deployment.asset.chain], settings)
        if not path.exists():
            yield None
            return
        law = deployment.law.value
        with DuckLedgerStore(path, deployment.asset, law, read_only=True) as store:
            yield store

    from stableaudit.adapters.evm.ancestry import EvmAncestry

    return World(
        {spec.id: found for spec, found in readers.items()},
        lambda some: _combine(some, settings),
        operators_asked(settings),
        SystemClock(),
        progress,
        LedgerAccess(
            {spec.id: found for spec, found in events.items()},
            ledger,
            {spec.id: _most_balances(spec, settings) for spec in chains},
            at_hand,
        ),
        rates,
        _provers(chains, network) if settings.quorum else {},
        {spec.id: EvmAncestry(voices(spec, network)) for spec in _committing(chains)},
        _issuance_provers(chains, network) if settings.quorum else {},
    )


def _committing(chains: tuple[ChainSpec, ...]) -> tuple[ChainSpec, ...]:
    """Return the chains whose headers commit to their state and logs."""
    return tuple(spec for spec in chains if spec.finality is not Finality.SOLIDIFIED)


def voices(spec: ChainSpec, network: Network) -> list[tuple[str, str, "JsonRpc"]]:
    """Return operator, label and connection of each endpoint of a chain, in their order."""
    from stableaudit.adapters.transport.jsonrpc import JsonRpc

    return [
        (endpoint.operator, endpoint.label, JsonRpc(network.open(spec, endpoint)))
        for endpoint in spec.endpoints
    ]


def _provers(chains: tuple[ChainSpec, ...], network: Network) -> dict[ChainId, Prover]:
    """Return what proves the state of each chain that commits to it, at as many as are asked."""
    from stableaudit.adapters.evm.prover import EvmProver

    return {spec.id: EvmProver(voices(spec, network)) for spec in _committing(chains)}


def _issuance_provers(
    chains: tuple[ChainSpec, ...], network: Network
) -> dict[ChainId, IssuanceProver]:
    """Return what proves blocks of each chain."""
    from stableaudit.adapters.evm.issuance_prover import EvmIssuanceProver
    from stableaudit.adapters.tron.issuance_prover import TronIssuanceProver
    from stableaudit.adapters.tron.node import Node

    found: dict[ChainId, IssuanceProver] = {
        spec.id: EvmIssuanceProver(voices(spec, network)) for spec in _committing(chains)
    }
    return found | {
        spec.id: TronIssuanceProver(
            spec.id,
            [
                (endpoint.operator, Node(network.open(spec, endpoint)))
                for endpoint in spec.endpoints
            ],
        )
        for spec in chains
        if spec.finality is Finality.SOLIDIFIED
    }


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder of the ledgers cannot be made: {error.strerror}",
            where=str(folder),
            hint="name another with --store",
        ) from error


def ledger_path(deployment: Deployment, spec: ChainSpec, settings: Settings) -> Path:
    """Return where a deployment's ledger is kept.

    A simulated chain has the real one's name: its ledgers have a folder of their own, by its first
    block, so that they never meet.
    """
    from stableaudit.adapters.store.store import file_name

    folder = settings.store
    if spec.simulated:
        folder /= f"simulated-{spec.genesis[2:10]}"
    return folder / file_name(deployment.asset)


def kept_coverage(deployment: Deployment, spec: ChainSpec, settings: Settings) -> Coverage | None:
    """Return what a deployment's ledger covers; None where there is no ledger. Makes no file."""
    from stableaudit.adapters.store.store import DuckLedgerStore

    path = ledger_path(deployment, spec, settings)
    if not path.exists():
        return None
    with DuckLedgerStore(path, deployment.asset, deployment.law.value, read_only=True) as store:
        return store.coverage()


def readers_of(
    spec: ChainSpec, endpoint: "Endpoint", http: "HttpTransport", learnt: LearntLimits
) -> tuple[ChainReader, EventReader]:
    """Return what reads a chain's state and its past at one endpoint."""
    if spec.finality is Finality.SOLIDIFIED:
        from stableaudit.adapters.tron.events import TronEvents
        from stableaudit.adapters.tron.reader import TronReader

        return TronReader(spec, endpoint, http), TronEvents(spec, endpoint, http)
    from stableaudit.adapters.evm.events import EvmEvents
    from stableaudit.adapters.evm.reader import EvmReader
    from stableaudit.adapters.transport.jsonrpc import JsonRpc

    rpc = JsonRpc(http)
    events = EvmEvents(spec, endpoint, rpc, caps=learnt.of(endpoint))
    learnt.learn_from(endpoint, events)
    return EvmReader(spec, endpoint, rpc), events


def _most_balances(spec: ChainSpec, settings: Settings) -> int:
    many = settings.most_balances
    return max(1, many // _MOST_SINGLY) if spec.finality is Finality.SOLIDIFIED else many


def operators_asked(settings: Settings) -> int:
    """Return how many operators are asked: twice a quorum less one, so that it can outvote."""
    return max(settings.operators, 2 * settings.quorum - 1)


def _combine(readers: tuple[ChainReader, ...], settings: Settings) -> ChainReader:
    from stableaudit.adapters.quorum.reader import QuorumReader

    quorum = settings.quorum or None
    return QuorumReader(readers, wanted=operators_asked(settings), quorum=quorum)
