"""Reads the logs of a token by the rules of its supply law: each act once, each log accounted for.

1. A log that cannot be read is told as irregular.
2. The supply events of one transaction are its acts. A wipe's mark turns the next burn of its
   account into a wipe.
3. Where the law says that a Transfer repeats an act, the first Transfer of the transaction with the
   same direction, amount and, where the event names one, account is that repetition. It is not
   counted again; it gives the account that the event left out.
4. An act without its repetition counts all the same, and is told. A Transfer from or to the zero
   address without its act moves tokens of that address and no supply, and is told: whether the
   supply changed is for the comparison with `totalSupply` to say.
5. Every other Transfer is a transfer; the zero address is an account.

So mints and burns follow from the supply events alone, with or without the Transfers beside them.
A block is never split between pages, therefore no transaction is, and pairs are found whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, Irregular, Party
from stableaudit.domain.logs import RawLog
from stableaudit.ledger.events import TRANSFER, ZERO_ADDRESS, Fact, irregular, read_log
from stableaudit.ledger.rules import Act, Rules

Line: TypeAlias = Entry | Irregular


@dataclass(frozen=True, slots=True)
class _Done:
    """An act that happened."""

    fact: Fact
    act: Act
    kind: EntryKind
    account: Party


def read_logs(rules: Rules, logs: Iterable[RawLog], *, full: bool) -> Iterator[Line]:
    """Yield entries and irregular logs, transaction by transaction.

    full: the Transfers were asked for too, so that a missing repetition means something.
    """
    events = {event.topic: event for event in (TRANSFER, *rules.supply_events)}
    transactions: dict[tuple[int, bytes], list[Fact]] = {}
    for log in logs:
        fact = read_log(log, events)
        if isinstance(fact, Irregular):
            yield fact
        else:
            transactions.setdefault((log.block, log.transaction), []).append(fact)
    for facts in transactions.values():
        yield from _read_transaction(rules, facts, full=full)


def _read_transaction(rules: Rules, facts: list[Fact], *, full: bool) -> Iterator[Line]:
    transfers = [fact for fact in facts if fact.event is TRANSFER]
    if rules.zero_transfers:
        for transfer in transfers:
            yield _by_zero_address(transfer)
        return
    acts = {act.event.topic: act for act in rules.acts}
    done = [_done(fact, acts[fact.event.topic]) for fact in facts if fact.event.topic in acts]
    for fact in facts:
        if fact.event is rules.wipe_mark and not _mark(fact, done):
            yield irregular(fact.log, f"{fact.event.name} without a burn of its account after it")
    for each in done:
        repetition = _take_repetition(each, transfers) if each.act.repeated else None
        yield _act_entry(each, repetition)
        if full and each.act.repeated and repetition is None:
            yield irregular(each.fact.log, f"{each.fact.event.name} without its Transfer")
    for transfer in transfers:
        yield _entry(transfer, EntryKind.TRANSFER, transfer.accounts[0], transfer.accounts[1])
        if rules.repeats and ZERO_ADDRESS in transfer.accounts:
            side = "from" if transfer.accounts[0] == ZERO_ADDRESS else "to"
            reason = f"a Transfer {side} the zero address without its supply event"
            yield irregular(transfer.log, reason)


def _by_zero_address(transfer: Fact) -> Line:
    source, destination = transfer.accounts
    if source == destination == ZERO_ADDRESS:
        return irregular(transfer.log, "a Transfer from the zero address to itself moves nothing")
    if source == ZERO_ADDRESS:
        return _entry(transfer, EntryKind.MINT, Boundary.SUPPLY, destination)
    if destination == ZERO_ADDRESS:
        return _entry(transfer, EntryKind.BURN, source, Boundary.SUPPLY)
    return _entry(transfer, EntryKind.TRANSFER, source, destination)


def _done(fact: Fact, act: Act) -> _Done:
    account = Boundary.SUSPENSE if act.account is None else fact.accounts[act.account]
    return _Done(fact, act, act.kind, account)


def _mark(mark: Fact, done: list[_Done]) -> bool:
    """Make the burn that a mark announces a wipe; return whether there is one."""
    for position, each in enumerate(done):
        after = each.fact.log.ordinal > mark.log.ordinal
        if after and each.kind is EntryKind.BURN and each.account == mark.accounts[0]:
            done[position] = replace(each, kind=EntryKind.WIPE)
            return True
    return False


def _take_repetition(done: _Done, transfers: list[Fact]) -> Fact | None:
    """Take the first Transfer that tells the same act out of those left."""
    minted = done.kind is EntryKind.MINT
    for position, transfer in enumerate(transfers):
        zero, account = transfer.accounts if minted else reversed(transfer.accounts)
        same = transfer.amounts == done.fact.amounts
        if same and zero == ZERO_ADDRESS and done.account in {account, Boundary.SUSPENSE}:
            return transfers.pop(position)
    return None


def _act_entry(done: _Done, repetition: Fact | None) -> Entry:
    minted = done.kind is EntryKind.MINT
    account = done.account
    if account is Boundary.SUSPENSE and repetition is not None:
        account = repetition.accounts[1 if minted else 0]
    if minted:
        return _entry(done.fact, done.kind, Boundary.SUPPLY, account)
    return _entry(done.fact, done.kind, account, Boundary.SUPPLY)


def _entry(fact: Fact, kind: EntryKind, source: Party, destination: Party) -> Entry:
    (base_units,) = fact.amounts
    suspended = Boundary.SUSPENSE in {source, destination}
    return Entry(
        kind=kind,
        block=fact.log.block,
        ordinal=fact.log.ordinal,
        transaction=fact.log.transaction,
        source=source,
        destination=destination,
        base_units=base_units,
        attribution=Attribution.NONE if suspended else Attribution.LOG,
    )
