"""The ledgers that there are on this machine, to look at: nothing is asked and nothing written."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from stableaudit.adapters.files.registry import Registry
from stableaudit.adapters.files.settings import Settings
from stableaudit.application.opened import OpenLedger, chosen
from stableaudit.bootstrap.world import ledger_path
from stableaudit.domain.tokens import Token


@contextmanager
def open_ledgers(
    token: Token, registry: Registry, settings: Settings, *, chains: tuple[str, ...]
) -> Iterator[tuple[OpenLedger, ...]]:
    """Yield the ledgers that there are of a token's deployments, open for reading.

    Raises:
        DeclarationError: see opened.chosen.
        StoreError: a file is in use by a sync, damaged, or another's.
    """
    wanted = chosen(token, registry.chains, chains)
    with ExitStack() as stack:
        opened: list[OpenLedger] = []
        for deployment, spec in wanted:
            from stableaudit.adapters.store.store import DuckLedgerStore

            path = ledger_path(deployment, spec, settings)
            if path.exists():
                store = DuckLedgerStore(
                    path, deployment.asset, deployment.law.value, read_only=True
                )
                opened.append(OpenLedger(deployment, spec, stack.enter_context(store)))
        yield tuple(opened)
