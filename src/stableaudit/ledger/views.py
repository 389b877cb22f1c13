"""What people see of a ledger, as values: the holders and the events of one token contract.

Filled in `application`, laid out in `report`. What a view leaves out it names: the holders below
the shown ones are counted and summed, and so is what stands in suspense, so that rows, remainder
and suspense always sum to the supply.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.labels import Label
from stableaudit.domain.ledger import (
    Attribution,
    Boundary,
    Coverage,
    DayHolders,
    DaySupply,
    EntryKind,
    Totals,
)
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.ledger.distribution import Distribution


@dataclass(frozen=True, slots=True)
class Moment:
    """What a view of a ledger speaks of: the end of a block, at an instant."""

    until: int
    """Number of the block: of those with an entry the last at or before the instant, or the last
    that is covered."""

    instant: int
    """Seconds of UTC."""


@dataclass(frozen=True, slots=True)
class Unfetched:
    """A deployment of the token that there is no ledger of yet."""

    deployment: Deployment
    spec: ChainSpec


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One account with a balance."""

    rank: int
    """From 1, largest balance first."""

    account: AccountId
    balance: TokenAmount
    """Below zero where the ledger lacks what the account received."""

    share: Fraction | Unknown
    """Of the supply."""

    label: Label | None
    """None where nobody has stated who it is."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """The holders that a view does not show one by one."""

    holders: int | Unknown
    """Unknown where the ledger does not follow transfers."""

    balance: TokenAmount
    share: Fraction | Unknown


@dataclass(frozen=True, slots=True)
class Spread:
    """How a token is spread over its holders."""

    holders: int
    """All accounts whose balance is not zero."""

    everyone: Distribution
    unlabelled: Distribution
    """The same with labelled accounts set apart: exchanges, treasuries, contracts."""

    by_day: tuple[DayHolders, ...]
    """Holders of more than the floor, by UTC day, ascending; idle days are left out."""


@dataclass(frozen=True, slots=True)
class HoldersView:
    """The holders of one token contract on one chain."""

    deployment: Deployment
    spec: ChainSpec
    coverage: Coverage
    moment: Moment
    totals: Totals
    supply: TokenAmount
    suspense: TokenAmount
    """What stands in for accounts that nothing names; 0 where everything is attributed."""

    rows: tuple[HolderRow, ...]
    """The first of them, by rank."""

    remainder: Remainder
    spread: Spread | Unknown
    """Unknown where the ledger does not follow transfers."""

    floor: TokenAmount
    """Accounts of the day series, and those above the floor of a measure, hold more than this."""

    issuance: tuple[DaySupply, ...]
    """By UTC day, ascending; days without any are left out."""

    irregularities: tuple[str, ...]
    """The first irregular logs and decided differences, as sentences; `coverage` has their number.
    """

    def first(self, count: int) -> "HoldersView":
        """Return the view with at most `count` rows; the others join the remainder."""
        rows, others = self.rows[:count], self.rows[count:]
        counted = self.remainder.holders
        rest = self.remainder.balance.base_units + sum(row.balance.base_units for row in others)
        remainder = Remainder(
            counted if isinstance(counted, Unknown) else counted + len(others),
            TokenAmount(rest, self.supply.decimals),
            share_of(rest, self.supply.base_units),
        )
        return replace(self, rows=rows, remainder=remainder)

    @property
    def is_cut(self) -> bool:
        """Whether known holders are not among the rows."""
        return not isinstance(self.remainder.holders, Unknown) and self.remainder.holders > 0

    @property
    def supply_by_day(self) -> tuple[tuple[int, int], ...]:
        """Day and supply at its end in base units, for each day of `issuance`."""
        supplies = accumulate(day.minted - day.burned for day in self.issuance)
        return tuple((day.day, supply) for day, supply in zip(self.issuance, supplies, strict=True))

    @property
    def residual(self) -> TokenAmount:
        """Supply less rows, remainder and suspense; 0 unless the store is broken."""
        shown = sum(row.balance.base_units for row in self.rows)
        held = shown + self.remainder.balance.base_units + self.suspense.base_units
        return TokenAmount(self.supply.base_units - held, self.supply.decimals)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry of the ledger."""

    timestamp: int
    block: int
    ordinal: int
    """Position among all logs of its block, from 0."""

    kind: EntryKind
    source: AccountId | Boundary
    destination: AccountId | Boundary
    amount: TokenAmount
    attribution: Attribution
    transaction: bytes
    """32 bytes; empty for a plain transfer, which block and ordinal find."""


@dataclass(frozen=True, slots=True)
class EventsView:
    """Entries of one token contract on one chain."""

    deployment: Deployment
    spec: ChainSpec
    coverage: Coverage
    kinds: tuple[EntryKind, ...]
    since: int | None
    """Seconds of UTC; None where the ledger begins."""

    until: int
    """Seconds of UTC."""

    rows: tuple[EventRow, ...]
    """In chain order."""

    complete: bool
    """False where more entries fit than the limit let through."""

    def first(self, count: int) -> "EventsView":
        """Return the view with at most `count` rows."""
        return replace(
            self, rows=self.rows[:count], complete=self.complete and len(self.rows) <= count
        )


def share_of(base_units: int, supply: int) -> Fraction | Unknown:
    """Return the share of a supply, unknown where there is none to have a share of."""
    if supply > 0:
        return Fraction(base_units, supply)
    return Unknown("there is no supply to have a share of")
