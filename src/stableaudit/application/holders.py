"""Who holds a token on one chain, by its ledger alone: nothing is fetched and nothing judged.

What a view leaves out it names: the holders below the shown ones are counted and summed, and so is
what stands in suspense, so that rows, remainder and suspense always sum to the supply.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from stableaudit.application.moments import Moment, covered
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.labels import Label
from stableaudit.domain.ledger import Coverage, DayHolders, DaySupply, HolderColumns, Totals
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.ports.ledger_store import LedgerStore

IRREGULARITIES: int = 20
"""How many sentences about irregular logs a view carries; all are counted."""


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

    holders: int
    balance: TokenAmount
    share: Fraction | Unknown


@dataclass(frozen=True, slots=True)
class Negative:
    """Accounts whose balance is below zero: the ledger lacks what they received."""

    holders: int
    balance: TokenAmount


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

    holders: int
    """All accounts whose balance is not zero."""

    rows: tuple[HolderRow, ...]
    """The first of them, by rank."""

    remainder: Remainder
    negative: Negative
    floor: TokenAmount
    """Accounts of the day series held more than this."""

    issuance: tuple[DaySupply, ...]
    """By UTC day, ascending; days without any are left out."""

    holder_count: tuple[DayHolders, ...]
    """By UTC day, ascending; days on which nothing happened are left out."""

    irregularities: tuple[str, ...]
    """The first irregular logs and decided differences, as sentences; `coverage` has their number.
    """

    @property
    def residual(self) -> TokenAmount:
        """Supply less rows, remainder and suspense; 0 unless the store is broken."""
        shown = sum(row.balance.base_units for row in self.rows)
        held = shown + self.remainder.balance.base_units + self.suspense.base_units
        return TokenAmount(self.supply.base_units - held, self.supply.decimals)


def holders_view(
    store: LedgerStore,
    *,
    deployment: Deployment,
    spec: ChainSpec,
    labels: Mapping[AccountId, Label],
    moment: Moment,
    top: int | None,
    floor: int,
) -> HoldersView:
    """Return who held a token at a moment, largest first.

    Args:
        store: the ledger of the deployment.
        deployment: the token contract.
        spec: its chain.
        labels: who accounts are said to be.
        moment: see moments.moment.
        top: how many holders to show one by one; None for all.
        floor: base units; accounts with more count as holders in the day series.

    Raises:
        DeclarationError: the ledger covers nothing yet.
        StoreError: the ledger's file cannot be used.
    """
    coverage = covered(store, where=str(deployment.asset))
    totals = store.totals(until=moment.until)
    columns = store.holders(until=moment.until)
    decimals = deployment.decimals
    shown = len(columns) if top is None else min(top, len(columns))
    rest = sum(columns.balances[shown:])
    below_zero = tuple(balance for balance in columns.balances if balance < 0)
    return HoldersView(
        deployment=deployment,
        spec=spec,
        coverage=coverage,
        moment=moment,
        totals=totals,
        supply=TokenAmount(totals.supply, decimals),
        suspense=TokenAmount(totals.suspense, decimals),
        holders=len(columns),
        rows=tuple(_rows(columns, shown, deployment, totals.supply, labels)),
        remainder=Remainder(
            len(columns) - shown, TokenAmount(rest, decimals), _share(rest, totals.supply)
        ),
        negative=Negative(len(below_zero), TokenAmount(sum(below_zero), decimals)),
        floor=TokenAmount(floor, decimals),
        issuance=store.issuance_by_day(until=moment.until),
        holder_count=store.holders_by_day(until=moment.until, floor=floor),
        irregularities=store.irregularities(IRREGULARITIES),
    )


def _rows(
    columns: HolderColumns,
    shown: int,
    deployment: Deployment,
    supply: int,
    labels: Mapping[AccountId, Label],
) -> Iterator[HolderRow]:
    for index in range(shown):
        account = AccountId(deployment.asset.chain, columns.address(index))
        balance = columns.balances[index]
        yield HolderRow(
            index + 1,
            account,
            TokenAmount(balance, deployment.decimals),
            _share(balance, supply),
            labels.get(account),
        )


def _share(balance: int, supply: int) -> Fraction | Unknown:
    if supply > 0:
        return Fraction(balance, supply)
    return Unknown("there is no supply to have a share of")
