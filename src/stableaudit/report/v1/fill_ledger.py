"""Views of a ledger as JSON records."""

from fractions import Fraction

from stableaudit import __version__
from stableaudit.domain import labels, tokens
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.ledger import distribution, views
from stableaudit.report.accounts import spell
from stableaudit.report.ledger_words import (
    ATTRIBUTIONS,
    KINDS,
    day_text,
    party_text,
    share_low,
    transaction_text,
)
from stableaudit.report.v1 import ledger
from stableaudit.report.v1.fill_ledgers import coverage
from stableaudit.report.v1.fill_values import amount, instant, provenance

PROGRAM = f"stableaudit {__version__}"


def fill_holders(
    token: tokens.Token,
    found: tuple[views.HoldersView, ...],
    unfetched: tuple[views.Unfetched, ...],
) -> ledger.HoldersReport:
    """Return the report on a token's holders."""
    return ledger.HoldersReport(
        schema_version=ledger.SCHEMA_VERSION,
        program=PROGRAM,
        token=_token(token),
        chains=tuple(_holders(view) for view in found),
        unfetched=tuple(_unfetched(one) for one in unfetched),
    )


def fill_events(
    token: tokens.Token,
    found: tuple[views.EventsView, ...],
    unfetched: tuple[views.Unfetched, ...],
) -> ledger.EventsReport:
    """Return the report on a token's events."""
    return ledger.EventsReport(
        schema_version=ledger.SCHEMA_VERSION,
        program=PROGRAM,
        token=_token(token),
        chains=tuple(_events(view) for view in found),
        unfetched=tuple(_unfetched(one) for one in unfetched),
    )


def _token(token: tokens.Token) -> ledger.Token:
    return ledger.Token(key=token.key, title=token.title, symbol=token.symbol)


def _unfetched(one: views.Unfetched) -> ledger.Unfetched:
    return ledger.Unfetched(chain=one.spec.key, asset=str(one.deployment.asset))


def _deployment(deployment: tokens.Deployment, spec: tokens.ChainSpec) -> ledger.Deployment:
    return ledger.Deployment(
        chain=spec.key,
        asset=str(deployment.asset),
        contract=spell(deployment.asset.contract),
        decimals=deployment.decimals,
        law=deployment.law.value,
        law_established=deployment.law_established,
        native=deployment.native,
        depth="full" if deployment.depth is tokens.LedgerDepth.FULL else "supply-events",
        simulated=spec.simulated,
    )


def _holders(view: views.HoldersView) -> ledger.Holders:
    decimals, totals = view.deployment.decimals, view.totals
    return ledger.Holders(
        deployment=_deployment(view.deployment, view.spec),
        coverage=coverage(view.coverage),
        block=str(view.moment.until),
        time=instant(view.moment.instant),
        supply=amount(view.supply),
        minted=amount(TokenAmount(totals.minted, decimals)),
        burned=amount(TokenAmount(totals.burned, decimals)),
        wiped=amount(TokenAmount(totals.wiped, decimals)),
        suspense=amount(view.suspense),
        unattributed=totals.unattributed,
        residual=amount(view.residual),
        holders=tuple(_holder(row) for row in view.rows),
        remainder=ledger.Remainder(
            holders=None if isinstance(view.remainder.holders, Unknown) else view.remainder.holders,
            balance=amount(view.remainder.balance),
            share=_share(view.remainder.share),
        ),
        spread=_spread(view.spread, decimals),
        issuance=tuple(
            ledger.DayIssuance(
                day=day_text(one.day),
                minted=str(one.minted),
                burned=str(one.burned),
                supply=str(supply),
                transfers=one.transfers,
            )
            for one, (_, supply) in zip(view.issuance, view.supply_by_day, strict=True)
        ),
        irregularities=view.irregularities,
    )


def _spread(spread: views.Spread | Unknown, decimals: int) -> ledger.Spread | ledger.Unfollowed:
    if isinstance(spread, Unknown):
        return ledger.Unfollowed(why=spread.why)
    return ledger.Spread(
        holders=spread.holders,
        everyone=_measures(spread.everyone, decimals),
        unlabelled=_measures(spread.unlabelled, decimals),
        by_day=tuple(
            ledger.DayCount(day=day_text(one.day), holders=one.holders) for one in spread.by_day
        ),
    )


def _holder(row: views.HolderRow) -> ledger.Holder:
    return ledger.Holder(
        rank=row.rank,
        address=spell(row.account),
        balance=amount(row.balance),
        share=_share(row.share),
        label=None if row.label is None else _label(row.label),
    )


def _label(label: labels.Label) -> ledger.Label:
    return ledger.Label(
        name=label.name,
        role=label.role.value,
        contract=None if isinstance(label.contract, Unknown) else label.contract,
        provenance=provenance(label.provenance),
    )


def _share(share: Fraction | Unknown) -> str | None:
    return None if isinstance(share, Unknown) else share_low(share)


def _measures(measures: distribution.Distribution, decimals: int) -> ledger.Measures:
    found = measures.concentration
    top = () if found is None else found.top
    return ledger.Measures(
        holders=measures.holders,
        balance=amount(TokenAmount(measures.base_units, decimals)),
        floor=amount(TokenAmount(measures.floor, decimals)),
        above_floor=measures.above_floor,
        top=tuple(ledger.Top(holders=number, share=share_low(share)) for number, share in top),
        hhi=None if found is None else share_low(found.hhi),
        effective_holders=None if found is None else share_low(found.effective_holders),
        nakamoto=None if found is None else found.nakamoto,
        gini=None if measures.gini is None else share_low(measures.gini),
        excluded=_apart(measures.excluded, decimals),
        negative=_apart(measures.negative, decimals),
    )


def _apart(apart: distribution.SetApart, decimals: int) -> ledger.Apart:
    return ledger.Apart(
        accounts=apart.accounts, balance=amount(TokenAmount(apart.base_units, decimals))
    )


def _events(view: views.EventsView) -> ledger.Events:
    return ledger.Events(
        deployment=_deployment(view.deployment, view.spec),
        coverage=coverage(view.coverage),
        kinds=tuple(KINDS[kind] for kind in view.kinds),
        since=None if view.since is None else instant(view.since),
        until=instant(view.until),
        events=tuple(_event(row, view.spec.id.namespace) for row in view.rows),
        complete=view.complete,
    )


def _event(row: views.EventRow, namespace: str) -> ledger.Event:
    return ledger.Event(
        time=instant(row.timestamp),
        block=str(row.block),
        ordinal=row.ordinal,
        kind=KINDS[row.kind],
        source=party_text(row.source),
        destination=party_text(row.destination),
        amount=amount(row.amount),
        attribution=ATTRIBUTIONS[row.attribution],
        transaction=transaction_text(row.transaction, namespace=namespace) or None,
    )
