"""Acts of power over a token, the newest: what was done, by whose transaction, through whom.

Acts are the token's events of control, and its mints, burns and wipes by the ledger. Who signed the
transaction is its sender; who called the token is read from its calldata, through known wrappers.
Where that is a multisig of the map, its own logs tell how many owners approved. Everything that
was not looked for stays open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stableaudit.controls.approvals import Approvals, approvals_at
from stableaudit.controls.roles import MINTER, role_name
from stableaudit.domain.control_history import ControlHistory, ControlKind, KeptLog
from stableaudit.domain.distinct import distinct
from stableaudit.domain.evidence import ControlEvidence
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.ledger import Boundary, EntryKind, EntryRow
from stableaudit.domain.logs import WORD_BYTES, TransactionCall
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.power_map import PowerMap
from stableaudit.domain.readings import Unavailable
from stableaudit.ledger.calldata import calls_to
from stableaudit.ledger.control_events import ControlEvent
from stableaudit.ledger.control_logs import ReadEvent, read_event

MOST_ACTS: Final = 50
"""That are shown and whose transactions are asked for."""

_ROLE_WORDS: Final = 3
_SUPPLY: Final = {
    EntryKind.MINT: ControlKind.ISSUE,
    EntryKind.BURN: ControlKind.REDEEM,
    EntryKind.WIPE: ControlKind.DESTROY,
}


@dataclass(frozen=True, slots=True)
class PowerAct:
    """Something that was done by a power over a token."""

    kind: ControlKind
    event: str
    """Name of the event; of a mint, burn or wipe what the ledger calls it."""

    block: int
    ordinal: int
    timestamp: int
    """Of its block, seconds of UTC."""

    transaction: bytes
    about: AccountId | None
    """Whom it made, frees, freezes, credits or debits; None where it is about nobody."""

    detail: str = ""
    """The role, or the numbers that were set."""

    base_units: int | None = None


@dataclass(frozen=True, slots=True)
class PowerUse:
    """An act, and what its transaction tells."""

    act: PowerAct
    sender: AccountId | None
    """Who signed it; None where nobody could tell."""

    through: AccountId | None
    """The contract that acted for the sender; None where there is none, or nobody could tell."""

    approvals: Approvals | None
    """Of that contract's owners; None where it is no multisig of the map, or nobody looked."""


def acts(token: AccountId, history: ControlHistory) -> tuple[PowerAct, ...]:
    """Return the newest acts that a history holds, in chain order."""
    read = ((kept, read_event(kept.log)) for kept in history.told.logs[-MOST_ACTS:])
    found = [_of_event(token, kept, event) for kept, event in read if event is not None]
    found += [_of_supply(token, row) for row in history.supply.rows[-MOST_ACTS:]]
    return tuple(sorted(found, key=_place))[-MOST_ACTS:]


def count(history: ControlHistory) -> int:
    """Return how many acts there are in all."""
    told, supply = history.told, history.supply
    return len(told.logs) + told.left_out + len(supply.rows) + supply.left_out


def uses(token: AccountId, evidence: ControlEvidence, found: PowerMap) -> tuple[PowerUse, ...]:
    """Return the newest acts with what their transactions tell, in chain order.

    Args:
        token: the contract.
        evidence: what was read of its control.
        found: the map of it.
    """
    if not isinstance(evidence.history, ControlHistory):
        return ()
    calls = {} if isinstance(evidence.calls, Unavailable) else evidence.calls
    return tuple(
        _use(token, act, calls.get(act.transaction), evidence, found)
        for act in acts(token, evidence.history)
    )


def _use(
    token: AccountId,
    act: PowerAct,
    call: TransactionCall | None,
    evidence: ControlEvidence,
    found: PowerMap,
) -> PowerUse:
    if call is None:
        return PowerUse(act, None, None, None)
    through = _through(token, call)
    approvals: Approvals | None = None
    if through is not None and (actor := found.actor(through)) is not None:
        logs = next((one for one in evidence.approvals if one.account == through), None)
        approvals = approvals_at(actor, act.block, call, logs)
    return PowerUse(act, AccountId(token.chain, call.sender), through, approvals)


def _through(token: AccountId, call: TransactionCall) -> AccountId | None:
    callers = distinct(one.caller for one in calls_to(token.address, call))
    if not callers:
        callers = () if call.to is None else (call.to,)
    if len(callers) != 1 or callers[0] in (call.sender, token.address):
        return None
    return AccountId(token.chain, callers[0])


def _of_event(token: AccountId, kept: KeptLog, read: ReadEvent) -> PowerAct:
    log = kept.log
    about, detail = _about(token, read.event, read.words)
    return PowerAct(
        read.event.kind,
        read.event.name,
        log.block,
        log.ordinal,
        kept.timestamp,
        log.transaction,
        about,
        detail,
    )


def _about(
    token: AccountId, event: ControlEvent, words: tuple[bytes, ...]
) -> tuple[AccountId | None, str]:
    match event.kind:
        case ControlKind.GRANT | ControlKind.REVOKE:
            if len(words) == _ROLE_WORDS:
                return _account(token, words[1]), role_name(words[0])
            return _account(token, words[0]), role_name(MINTER)
        case ControlKind.ROLE_ADMIN:
            return None, say(
                "{role_name}, now granted by {role_name2}",
                role_name=role_name(words[0]),
                role_name2=role_name(words[-1]),
            )
        case ControlKind.SETTING:
            return None, joined(", ", (str(int.from_bytes(word)) for word in words))
        case ControlKind.PAUSE | ControlKind.UNPAUSE:
            return None, ""
        case _:
            # Offices name who had them first, and who has them now last.
            addresses = zip(words, event.types, strict=True)
            return _account(token, [word for word, kind in addresses if kind == "address"][-1]), ""


def _account(token: AccountId, word: bytes) -> AccountId:
    return AccountId(token.chain, word[WORD_BYTES - ADDRESS_BYTES :])


def _of_supply(token: AccountId, row: EntryRow) -> PowerAct:
    entry = row.entry
    party = entry.destination if entry.kind is EntryKind.MINT else entry.source
    return PowerAct(
        _SUPPLY[entry.kind],
        entry.kind.name.lower(),
        entry.block,
        entry.ordinal,
        row.timestamp,
        entry.transaction,
        None if isinstance(party, Boundary) else AccountId(token.chain, party),
        base_units=entry.base_units,
    )


def _place(act: PowerAct) -> tuple[int, int]:
    return act.block, act.ordinal


def transactions_of(found: Iterable[PowerAct]) -> tuple[tuple[bytes, int], ...]:
    """Return hash and block of each transaction that made an act, each once, in their order."""
    return distinct((act.transaction, act.block) for act in found)
