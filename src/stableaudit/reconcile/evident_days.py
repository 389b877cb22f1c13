"""Past days by the mints and burns that an audit kept as evidence: the same on every machine."""

from collections.abc import Iterable
from typing import Final

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.ledger import DaySupply, EntryKind, EntryRow
from stableaudit.domain.ledger_evidence import LedgerState, SupplyHistory
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.past_days import DAY_SECONDS, LedgerDays, PastDays, past_days

_NO_HOLDERS: Final = Unknown("the evidence holds mints and burns of past days, and no holders")


def evident_days(case: Case) -> PastDays | Open:
    """Return supply and coverage day by day; open where mints and burns are not all known."""
    found: list[LedgerDays] = []
    for deployment in case.scope.token.deployments:
        if deployment.native:
            days = _days_of(deployment, case)
            if isinstance(days, Open):
                return days
            found.append(days)
    return past_days(case.scope, tuple(found))


def _days_of(deployment: Deployment, case: Case) -> LedgerDays | Open:
    state, where = case.ledger(deployment.asset), describe(deployment, case.scope)
    if not isinstance(state, LedgerState):
        return Open(say("the ledger of {where} could not be read", where=where))
    if not isinstance(state.history, SupplyHistory):
        return Open(say("the mints and burns of {where} could not be read", where=where))
    if state.history.left_out:
        return Open(
            say("the evidence holds the newest mints and burns of {where} alone", where=where)
        )
    chain = case.chain(deployment.asset.chain)
    if chain is None or isinstance(chain.reference, Unavailable):
        return Open(say("{where} has no reference block", where=where))
    # Not where the ledger ends, which may be later: the events are those up to the reference block.
    return LedgerDays(deployment, chain.reference, _by_day(state.history.rows), _NO_HOLDERS)


def _by_day(rows: Iterable[EntryRow]) -> tuple[DaySupply, ...]:
    minted: dict[int, int] = {}
    burned: dict[int, int] = {}
    for row in rows:
        into = minted if row.entry.kind is EntryKind.MINT else burned
        day = row.timestamp // DAY_SECONDS
        into[day] = into.get(day, 0) + row.entry.base_units
    return tuple(
        DaySupply(day, minted.get(day, 0), burned.get(day, 0), transfers=0)
        for day in sorted({*minted, *burned})
    )
