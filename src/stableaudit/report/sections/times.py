"""Every instant that the figures speak of, side by side: how far from one moment they are."""

from dataclasses import dataclass

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading
from stableaudit.reconcile.case import Case


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """One instant and what it is of."""

    what: str
    seconds: int
    """Seconds of UTC."""

    simulated: bool


def time_entries(case: Case) -> tuple[TimeEntry, ...]:
    """Return the instants, earliest first; what has none, because it was not read, is left out."""
    entries: list[TimeEntry] = []
    statement = case.scope.statement
    if statement is not None:
        entries.append(TimeEntry("reserve statement", statement.as_of, simulated=False))
    for where in case.scope.chains:
        chain = case.chain(where.id)
        if chain is not None and isinstance(chain.reference, BlockStamp):
            what = say("reference block, {title}", title=where.title)
            entries.append(TimeEntry(what, chain.reference.timestamp, where.simulated))
    for spec in case.scope.feeds:
        feed = case.feed(spec.contract)
        if feed is not None and isinstance(feed.round, Reading):
            where = case.scope.chain(spec.contract.chain)
            what = say(
                "price {description}, {title}", description=spec.description, title=where.title
            )
            entries.append(TimeEntry(what, feed.round.value.updated_at, where.simulated))
    entries.sort(key=_seconds)
    return tuple(entries)


def _seconds(entry: TimeEntry) -> int:
    return entry.seconds
