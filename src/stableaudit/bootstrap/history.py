"""A token's history from what is on this machine: kept results and ledgers. Nobody is asked."""

from stableaudit.adapters.files.registry import Registry
from stableaudit.adapters.files.settings import Settings
from stableaudit.application.opened import OpenLedger
from stableaudit.application.past_days import days_of
from stableaudit.bootstrap.results import result_store
from stableaudit.bootstrap.world import ledger_path
from stableaudit.domain.errors import DeclarationError, StoreError
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Scope, describe
from stableaudit.reconcile.past_days import LedgerDays, PastDays, past_days
from stableaudit.report.sections.history import HistorySection, history_section

NOT_WANTED = Open("it was not asked for")


def history_of(
    scope: Scope, registry: Registry, settings: Settings, *, since: int | None, ledgers: bool
) -> HistorySection:
    """Return the history of a token from an instant on.

    Args:
        scope: the token and its chains.
        registry: what is known by name.
        settings: where the files are.
        since: seconds of UTC; None for all of it.
        ledgers: whether days are to be derived from the ledgers.

    Raises:
        DeclarationError: there is neither a result nor a ledger.
        StoreError: the file of the results is damaged, or another's.
    """
    kept = result_store(scope, registry, settings).results()
    days = _days(scope, settings) if ledgers else NOT_WANTED
    if not kept.results and isinstance(days, Open):
        key = scope.token.key
        why = f"; nor are its days known: {days.missing}" if ledgers else ""
        raise DeclarationError(
            f"no result of a check is kept{why}", where=key, hint=f"stableaudit check {key}"
        )
    return history_section(kept.results, days, since=since, torn=kept.torn)


def _days(scope: Scope, settings: Settings) -> PastDays | Open:
    found: list[LedgerDays] = []
    for deployment in scope.token.deployments:
        if deployment.native:
            days = _days_of(deployment, scope, settings)
            if isinstance(days, Open):
                return days
            found.append(days)
    return past_days(scope, tuple(found))


def _days_of(deployment: Deployment, scope: Scope, settings: Settings) -> LedgerDays | Open:
    from stableaudit.adapters.store.store import DuckLedgerStore

    spec = scope.chain(deployment.asset.chain)
    path, law = ledger_path(deployment, spec, settings), deployment.law.value
    where = describe(deployment, scope)
    missing = Open(f"the ledger of {where} has not been fetched yet")
    if not path.exists():
        return missing
    try:
        with DuckLedgerStore(path, deployment.asset, law, read_only=True) as store:
            return days_of(OpenLedger(deployment, spec, store)) or missing
    except StoreError as error:
        return Open(f"the ledger of {where} cannot be read: {error}")
