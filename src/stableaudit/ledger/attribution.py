"""Finds the account that a supply event did not name.

First in calldata: the call that made the event says whom it credits, or its caller is who. Where
several supply calls are made in one transaction, those of one kind and amount belong to the events
of that kind and amount in the order of both. If there are more calls than events (one may have
failed inside its wrapper), they say something only if all say the same; if there are fewer, they
say nothing.

Last resort, where no wrapper we know leads to such a call: exactly one text anywhere in the
calldata that is a well-formed `issue(address,uint256)` of the very amount, for the only event of
that amount. That is a reading of bytes, not of a call, and counts as nested calldata too.

Then by balances: the one account whose balance changed by just what the ledger does not explain.

What none of this decides stays in suspense.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.logs import WORD_BYTES, TransactionCall
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.abi import ADDRESS_PADDING, UnreadableError, address_at, number_at
from stableaudit.ledger.calldata import Call, calls_to
from stableaudit.ledger.wrappers import SELECTOR_BYTES, Function

ISSUE_TO: Final = Function("issue(address,uint256)", bytes.fromhex("867904b4"))
ISSUE: Final = Function("issue(uint256)", bytes.fromhex("cc872b66"))
REDEEM: Final = Function("redeem(uint256)", bytes.fromhex("db006a75"))

_OWNERS: Final = frozenset({SupplyLaw.TETHER, SupplyLaw.TETHER_TRON})
"""Laws under which an issue credits the owner, who alone may call it."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A supply call to the token."""

    account: bytes
    base_units: int
    nested: bool


def attribute(
    entry: Entry,
    siblings: tuple[Entry, ...],
    call: TransactionCall,
    token: bytes,
    law: SupplyLaw,
) -> Entry:
    """Return the entry with its account as the calldata tells it, or unchanged.

    siblings: every entry of the same transaction, the entry itself may be among them; attributed or
    not, they are needed to tell equal calls apart.
    token: 20 bytes of the token contract.

    Raises:
        ValueError: the call is another transaction's.
    """
    if call.transaction != entry.transaction:
        message = f"an entry of 0x{entry.transaction.hex()} is not in 0x{call.transaction.hex()}"
        raise ValueError(message)
    function = _function(entry.kind, law)
    if not is_suspended(entry) or function is None:
        return entry
    like = sorted(
        {each.ordinal for each in (entry, *siblings) if _alike(each, entry)},
    )
    named = [
        each
        for each in _named(calls_to(token, call), function)
        if each.base_units == entry.base_units
    ]
    accounts = {each.account for each in named}
    if len(named) == len(like):
        return _settled(entry, named[like.index(entry.ordinal)])
    if len(named) > len(like) and len(accounts) == 1:
        return _settled(entry, named[0])
    if not named and len(like) == 1 and function is ISSUE_TO:
        return _by_text(entry, call.data)
    return entry


def attribute_by_balance(entry: Entry, candidates: Mapping[bytes, int]) -> Entry:
    """Return the entry with the one account whose balance it explains, or unchanged.

    candidates: for each account the change of its balance on the chain in the entry's block, less
    the change that the ledger explains. Only an account that lacks, or has over, exactly this
    entry's amount is meant; two such accounts, or an amount of 0, decide nothing.
    """
    expected = entry.base_units if entry.kind is EntryKind.MINT else -entry.base_units
    explained = [account for account, change in candidates.items() if change == expected]
    if not is_suspended(entry) or entry.base_units == 0 or len(explained) != 1:
        return entry
    return _with_account(entry, explained[0], Attribution.BALANCE_DIFFERENCE)


def is_suspended(entry: Entry) -> bool:
    """Return whether one side of an entry stands in suspense."""
    return Boundary.SUSPENSE in {entry.source, entry.destination}


def _function(kind: EntryKind, law: SupplyLaw) -> Function | None:
    """Return the function of the token that makes such an event."""
    if law is not SupplyLaw.USDKG and law not in _OWNERS:
        return None
    if kind is EntryKind.MINT:
        return ISSUE if law in _OWNERS else ISSUE_TO
    return REDEEM if kind is EntryKind.BURN else None


def _alike(entry: Entry, other: Entry) -> bool:
    return (entry.transaction, entry.kind, entry.base_units) == (
        other.transaction,
        other.kind,
        other.base_units,
    )


def _named(calls: tuple[Call, ...], function: Function) -> Iterator[_Named]:
    """Yield the supply calls of one function that say whom and how much."""
    for call in calls:
        if not call.data.startswith(function.selector):
            continue
        arguments = call.data[SELECTOR_BYTES:]
        told = function is ISSUE_TO
        try:
            account = address_at(arguments, 0) if told else call.caller
            base_units = number_at(arguments, WORD_BYTES if told else 0)
        except UnreadableError:
            continue
        yield _Named(account, base_units, call.nested)


def _by_text(entry: Entry, data: bytes) -> Entry:
    head = ISSUE_TO.selector + ADDRESS_PADDING
    amount = entry.base_units.to_bytes(WORD_BYTES)
    found = []
    at = data.find(head)
    while at >= 0:
        end = at + len(head) + ADDRESS_BYTES
        if data[end : end + WORD_BYTES] == amount:
            found.append(data[end - ADDRESS_BYTES : end])
        at = data.find(head, at + 1)
    if len(found) != 1:
        return entry
    return _with_account(entry, found[0], Attribution.NESTED_CALLDATA)


def _settled(entry: Entry, named: _Named) -> Entry:
    attribution = Attribution.NESTED_CALLDATA if named.nested else Attribution.CALLDATA
    return _with_account(entry, named.account, attribution)


def _with_account(entry: Entry, account: bytes, attribution: Attribution) -> Entry:
    if entry.destination is Boundary.SUSPENSE:
        return replace(entry, destination=account, attribution=attribution)
    return replace(entry, source=account, attribution=attribution)
