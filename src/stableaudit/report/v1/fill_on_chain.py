"""Declared holdings on chain of a document as the JSON report has them."""

from stableaudit.report.accounts import spell
from stableaudit.report.sections.on_chain import OnChainEntry, OnChainSection
from stableaudit.report.v1.fill_values import amount_or_open, decimal, figure, reading, stated
from stableaudit.report.v1.on_chain import OnChainHolding, PriceMove


def price_moves(section: OnChainSection) -> tuple[PriceMove, ...]:
    """Return the worth of all holdings after each fall of prices."""
    return tuple(
        PriceMove(move=decimal(move), worth=figure(worth, section.currency))
        for move, worth in section.stress
    )


def on_chain_holding(entry: OnChainEntry) -> OnChainHolding:
    """Return one declared holding."""
    line = entry.line
    held, evidence = line.holding, line.evidence
    return OnChainHolding(
        id=held.id,
        account=str(held.account),
        address=spell(held.account),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        token=None if held.token is None else str(held.token),
        symbol=held.symbol,
        declared=stated(held.declared),
        balance=reading(evidence.balance),
        decimals=None if evidence.decimals is None else reading(evidence.decimals),
        amount=amount_or_open(line.amount),
        residual=amount_or_open(line.residual),
        price=figure(line.price, f"{line.currency} per {held.symbol}"),
        worth=figure(line.worth, line.currency),
    )
