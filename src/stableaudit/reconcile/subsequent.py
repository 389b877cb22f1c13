"""Checks of what came later: events published after their mint, supply changed since (FLO)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.quantities import Duration, Tokens
from stableaudit.reconcile.books import Books, Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reserves.flow_book import LatePublication
from stableaudit.reserves.mass import Unbounded


def _backdated(case: Case, books: Books) -> Iterator[Violation]:
    if isinstance(books.flows, Open):
        return
    allowed = case.scope.policy.max_event_lag_seconds
    late = [one for one in books.flows.late if one.lag_seconds > allowed]
    if late:
        worst = max(late, key=_lag)
        yield Violation(
            "declared events",
            "events are dated before a mint that they explain, and were first published long after",
            Bearing.NOTED,
            (
                figure("events", len(late)),
                figure("longest after the mint", Duration(worst.lag_seconds)),
                figure("of event", worst.event),
                figure("policy allows", Duration(allowed)),
            ),
        )


def _lag(one: LatePublication) -> int:
    return one.lag_seconds


def _unchanged(case: Case, books: Books) -> Iterator[Violation]:
    if isinstance(books.flows, Open):
        return
    since = books.flows.since
    if isinstance(since, Unbounded):
        yield Violation("supply", since.missing, Bearing.NOTED)
    elif since.minted.base_units or since.burned.base_units:
        symbol = case.scope.token.symbol
        declared = books.supply.declared
        told = () if isinstance(declared, Open) else (figure("declared", Tokens(declared, symbol)),)
        yield Violation(
            "supply",
            "tokens were minted or burned after the time that the statement speaks of",
            Bearing.NOTED,
            (
                figure("minted since", Tokens(since.minted, symbol)),
                figure("burned since", Tokens(since.burned, symbol)),
                figure("net change", Tokens(since.net, symbol)),
                figure("by events then", Tokens(since.then, symbol)),
                *told,
            ),
        )


BACKDATED: Final = Check(
    "FLO-03",
    "Declared events were published no later than the policy allows after a mint they explain.",
    Severity.HIGH,
    "An event with an early date that first appears late may have been written to fit the mint. "
    "First seen is the oldest statement that has it; a late list is no proof of a false one.",
    "The issuer publishes events as they happen; or give the older statement that had the event.",
    _backdated,
)
UNCHANGED: Final = Check(
    "FLO-04",
    "Nothing was minted or burned since the time that the statement speaks of.",
    Severity.MEDIUM,
    "Subsequent events: the statement's figures are of its own time, and what was issued or "
    "redeemed since is not in them.",
    "A newer statement.",
    _unchanged,
)
