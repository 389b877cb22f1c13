"""Where a ledger comes from: one chain's past, and the file it is kept in."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from stableaudit.application.pin import Pinned
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.tokens import Deployment
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.events import EventReader
from stableaudit.ports.ledger_store import LedgerStore


def _none_at_hand(_deployment: Deployment) -> AbstractContextManager[LedgerStore | None]:
    return nullcontext()


@dataclass(frozen=True, slots=True)
class LedgerAccess:
    """How a check comes by ledgers."""

    events: Mapping[ChainId, tuple[EventReader, ...]]
    """Single-endpoint readers of each chain's past, in the order of preference."""

    open: Callable[[Deployment], AbstractContextManager[LedgerStore]]
    """Opens a deployment's ledger for writing. Raises StoreError where another process has it."""

    most_balances: Mapping[ChainId, int]
    """How many accounts at most are asked for their balance, by chain."""

    at_hand: Callable[[Deployment], AbstractContextManager[LedgerStore | None]] = _none_at_hand
    """Opens a deployment's ledger for reading, as far as there is one. Raises StoreError."""


@dataclass(frozen=True, slots=True)
class Sources:
    """One chain as a ledger needs it."""

    title: str
    reader: ChainReader
    """Tells blocks, as all operators that are asked agree on them."""

    events: tuple[EventReader, ...]
    """Single endpoints, in the order of preference."""


def sources_of(pinned: Pinned, access: LedgerAccess) -> Sources:
    """Return the chain's past as the endpoints give it that were found fit."""
    fit = {(entry.operator, entry.endpoint) for entry in pinned.endpoints if entry.used}
    events = access.events.get(pinned.spec.id, ())
    usable = tuple(one for one in events if (one.operator, one.endpoint) in fit)
    return Sources(pinned.spec.title, pinned.reader, usable)
