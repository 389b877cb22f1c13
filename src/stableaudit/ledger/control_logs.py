"""Which logs tell who controls a token, asked for with the supply events, and told from them again.

They travel in the ledger's own request, so the whole past of control costs nothing beside a ledger.
It is left out where it would cost requests of its own: where a ledger keeps supply events alone,
TRON's index is asked for each kind of event, and zero-transfer asks for either side of a Transfer.

Arguments are taken from topics and data together, in order: which of them are indexed does not
change an event's topic, and contracts differ in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, assert_never

from stableaudit.domain.ledger import Irregular
from stableaudit.domain.logs import WORD_BYTES, LogQuery, RawLog
from stableaudit.domain.tokens import Deployment, LedgerDepth, SupplyLaw
from stableaudit.ledger.control_events import (
    CIRCLE,
    COMMON,
    CONTROL_EVENTS,
    PAXOS,
    TETHER,
    ControlEvent,
)
from stableaudit.ledger.events import irregular
from stableaudit.ledger.law import law_of

_BY_TOPIC: Final = MappingProxyType({event.topic: event for event in CONTROL_EVENTS})


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event of control whose arguments are read."""

    event: ControlEvent
    words: tuple[bytes, ...]
    """Its arguments in their order, 32 bytes each."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A page's logs that are no plain transfers, by what reads them."""

    supply: tuple[RawLog, ...]
    """For the supply law, in their order."""

    control: tuple[RawLog, ...]
    """Events of control, in their order."""

    irregular: tuple[Irregular, ...]
    """Events of control that have not the arguments of their name."""


def control_events(law: SupplyLaw) -> tuple[ControlEvent, ...]:
    """Return which events a token of a law may tell of control, each once."""
    match law:
        case SupplyLaw.TETHER | SupplyLaw.TETHER_TRON | SupplyLaw.USDKG:
            return (*COMMON, *TETHER)
        case SupplyLaw.FIAT_TOKEN:
            return (*COMMON, *CIRCLE)
        case SupplyLaw.PAXOS:
            return (*COMMON, *PAXOS)
        case SupplyLaw.ZERO_TRANSFER:
            return CONTROL_EVENTS
        case _ as never:
            assert_never(never)


def keeps_control(deployment: Deployment) -> bool:
    """Return whether a deployment's ledger holds the events of control, too."""
    if deployment.depth is LedgerDepth.FULL:
        return True
    indexed = deployment.asset.chain.namespace == "tron"
    return not indexed and not law_of(deployment.law).rules.zero_transfers


def ledger_query(deployment: Deployment) -> LogQuery:
    """Return which logs the ledger of a deployment is made of."""
    full = deployment.depth is LedgerDepth.FULL
    query = law_of(deployment.law).query(deployment.asset.contract, full=full)
    if not keeps_control(deployment):
        return query
    events = control_events(deployment.law)
    # One pattern by its first topic alone, or `keeps_control` would not hold.
    ((wanted,),) = query.patterns
    names = (*query.names, *(event.name for event in events)) if query.names else ()
    return replace(query, patterns=(((*wanted, *(event.topic for event in events)),),), names=names)


def read_event(log: RawLog) -> ReadEvent | None:
    """Return what an event of control says; None for any other log, and for one that says less."""
    event = _BY_TOPIC.get(log.topics[0]) if log.topics else None
    if event is None or not _is_whole(log, event):
        return None
    data = (log.data[at : at + WORD_BYTES] for at in range(0, len(log.data), WORD_BYTES))
    return ReadEvent(event, (*log.topics[1:], *data))


def sort_logs(logs: Iterable[RawLog]) -> Sorted:
    """Return logs by what reads them: the supply law, or who asks for control."""
    supply: list[RawLog] = []
    control: list[RawLog] = []
    odd: list[Irregular] = []
    for log in logs:
        event = _BY_TOPIC.get(log.topics[0]) if log.topics else None
        if event is None:
            supply.append(log)
        elif _is_whole(log, event):
            control.append(log)
        else:
            parts = f"{len(log.topics)} topics and {len(log.data)} bytes of data"
            odd.append(irregular(log, f"{event.signature} with {parts}"))
    return Sorted(tuple(supply), tuple(control), tuple(odd))


def _is_whole(log: RawLog, event: ControlEvent) -> bool:
    words = all(len(topic) == WORD_BYTES for topic in log.topics)
    return words and len(log.data) == WORD_BYTES * (len(event.types) - len(log.topics) + 1)
