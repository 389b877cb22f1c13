"""The composition root: builds the outside from configuration, importing each adapter on use.

One `Network` serves one command: its transports share one pool, one pace for each host, and one
deadline, after which nothing is asked any more.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from stableaudit.adapters.files.configuration import Resolved, apply
from stableaudit.adapters.files.registry import Registry, load_registry, load_token
from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.system.clock import SystemClock
from stableaudit.application.check import check
from stableaudit.application.collect import World
from stableaudit.application.ledgers import OpenLedger, chosen
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.tokens import ChainSpec, Finality, Token
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.progress import Progress
from stableaudit.reconcile.case import Scope, scope_of
from stableaudit.reconcile.judge import Result

if TYPE_CHECKING:
    from stableaudit.adapters.transport.http import HttpTransport
    from stableaudit.adapters.transport.limits import Limits
    from stableaudit.application.diagnose import Patient
    from stableaudit.domain.capabilities import Diagnosis
    from stableaudit.domain.tokens import Endpoint

_OWN_HOSTS: Final = ("127.0.0.1", "localhost", "::1")
_OWN_RATE: Final = 1000.0
_OWN_BURST: Final = 1000
"""A node on this machine is its user's own: no manners are due."""

_RESERVED_SECONDS: Final = 1.5
"""Of `--timeout`, for starting before and reporting after, so that from about two seconds on the
whole command ends by then."""

_LEAST_SECONDS: Final = 0.5

_FILE_MARKS: Final = ("/", "\\", ".toml", ".json")
"""What tells a path from a registry key."""


class Network:
    """The transports of one command."""

    def __init__(self, settings: Settings, chains: tuple[ChainSpec, ...]) -> None:
        """Start the deadline; nothing is sent yet. Hosts are paced as their endpoints ask."""
        import urllib3

        from stableaudit.adapters.transport.bucket import Buckets, Pace
        from stableaudit.adapters.transport.limits import Deadline

        self._limits = limits_of(settings)
        self._deadline = Deadline(max(settings.timeout_seconds - _RESERVED_SECONDS, _LEAST_SECONDS))
        own = {host: Pace(_OWN_RATE, _OWN_BURST) for host in _OWN_HOSTS}
        asked_for = {
            urlsplit(endpoint.url).hostname or "": Pace(float(pace.value), 1)
            for spec in chains
            for endpoint in spec.endpoints
            if (pace := endpoint.requests_per_second) is not None
        }
        self._buckets = Buckets(paces={**own, **asked_for})
        self._pool = urllib3.PoolManager(num_pools=32, maxsize=4)
        self._opened: list[tuple[ChainSpec, HttpTransport]] = []

    def open(self, spec: ChainSpec, endpoint: "Endpoint") -> "HttpTransport":
        """Return a transport to one endpoint, and remember it for `requests`."""
        from stableaudit.adapters.transport.http import HttpTransport

        transport = HttpTransport(
            endpoint,
            limits=self._limits,
            deadline=self._deadline,
            buckets=self._buckets,
            pool=self._pool,
        )
        self._opened.append((spec, transport))
        return transport

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Leave no time for requests once the work inside has failed or was interrupted.

        Its threads may be left behind then; each ends at its next request.
        """
        try:
            yield
        except BaseException:
            self._deadline.expire()
            raise

    def requests(self) -> dict[str, int]:
        """Return how many requests were sent so far, by the chain's key, retries included."""
        counted: dict[str, int] = {}
        for spec, transport in self._opened:
            counted[spec.key] = counted.get(spec.key, 0) + transport.requests
        return counted


def limits_of(settings: Settings) -> "Limits":
    """Return the bounds of one request: `request_timeout_seconds` is its longest silence.

    One try altogether takes as long as that where it is more than the usual bound, so that an
    answer after a long silence is not cut off.
    """
    from stableaudit.adapters.transport.limits import Limits

    usual = Limits(
        read_seconds=settings.request_timeout_seconds,
        max_response_bytes=settings.max_response_bytes,
    )
    return replace(usual, total_seconds=max(usual.total_seconds, usual.read_seconds))


def registry_of(resolved: Resolved) -> Registry:
    """Return the shipped registry with the chains as configured."""
    registry = load_registry()
    return registry.with_chains(apply(resolved, registry.chains))


