"""What flows are judged from: supply events of the native deployments, and declared events.

Declared events are those of the statement and of the statements before it; of one id the newest
word counts, and its first publication is that of the oldest statement that has it. What is declared
for a time after the measurement time is not looked at. Bridged copies are no issuance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.ledger import EntryKind
from stableaudit.domain.ledger_evidence import LedgerState, SupplyHistory
from stableaudit.domain.phrases import say
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import Deployment
from stableaudit.domain.undertakings import IssuanceEvent, ReserveEvent
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, describe
from stableaudit.reserves.flows import SupplyEvent


@dataclass(frozen=True, slots=True)
class ChainFlows:
    """Supply events of all native deployments that are whole from `first` on."""

    events: tuple[SupplyEvent, ...]
    first: int | None
    """The instant from which no deployment lacks an event; None where none was left out."""

    left_out: int
    supply: Fraction
    """Tokens that were issued at the reference blocks, by events."""

    @property
    def whole(self) -> tuple[SupplyEvent, ...]:
        """The events from which on none was left out."""
        first = self.first
        return self.events if first is None else tuple(e for e in self.events if e.at >= first)


def chain_flows(case: Case) -> ChainFlows | Open:
    """Return the supply events; open where a native deployment's are not known."""
    events: list[SupplyEvent] = []
    firsts: list[int] = []
    left_out, supply = 0, Fraction(0)
    for deployment in case.scope.token.deployments:
        if not deployment.native:
            continue
        state = case.ledger(deployment.asset)
        where = describe(deployment, case.scope)
        if not isinstance(state, LedgerState):
            return Open(say("the ledger of {where}", where=where))
        if not isinstance(state.history, SupplyHistory):
            return Open(
                say("the mints and burns of {where}: {came}", where=where, came=state.history.came)
            )
        events += _events(deployment, state.history)
        if state.history.left_out:
            left_out += state.history.left_out
            firsts += [row.timestamp for row in state.history.rows[:1]]
        supply += TokenAmount(state.totals.supply, deployment.decimals).tokens
    return ChainFlows(tuple(events), max(firsts, default=None), left_out, supply)


def declared_issuances(statement: ReserveStatement, *, until: int) -> tuple[IssuanceEvent, ...]:
    """Return every declared issuance up to an instant, by time."""
    found: dict[str, IssuanceEvent] = {}
    for one in _chain_of(statement):
        for event in one.issuances:
            found.setdefault(event.id, event)
    return tuple(sorted((e for e in found.values() if e.at <= until), key=_issued))


def declared_changes(statement: ReserveStatement, *, until: int) -> tuple[ReserveEvent, ...]:
    """Return every declared change of the reserve up to an instant, by time."""
    found: dict[str, ReserveEvent] = {}
    for one in _chain_of(statement):
        for event in one.reserve_events:
            found.setdefault(event.id, event)
    return tuple(sorted((e for e in found.values() if e.at <= until), key=_changed))


def first_published(statement: ReserveStatement) -> tuple[dict[str, int], dict[str, int]]:
    """Return when each declared issuance and each declared change became public, by its id."""
    issuances: dict[str, int] = {}
    changes: dict[str, int] = {}
    for one in _chain_of(statement):
        for issuance in one.issuances:
            known = issuances.get(issuance.id, one.published)
            issuances[issuance.id] = min(known, one.published)
        for change in one.reserve_events:
            changes[change.id] = min(changes.get(change.id, one.published), one.published)
    return issuances, changes


def _chain_of(statement: ReserveStatement) -> Iterator[ReserveStatement]:
    """Yield the statement and those before it, newest first."""
    one: ReserveStatement | None = statement
    while one is not None:
        yield one
        one = one.previous


def _events(deployment: Deployment, history: SupplyHistory) -> Iterator[SupplyEvent]:
    for row in history.rows:
        entry = row.entry
        signed = entry.base_units if entry.kind is EntryKind.MINT else -entry.base_units
        yield SupplyEvent(
            deployment.asset,
            row.timestamp,
            entry.block,
            entry.ordinal,
            entry.transaction,
            TokenAmount(signed, deployment.decimals),
        )


def _issued(event: IssuanceEvent) -> tuple[int, str]:
    return event.at, event.id


def _changed(event: ReserveEvent) -> tuple[int, str]:
    return event.at, event.id
