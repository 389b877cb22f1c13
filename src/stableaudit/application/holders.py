"""Who holds a token on one chain, by its ledger alone: nothing is fetched and nothing judged."""

from collections.abc import Iterator, Mapping
from typing import Final

from stableaudit.application.moments import covered, moment_of
from stableaudit.application.opened import OpenLedger
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.labels import Label
from stableaudit.domain.ledger import HolderColumns
from stableaudit.domain.tokens import ChainSpec, Deployment, LedgerDepth
from stableaudit.ledger.distribution import Distribution, measure
from stableaudit.ledger.views import HolderRow, HoldersView, Moment, Remainder, Spread, share_of
from stableaudit.ports.ledger_store import LedgerStore

IRREGULARITIES: Final = 20
"""How many sentences about irregular logs a view carries; all are counted."""

TOP: Final = (1, 5, 10, 50, 100)
"""Numbers of largest holders whose share is measured."""

UNFOLLOWED: Final = Unknown(
    "this ledger holds supply events only: holders are too many to follow every transfer"
)


def views_of(
    ledgers: tuple[OpenLedger, ...],
    labels: Mapping[AccountId, Label],
    *,
    at: int | None,
    top: int | None,
) -> tuple[HoldersView, ...]:
    """Return the holders of each ledger, as of an instant or as late as each goes.

    Raises:
        DeclarationError: a ledger covers nothing yet, or does not go as far as the instant.
        StoreError: a ledger's file cannot be used.
    """
    views: list[HoldersView] = []
    for one in ledgers:
        one_token: int = 10**one.deployment.decimals
        coverage = covered(one.store, where=str(one.deployment.asset))
        views.append(
            holders_view(
                one.store,
                deployment=one.deployment,
                spec=one.spec,
                labels=labels,
                moment=moment_of(one.store, coverage, at=at, where="--at"),
                top=top,
                floor=one_token,
            )
        )
    return tuple(views)


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
        moment: see moments.moment_of.
        top: how many holders to show one by one; None for all.
        floor: base units; accounts with more are above the floor in measures and day series.

    Raises:
        DeclarationError: the ledger covers nothing yet.
        StoreError: the ledger's file cannot be used.
    """
    coverage = covered(store, where=str(deployment.asset))
    totals = store.totals(until=moment.until)
    followed = deployment.depth is LedgerDepth.FULL
    columns = store.holders(until=moment.until) if followed else HolderColumns(b"", ())
    # Where transfers are not followed, all that is not in suspense is held by somebody.
    held = sum(columns.balances) if followed else totals.supply - totals.suspense
    rows = tuple(_rows(columns, top, deployment, totals.supply, labels))
    rest = held - sum(row.balance.base_units for row in rows)
    return HoldersView(
        deployment=deployment,
        spec=spec,
        coverage=coverage,
        moment=moment,
        totals=totals,
        supply=TokenAmount(totals.supply, deployment.decimals),
        suspense=TokenAmount(totals.suspense, deployment.decimals),
        rows=rows,
        remainder=Remainder(
            len(columns) - len(rows) if followed else UNFOLLOWED,
            TokenAmount(rest, deployment.decimals),
            share_of(rest, totals.supply),
        ),
        spread=Spread(
            len(columns),
            *_measured(columns, deployment, labels, floor=floor, suspense=totals.suspense),
            store.holders_by_day(until=moment.until, floor=floor),
        )
        if followed
        else UNFOLLOWED,
        floor=TokenAmount(floor, deployment.decimals),
        issuance=store.issuance_by_day(until=moment.until),
        irregularities=store.irregularities(IRREGULARITIES),
    )


def _measured(
    columns: HolderColumns,
    deployment: Deployment,
    labels: Mapping[AccountId, Label],
    *,
    floor: int,
    suspense: int,
) -> tuple[Distribution, Distribution]:
    """Return the measures over everyone, and over those that nobody has labelled."""
    chain = deployment.asset.chain
    labelled = frozenset(account.address for account in labels if account.chain == chain)
    return (
        measure(columns, floor=floor, top=TOP, excluded=frozenset(), suspense=suspense),
        measure(columns, floor=floor, top=TOP, excluded=labelled, suspense=suspense),
    )


def _rows(
    columns: HolderColumns,
    top: int | None,
    deployment: Deployment,
    supply: int,
    labels: Mapping[AccountId, Label],
) -> Iterator[HolderRow]:
    for index in range(len(columns) if top is None else min(top, len(columns))):
        account = AccountId(deployment.asset.chain, columns.address(index))
        balance = columns.balances[index]
        yield HolderRow(
            index + 1,
            account,
            TokenAmount(balance, deployment.decimals),
            share_of(balance, supply),
            labels.get(account),
        )
