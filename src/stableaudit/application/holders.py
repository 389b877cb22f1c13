"""Who holds a token on one chain, by its ledger alone: nothing is fetched and nothing judged."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from stableaudit.application.moments import covered
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.labels import Label
from stableaudit.domain.ledger import HolderColumns
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.ledger.distribution import Distribution, measure
from stableaudit.ledger.views import HolderRow, HoldersView, Moment, Remainder
from stableaudit.ports.ledger_store import LedgerStore

IRREGULARITIES: Final = 20
"""How many sentences about irregular logs a view carries; all are counted."""

TOP: Final = (1, 5, 10, 50, 100)
"""Numbers of largest holders whose share is measured."""


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
        floor: base units; accounts with more are above the floor in measures and day series.

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
    chain = deployment.asset.chain
    labelled = frozenset(account.address for account in labels if account.chain == chain)

    def measured(excluded: frozenset[bytes]) -> Distribution:
        return measure(columns, floor=floor, top=TOP, excluded=excluded, suspense=totals.suspense)

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
        measures=measured(frozenset()),
        others=measured(labelled),
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
