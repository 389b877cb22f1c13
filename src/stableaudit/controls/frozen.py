"""Which accounts are frozen by a token's own events, since when, and how many there were when.

A freeze of an account that is frozen already begins nothing, a release of one that is not ends
nothing. Getters confirm the newest where a family has one and asking costs no request of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stableaudit.controls.seen import Seen
from stableaudit.domain.control_history import ControlKind, KeptLog
from stableaudit.domain.control_questions import ControlQuestion, Getter
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.logs import WORD_BYTES
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.control_logs import read_event

MOST_CONFIRMED: Final = 50
"""Accounts whose getter is asked, those frozen last."""

_GETTERS: Final = {
    SupplyLaw.TETHER: "isBlackListed(address)",
    SupplyLaw.TETHER_TRON: "isBlackListed(address)",
    SupplyLaw.USDKG: "isBlackListed(address)",
    SupplyLaw.FIAT_TOKEN: "isBlacklisted(address)",
    SupplyLaw.PAXOS: "isFrozen(address)",
}


@dataclass(frozen=True, slots=True)
class Frozen:
    """An account that is frozen by the events."""

    account: AccountId
    since: KeptLog


@dataclass(frozen=True, slots=True)
class FrozenThen:
    """How many accounts were frozen after an event changed it."""

    event: KeptLog
    accounts: int


def frozen(token: AccountId, logs: Iterable[KeptLog]) -> tuple[Frozen, ...]:
    """Return who is frozen after these logs, which are in chain order, by when it began."""
    found, _ = _replayed(token, logs)
    return tuple(Frozen(account, since) for account, since in found.items())


def frozen_series(token: AccountId, logs: Iterable[KeptLog]) -> tuple[FrozenThen, ...]:
    """Return how many were frozen after each event that changed it, in chain order."""
    _, series = _replayed(token, logs)
    return tuple(series)


def frozen_questions(
    token: AccountId, law: SupplyLaw, logs: Iterable[KeptLog]
) -> tuple[ControlQuestion, ...]:
    """Return what to ask to know whether those who were frozen last are; nothing without getter."""
    newest = frozen(token, logs)[-MOST_CONFIRMED:]
    return tuple(one for each in newest if (one := _getter(token, law, each.account)) is not None)


def is_confirmed(token: AccountId, law: SupplyLaw, account: AccountId, seen: Seen) -> bool | None:
    """Return whether the getter says that an account is frozen; None where it did not say."""
    getter = _getter(token, law, account)
    said = None if getter is None else seen.number(getter)
    return said != 0 if isinstance(said, int) else None


def _getter(token: AccountId, law: SupplyLaw, account: AccountId) -> Getter | None:
    signature = _GETTERS.get(law)
    word = account.address.rjust(WORD_BYTES, b"\0")
    return None if signature is None else Getter(token, signature, word)


def _replayed(
    token: AccountId, logs: Iterable[KeptLog]
) -> tuple[dict[AccountId, KeptLog], list[FrozenThen]]:
    found: dict[AccountId, KeptLog] = {}
    series: list[FrozenThen] = []
    for kept in logs:
        read = read_event(kept.log)
        if read is None or read.event.kind not in (ControlKind.FREEZE, ControlKind.UNFREEZE):
            continue
        account = AccountId(token.chain, read.words[0][-ADDRESS_BYTES:])
        begins = read.event.kind is ControlKind.FREEZE
        if begins is not (account in found):
            if begins:
                found[account] = kept
            else:
                del found[account]
            series.append(FrozenThen(kept, len(found)))
    return found, series
