"""Views of the ledger of tests/ledger_cases.py, and what hostile text makes of them."""

from dataclasses import replace

from stableaudit.application.events import views_of as events_of
from stableaudit.application.holders import views_of as holders_of
from stableaudit.application.opened import OpenLedger
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.labels import Label
from stableaudit.domain.ledger import EntryKind
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.ledger.views import EventsView, HoldersView, Unfetched
from tests.cases import TRON, chain_spec, deployment
from tests.ledger_cases import DEPLOYMENT, LABELS, SPEC, filled

OPEN = OpenLedger(DEPLOYMENT, SPEC, filled())
UNFETCHED = (Unfetched(deployment(TRON), chain_spec(TRON, "tron")),)


def holders(top: int | None = None) -> HoldersView:
    """The holders as late as the ledger goes."""
    (view,) = holders_of((OPEN,), LABELS, at=None, top=top)
    return view


def unfollowed() -> HoldersView:
    """The view of a ledger that holds supply events only."""
    deployment = replace(DEPLOYMENT, depth=LedgerDepth.SUPPLY)
    (view,) = holders_of((replace(OPEN, deployment=deployment),), LABELS, at=None, top=None)
    return view


def events(limit: int | None = None) -> EventsView:
    """Every entry."""
    kinds = tuple(EntryKind)
    (view,) = events_of((OPEN,), kinds=kinds, since=None, until=None, limit=limit)
    return view


def hostile_holders(text: str) -> HoldersView:
    """The holders with a text wherever a file or a server may have put one."""
    view = holders(top=2)
    label = next(iter(LABELS.values()))
    poisoned = Label(label.account, text, label.role, True, Provenance(text, text))  # noqa: FBT003 - a field
    return replace(
        view,
        spec=replace(view.spec, key=text, title=text, simulated=True),
        coverage=replace(view.coverage, sources=(text, text)),
        rows=tuple(replace(row, label=poisoned) for row in view.rows),
        irregularities=(text,),
    )


def hostile_events(text: str) -> EventsView:
    """The events with a text wherever a file or a server may have put one."""
    view = events()
    return replace(
        view,
        spec=replace(view.spec, key=text, title=text),
        coverage=replace(view.coverage, sources=(text,)),
    )
