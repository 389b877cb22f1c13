"""Holds a ledger's balances against those the chain answers, account by account.

**The sign.** Here and everywhere: a difference is declared or derived minus observed, so ledger
minus chain. A positive one is in the ledger and not on the chain.

A balance that was read at a later block is first rolled back to the reference block by the ledger's
own changes in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import BalanceSheet, HolderColumns
from stableaudit.domain.phrases import say
from stableaudit.ledger.roll_back import balance_then


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An account of which ledger and chain say different things. Base units."""

    address: bytes
    ledger: int
    chain: int
    """At the reference block, rolled back where it was read later."""

    @property
    def difference(self) -> int:
        """Ledger minus chain."""
        return self.ledger - self.chain


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every account asked, each once. Base units."""

    asked: int
    equal: int
    mismatches: tuple[Mismatch, ...]
    """Largest absolute difference first, then by address."""

    chain_total: int
    """What all accounts asked have on the chain at the reference block."""

    ledger_total: int
    """What the same accounts have in the ledger."""

    unasked: int
    """Accounts with a balance in the ledger that were not asked."""

    unasked_total: int
    """What those have in the ledger."""

    negative: tuple[tuple[bytes, int], ...]
    """Accounts, asked or not, that the ledger shows to have sent what it never saw them receive."""


def compare(
    holders: HolderColumns,
    sheet: BalanceSheet,
    changes: Mapping[bytes, Mapping[int, int]],
    *,
    reference: int,
) -> Comparison:
    """Return how a ledger and a chain agree on balances at a reference block.

    holders: at the end of the reference block; who is not among them has 0.
    changes: net change of each account by block, for the blocks after the reference block, at least
        up to the last that the sheet was read from; may be empty where it was read at that block.

    Raises:
        ValueError: an account was asked twice, a balance was read before the reference block, or
            the sheet's columns have different lengths.
    """
    ledger = _by_address(holders)
    asked = _split(sheet.addresses)
    repeated = len(asked) - len(frozenset(asked))
    if repeated:
        message = say(
            "{repeated} of {asked} balances were asked twice", repeated=repeated, asked=len(asked)
        )
        raise ValueError(message)
    unchanged: dict[int, int] = {}
    theirs = [
        # Most balances are of the reference block itself, and there are millions of them.
        balance
        if block == reference
        else balance_then(balance, changes.get(address, unchanged), then=reference, now=block)
        for address, balance, block in zip(asked, sheet.balances, sheet.observed, strict=True)
    ]
    ours = [ledger.get(address, 0) for address in asked]
    mismatches = [
        Mismatch(address, mine, other)
        for address, mine, other in zip(asked, ours, theirs, strict=True)
        if mine != other
    ]
    return Comparison(
        asked=len(asked),
        equal=len(asked) - len(mismatches),
        mismatches=tuple(sorted(mismatches, key=_by_size)),
        chain_total=sum(theirs),
        ledger_total=sum(ours),
        unasked=len(ledger) - sum(map(ledger.__contains__, asked)),
        unasked_total=sum(holders.balances) - sum(ours),
        negative=tuple((address, balance) for address, balance in ledger.items() if balance < 0),
    )


def _by_address(holders: HolderColumns) -> dict[bytes, int]:
    return dict(zip(_split(holders.addresses), holders.balances, strict=True))


def _split(addresses: bytes) -> list[bytes]:
    return [addresses[at : at + ADDRESS_BYTES] for at in range(0, len(addresses), ADDRESS_BYTES)]


def _by_size(mismatch: Mismatch) -> tuple[int, bytes]:
    return -abs(mismatch.difference), mismatch.address
