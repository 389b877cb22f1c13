"""The ledgers that are on this machine, open to be read."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from stableaudit.adapters.files.registry import Registry
from stableaudit.adapters.files.settings import Settings
from stableaudit.application.ledgers import OpenLedger, chosen
from stableaudit.domain.tokens import Token


@contextmanager
def open_ledgers(
    token: Token, registry: Registry, settings: Settings, *, chains: tuple[str, ...]
) -> Iterator[tuple[OpenLedger, ...]]:
    """Yield the ledgers that there are of a token's deployments, to read; see ledgers.chosen.

    Raises:
        DeclarationError: see ledgers.chosen.
        StoreError: one is being written, damaged, or another's.
    """
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
