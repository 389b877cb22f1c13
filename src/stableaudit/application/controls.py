"""Ask a chain who controls a deployment, round by round, until nothing is left to ask."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from stableaudit.application.observe import attempt, observe
from stableaudit.application.permission_changes import permission_questions
from stableaudit.application.pin import Pinned
from stableaudit.controls.changes import changes_of
from stableaudit.controls.drift import asked_again, drift
from stableaudit.controls.families import family_of
from stableaudit.controls.proposals import approvals_of
from stableaudit.controls.proxies import has_slots
from stableaudit.controls.seen import Seen
from stableaudit.controls.snapshot import kept
from stableaudit.controls.survey import MOST_DEPTH, power_map, questions
from stableaudit.controls.uses import PowerAct, acts, transactions_of
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion
from stableaudit.domain.control_snapshot import ControlSnapshot
from stableaudit.domain.distinct import distinct
from stableaudit.domain.evidence import AccountLogs, ControlEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import Entry, EntryKind
from stableaudit.domain.ledger_evidence import LedgerEvidence, LedgerState, SupplyHistory
from stableaudit.domain.logs import LogQuery, RawLog, TransactionCall
from stableaudit.domain.power_map import ActorKind
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment
from stableaudit.ports.events import EventReader

MOST_ROUNDS: Final = 2 * MOST_DEPTH + 3
"""What an account is, then who moves it, at every step; and the token and its beacon before."""


LOOK_BACK: Final = 7200
"""Blocks in which approvals are looked for: a day of Ethereum, six hours of TRON."""


MOST_MINTS: Final = 20
"""Newest mints whose callers are asked for their roles."""

MOST_CALLS_SINGLY: Final = 5
"""Newest acts of power whose transactions are asked for on TRON, each in a request of its own."""

MOST_SINCE: Final = 50_000
"""Blocks in which changes since a snapshot are looked for, the newest."""


def read_controls(
    deployment: Deployment,
    pinned: Pinned,
    events: tuple[EventReader, ...] = (),
    *,
    before: ControlSnapshot | None = None,
    minted: tuple[Entry, ...] = (),
    history: ControlHistory | Unavailable | None = None,
) -> ControlEvidence:
    """Return all that was answered, at the reference block. What fails is kept with its reason.

    Args:
        deployment: whose control.
        pinned: its chain.
        events: endpoints that are asked for the approvals of multisigs, and for what told of a
            change, in the order of preference.
        before: a snapshot; of whoever is otherwise since, the events are asked for.
        minted: mints of the ledger in chain order; whoever called in the newest may have a role.
        history: what the ledger kept of control; whoever it names may have a role.
    """
    answers: dict[ControlQuestion, ControlAnswer] = {}
    was = None if before is None else before.deployment(deployment.asset)
    kept_before = () if was is None else tuple(actor.account for actor in was.actors)
    candidates = (*kept_before, *_callers(deployment, minted, events))
    for _ in range(MOST_ROUNDS):
        wanted = questions(deployment, Seen(answers), candidates, history)
        if not wanted:
            break
        answers.update(_answered(wanted, pinned))
    seen, last = Seen(answers), pinned.reference.number
    found = power_map(deployment, seen)
    done = acts(deployment.asset.contract, history) if isinstance(history, ControlHistory) else ()
    lately = BlockRange(_first_of_interest(done, last), last)
    approvals = tuple(
        _logs_of(actor.account, approvals_of(actor.account), lately, events)
        for actor in found.actors
        if actor.kind is ActorKind.MULTISIG
    )
    changes: tuple[AccountLogs, ...] = ()
    if was is not None and was.block < last:
        since = BlockRange(max(was.block + 1, last - MOST_SINCE), last)
        whom = distinct(
            one.whom for one in drift(asked_again(was, seen), kept(found, seen, block=last))
        )
        changes = tuple(_logs_of(one, changes_of(one), since, events) for one in whom)
        unlogged = permission_questions(whom, seen, first=since.first)
        answers.update(_answered(unlogged, pinned) if unlogged else {})
    calls = _calls_of(deployment, done, events)
    return ControlEvidence(
        deployment.asset, tuple(answers.items()), approvals, changes, history, calls
    )


def _first_of_interest(done: tuple[PowerAct, ...], last: int) -> int:
    """Return from which block on approvals are looked for: before the first act that is recent."""
    recent = (act.block for act in done if last - MOST_SINCE <= act.block)
    return max(0, min(recent, default=last) - LOOK_BACK)


def _calls_of(
    deployment: Deployment, done: tuple[PowerAct, ...], events: tuple[EventReader, ...]
) -> Mapping[bytes, TransactionCall] | Unavailable:
    """Return the transactions of acts; on TRON, where each is a request, of the newest alone."""
    most = len(done) if has_slots(deployment.asset.contract) else MOST_CALLS_SINGLY
    wanted = transactions_of(done[-most:] if most else ())
    if not wanted:
        return {}
    calls: Mapping[bytes, TransactionCall] | Unavailable = not_asked(
        f"the transactions of {deployment.asset}",
        whom="nobody",
        reason="no endpoint is fit to be asked for them",
    )
    for one in events:
        calls = attempt(partial(one.transactions, wanted))
        if not isinstance(calls, Unavailable):
            break
    return calls


def minted_in(ledger: LedgerEvidence) -> tuple[Entry, ...]:
    """Return the mints that a ledger's evidence has, in chain order."""
    history = ledger.state.history if isinstance(ledger.state, LedgerState) else None
    if not isinstance(history, SupplyHistory):
        return ()
    return tuple(row.entry for row in history.rows if row.entry.kind is EntryKind.MINT)


def _callers(
    deployment: Deployment, minted: tuple[Entry, ...], events: tuple[EventReader, ...]
) -> tuple[AccountId, ...]:
    """Return who sent the newest mints, and what they called; nobody where that is not needed."""
    token = deployment.asset.contract
    if not family_of(deployment.law).has_roles or not events:
        return ()
    wanted = distinct((one.transaction, one.block) for one in minted[-MOST_MINTS:])
    calls = attempt(lambda: events[0].transactions(wanted))
    if isinstance(calls, Unavailable):
        return ()
    parties = distinct(one for call in calls.values() for one in (call.sender, call.to))
    found = (AccountId(token.chain, one) for one in parties if one is not None)
    return tuple(one for one in found if one != token)


def _answered(
    wanted: tuple[ControlQuestion, ...], pinned: Pinned
) -> dict[ControlQuestion, ControlAnswer]:
    came = attempt(lambda: pinned.reader.ask(wanted, at=pinned.reference))
    if isinstance(came, Unavailable):
        return dict.fromkeys(wanted, came)
    return {question: observe(came, question) for question in wanted}


def _logs_of(
    account: AccountId, query: LogQuery, blocks: BlockRange, events: tuple[EventReader, ...]
) -> AccountLogs:
    logs: tuple[RawLog, ...] | Unavailable = not_asked(
        f"the events of {account}",
        whom="nobody",
        reason="no endpoint is fit to be asked for logs",
    )
    for one in events:
        logs = attempt(partial(_logs, one, query, blocks))
        if not isinstance(logs, Unavailable):
            break
    return AccountLogs(account, blocks.first, blocks.last, logs)


def _logs(events: EventReader, query: LogQuery, blocks: BlockRange) -> tuple[RawLog, ...]:
    return tuple(log for page in events.pages(query, blocks) for log in page.others)