def find_token(name: str, registry: Registry) -> Token:
    """Return a registry token by its key, or the one that a file describes.

    Raises:
        DeclarationError: there is no such token, or the file is invalid.
    """
    if any(mark in name for mark in _FILE_MARKS):
        return load_token(Path(name), registry)
    return registry.token(name)


def scope_for(token: Token, registry: Registry, settings: Settings) -> Scope:
    """Return what a check of the token must look at.

    Raises:
        DeclarationError: the token stands on a chain that the registry does not know.
    """
    feeds = registry.feeds("XAU", token.peg.currency)
    try:
        return scope_of(token, chains=registry.chains, feeds=feeds, policy=settings.policy)
    except LookupError as error:
        raise DeclarationError(str(error), where=token.key) from error


def run_check(
    scope: Scope, settings: Settings, *, network: Network, as_of: int | None, progress: Progress
) -> Result:
    """Check a scope against the real world. Raises DeclarationError for an instant to come."""
    world = World(
        {spec.id: _readers(spec, network) for spec in scope.chains},
        lambda readers: _combine(readers, settings.operators),
        settings.operators,
        SystemClock(),
        progress,
    )
    with network.ending():
        return check(scope, world, as_of=as_of, fail_on=settings.fail_on)


def run_doctor(
    registry: Registry, chains: tuple[ChainSpec, ...], settings: Settings
) -> "tuple[Diagnosis, ...]":
    """Examine every endpoint of the chains, trying things on a registered token of each."""
    from stableaudit.application.diagnose import diagnose

    network = Network(settings, chains)
    patients = tuple(
        _patient(spec, endpoint, network) for spec in chains for endpoint in spec.endpoints
    )
    contracts = {
        deployment.asset.chain: deployment.asset.contract
        for token in reversed(registry.tokens)
        for deployment in token.deployments
    }
    with network.ending():
        return diagnose(patients, contracts, clock=SystemClock())


@contextmanager
def open_ledgers(
    token: Token, registry: Registry, settings: Settings, *, chains: tuple[str, ...]
) -> Iterator[tuple[OpenLedger, ...]]:
    """Yield the ledgers that there are of a token's deployments, to read; see ledgers.chosen."""
    from stableaudit.adapters.store.store import DuckLedgerStore, file_name

    with ExitStack() as stack:
        opened: list[OpenLedger] = []
        for deployment, spec in chosen(token, registry.chains, chains):
            path = settings.store / file_name(deployment.asset)
            if path.exists():
                store = DuckLedgerStore(path, deployment.asset, deployment.law, read_only=True)
                stack.callback(store.close)
                opened.append(OpenLedger(deployment, spec, store))
        yield tuple(opened)


def _readers(spec: ChainSpec, network: Network) -> tuple[ChainReader, ...]:
    return tuple(
        _reader(spec, endpoint, network.open(spec, endpoint)) for endpoint in spec.endpoints
    )


def _reader(spec: ChainSpec, endpoint: "Endpoint", http: "HttpTransport") -> ChainReader:
    if spec.finality is Finality.SOLIDIFIED:
        from stableaudit.adapters.tron.reader import TronReader

        return TronReader(spec, endpoint, http)
    from stableaudit.adapters.evm.reader import EvmReader
    from stableaudit.adapters.transport.jsonrpc import JsonRpc

    return EvmReader(spec, endpoint, JsonRpc(http))


def _combine(readers: tuple[ChainReader, ...], operators: int) -> ChainReader:
    from stableaudit.adapters.quorum.reader import QuorumReader

    return QuorumReader(readers, wanted=operators)


def _patient(spec: ChainSpec, endpoint: "Endpoint", network: Network) -> "Patient":
    from stableaudit.application.diagnose import Patient

    http = network.open(spec, endpoint)
    reader = _reader(spec, endpoint, http)
    if spec.finality is Finality.SOLIDIFIED:
        from stableaudit.adapters.tron.probe import TronProbe

        return Patient(spec, reader, TronProbe(http))
    from stableaudit.adapters.evm.probe import EvmProbe
    from stableaudit.adapters.transport.jsonrpc import JsonRpc

    return Patient(spec, reader, EvmProbe(JsonRpc(http)))
