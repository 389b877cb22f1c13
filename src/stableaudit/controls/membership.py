"""Who ever had a role or might mint, by a token's own events, and what its getters say of them now.

Events are replayed in chain order: a grant begins a term, a revocation ends it, and a grant of what
somebody has already begins none. A revocation without a grant ends a term whose beginning is not
known. Getters decide who has a role now; where they differ from the events, one of the two is
wrong. Source: OpenZeppelin's AccessControl; Circle's FiatToken, `configureMinter`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from stableaudit.controls.roles import MINTER, holds, role_name
from stableaudit.controls.seen import Seen
from stableaudit.domain.control_history import ControlKind, KeptLog
from stableaudit.domain.control_questions import ControlQuestion, Getter
from stableaudit.domain.distinct import distinct
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.logs import WORD_BYTES
from stableaudit.ledger.control_logs import read_event

MOST_MEMBERS: Final = 200
"""Memberships whose getters are asked, those that changed last."""

_ROLE_WORDS: Final = 3
_ALLOWANCE: Final = "minterAllowance(address)"


@dataclass(frozen=True, slots=True)
class Membership:
    """A role of a token that an account has or had."""

    role: bytes
    """32 bytes; empty for one that is no role but a minter's place in the contract's list."""

    account: AccountId

    @property
    def office(self) -> str:
        """What it is called."""
        return role_name(self.role)


@dataclass(frozen=True, slots=True)
class Term:
    """From a grant to the revocation that ended it."""

    membership: Membership
    granted: KeptLog | None
    """None where only the revocation is known."""

    revoked: KeptLog | None = None
    """None where it has not ended."""

    @property
    def within_a_block(self) -> bool:
        """Whether it ended in the block in which it began, so that no state ever showed it."""
        return (
            self.granted is not None
            and self.revoked is not None
            and self.granted.log.block == self.revoked.log.block
        )

    @property
    def within_a_transaction(self) -> bool:
        """Whether it ended in the transaction in which it began."""
        return (
            self.granted is not None
            and self.revoked is not None
            and self.granted.log.transaction == self.revoked.log.transaction
        )


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What events and a getter say differently of one membership."""

    membership: Membership
    told: bool
    """Whether by the events it has not ended; the getter says the opposite."""

    last: KeptLog
    """The last event of it."""


def terms(token: AccountId, logs: Iterable[KeptLog]) -> tuple[Term, ...]:
    """Return every term in the order of the first events of each; logs are in chain order."""
    found: list[Term] = []
    open_terms: dict[Membership, int] = {}
    for kept in logs:
        read = read_event(kept.log)
        if read is None or read.event.kind not in (ControlKind.GRANT, ControlKind.REVOKE):
            continue
        membership = _membership(token, read.words)
        place = open_terms.get(membership)
        if read.event.kind is ControlKind.GRANT:
            if place is None:
                open_terms[membership] = len(found)
                found.append(Term(membership, kept))
        elif place is None:
            found.append(Term(membership, None, kept))
        else:
            found[place] = replace(found[place], revoked=kept)
            del open_terms[membership]
    return tuple(found)


def member_questions(
    token: AccountId, logs: Iterable[KeptLog], *, most: int = MOST_MEMBERS
) -> tuple[ControlQuestion, ...]:
    """Return what to ask to know who of those that events name has a role now."""
    newest = distinct(term.membership for term in reversed(terms(token, logs)))[:most]
    wanted: list[ControlQuestion] = []
    for membership in newest:
        wanted.append(holds(token, membership.role, membership.account))
        if membership.role == MINTER:
            wanted.append(_allowance(token, membership.account))
    return tuple(wanted)


def contradictions(
    token: AccountId, logs: Iterable[KeptLog], seen: Seen
) -> tuple[Contradiction, ...]:
    """Return every membership of which the getter says otherwise than the events, by last event."""
    last: dict[Membership, Term] = {}
    for term in terms(token, logs):
        last.pop(term.membership, None)
        last[term.membership] = term
    found: list[Contradiction] = []
    for membership, term in last.items():
        told, event = term.revoked is None, term.revoked or term.granted
        said = seen.number(holds(token, membership.role, membership.account))
        if event is not None and isinstance(said, int) and (said != 0) is not told:
            found.append(Contradiction(membership, told, event))
    return tuple(found)


def appointed_since(
    token: AccountId, logs: Iterable[KeptLog], seen: Seen, *, block: int
) -> tuple[Term, ...]:
    """Return the terms that began after a block and that the getter does not deny, in order."""
    return tuple(
        term
        for term in terms(token, logs)
        if term.granted is not None
        and term.granted.log.block > block
        and term.revoked is None
        and seen.number(holds(token, term.membership.role, term.membership.account)) != 0
    )


def allowance(token: AccountId, account: AccountId, seen: Seen) -> int | None:
    """Return what a minter may still mint, in base units; None where nobody could tell."""
    found = seen.number(_allowance(token, account))
    return found if isinstance(found, int) else None


def _allowance(token: AccountId, account: AccountId) -> Getter:
    return Getter(token, _ALLOWANCE, account.address.rjust(WORD_BYTES, b"\0"))


def _membership(token: AccountId, words: tuple[bytes, ...]) -> Membership:
    role, account = (words[0], words[1]) if len(words) == _ROLE_WORDS else (MINTER, words[0])
    return Membership(role, AccountId(token.chain, account[-ADDRESS_BYTES:]))
