"""Holders for a person at a terminal."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.tokens import Token
from stableaudit.ledger.distribution import Distribution
from stableaudit.ledger.views import HolderRow, HoldersView, Spread, Unfetched
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Heading, Item, Listing, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import (
    aligned_amounts,
    count_text,
    instant_text,
    tokens_text,
)
from stableaudit.report.ledger_pages import absent, banner, coverage_rows, deployment_rows
from stableaudit.report.ledger_words import counted, day_text, ratio_low_text, share_text

DAYS: Final = 7
"""How many of the last days with issuance are shown; JSON and the tables have all."""


def render_holders(
    token: Token,
    views: tuple[HoldersView, ...],
    unfetched: tuple[Unfetched, ...],
    *,
    width: int,
    colour: bool,
) -> str:
    """Return who holds a token, chain by chain, in lines of at most `width` columns.

    Args:
        token: the token.
        views: one for each chain that was fetched.
        unfetched: the deployments that were not.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    blocks = (
        *banner(tuple(view.spec for view in views)),
        *(block for view in views for block in _chain(token, view)),
        *absent(token, unfetched),
    )
    return render_blocks(blocks, width=width, colour=colour)


def _chain(token: Token, view: HoldersView) -> Iterator[Block]:
    yield Heading(f"{token.symbol} on {view.spec.title}: holders")
    yield Rows(tuple(_summary(token, view)))
    if isinstance(view.spread, Unknown):
        amount = tokens_text(view.remainder.balance, token.symbol)
        yield Paragraph(f"Who holds {amount} is not known: {view.spread.why}.", Tone.DOUBT)
    else:
        yield from _holders(token, view, view.spread)
    yield from _days(token, view)
    yield from _irregularities(view)


def _holders(token: Token, view: HoldersView, spread: Spread) -> Iterator[Block]:
    yield Heading(f"{token.symbol} on {view.spec.title}: the largest")
    yield Listing(("rank", "balance", "share", "who"), (True, True, True, False), _items(view))
    yield from _left_out(token, view, spread)
    yield Heading(f"{token.symbol} on {view.spec.title}: distribution")
    yield Paragraph("Shares here are of what the holders have together; suspense is apart.")
    yield Rows(tuple(_measures(spread.everyone, view, token)))
    apart = spread.unlabelled.excluded
    if apart.accounts:
        amount = tokens_text(TokenAmount(apart.base_units, view.supply.decimals), token.symbol)
        yield Paragraph(
            f"The same without {_accounts(apart.accounts)} that somebody has labelled, who hold "
            f"{amount}:"
        )
        yield Rows(tuple(_measures(spread.unlabelled, view, token)))


def _summary(token: Token, view: HoldersView) -> Iterator[Row]:
    yield from deployment_rows(view.deployment)
    at = f"{instant_text(view.moment.instant)}, end of block {count_text(view.moment.until)}"
    yield Row("as of", at)
    yield Row("supply by the ledger", tokens_text(view.supply, token.symbol), Tone.STRONG)
    decimals = view.deployment.decimals
    totals = view.totals
    yield Row("minted", tokens_text(TokenAmount(totals.minted, decimals), token.symbol))
    yield Row("burned", tokens_text(TokenAmount(totals.burned, decimals), token.symbol))
    if totals.wiped:
        amount = TokenAmount(totals.wiped, decimals)
        yield Row("of which wiped", tokens_text(amount, token.symbol))
    if view.suspense.base_units or totals.unattributed:
        yield Row(
            "in suspense",
            f"{tokens_text(view.suspense, token.symbol)} in "
            f"{counted(totals.unattributed, 'entry', 'entries')} whose account nothing names",
            Tone.DOUBT,
        )
    if not isinstance(view.spread, Unknown):
        yield Row("accounts with a balance", count_text(view.spread.holders))
    if view.residual.base_units:
        yield Row(
            "residual",
            f"{tokens_text(view.residual, token.symbol)}: balances and suspense do not sum to the "
            "supply",
            Tone.BAD,
        )
    yield from coverage_rows(view.coverage)


def _items(view: HoldersView) -> tuple[Item, ...]:
    balances = aligned_amounts(tuple(row.balance for row in view.rows))
    return tuple(
        Item((str(row.rank), balance, _share(row), _who(row)), (spell(row.account),))
        for row, balance in zip(view.rows, balances, strict=True)
    )


def _share(row: HolderRow) -> str:
    return "-" if isinstance(row.share, Unknown) else share_text(row.share)


def _who(row: HolderRow) -> str:
    return "" if row.label is None else f"{row.label.name} ({row.label.role.value})"


def _left_out(token: Token, view: HoldersView, spread: Spread) -> Iterator[Block]:
    rest = view.remainder
    if rest.holders and not isinstance(rest.holders, Unknown):
        share = "" if isinstance(rest.share, Unknown) else f", {share_text(rest.share)}"
        yield Paragraph(
            f"Not shown: {_accounts(rest.holders)} with {tokens_text(rest.balance, token.symbol)}"
            f"{share}."
        )
    negative = spread.everyone.negative
    if negative.accounts:
        amount = TokenAmount(negative.base_units, view.deployment.decimals)
        yield Paragraph(
            f"{_accounts(negative.accounts)} below zero, {tokens_text(amount, token.symbol)} "
            "together: the ledger lacks what they received.",
            Tone.BAD,
        )


def _accounts(count: int) -> str:
    return counted(count, "account")


def _measures(measures: Distribution, view: HoldersView, token: Token) -> Iterator[Row]:
    yield Row("holders", count_text(measures.holders))
    floor = tokens_text(view.floor, token.symbol)
    yield Row(f"with more than {floor}", count_text(measures.above_floor))
    found = measures.concentration
    if found is None:
        yield Row("concentration", "not known: nobody holds anything", Tone.DOUBT)
        return
    for number, share in found.top:
        if number <= measures.holders:
            yield Row(f"largest {number}", share_text(share))
    yield Row("HHI", ratio_low_text(found.hhi))
    yield Row("effective holders", ratio_low_text(found.effective_holders))
    yield Row("Nakamoto coefficient", f"{count_text(found.nakamoto)}, who have more than half")
    if measures.gini is None:
        yield Row("Gini coefficient", f"not known: nobody has more than {floor}", Tone.DOUBT)
    else:
        text = f"{ratio_low_text(measures.gini)}, over holders of more than {floor}"
        yield Row("Gini coefficient", text)


def _days(token: Token, view: HoldersView) -> Iterator[Block]:
    issued = tuple(one for one in view.issuance if one.minted or one.burned)
    if not issued:
        return
    shown = issued[-DAYS:]
    by_day = () if isinstance(view.spread, Unknown) else view.spread.by_day
    counts = {one.day: count_text(one.holders) for one in by_day}
    decimals = view.deployment.decimals
    (floor,) = aligned_amounts((view.floor,))
    minted = aligned_amounts(tuple(TokenAmount(one.minted, decimals) for one in shown))
    burned = aligned_amounts(tuple(TokenAmount(one.burned, decimals) for one in shown))
    yield Heading(f"{token.symbol} on {view.spec.title}: issuance")
    yield Listing(
        ("day (UTC)", "minted", "burned", f"holders > {floor}"),
        (False, True, True, True),
        tuple(
            Item((day_text(one.day), plus, minus, counts.get(one.day, "-")))
            for one, plus, minus in zip(shown, minted, burned, strict=True)
        ),
    )
    earlier = len(issued) - len(shown)
    if earlier:
        yield Paragraph(f"Not shown: {counted(earlier, 'earlier day')} with issuance.")


def _irregularities(view: HoldersView) -> Iterator[Block]:
    if not view.irregularities:
        return
    yield Heading("What could not be read, and what was decided")
    for sentence in view.irregularities:
        yield Paragraph(sentence, Tone.DOUBT)
    told, there = len(view.irregularities), view.coverage.irregular + view.coverage.decided
    if there > told:
        yield Paragraph(f"Not shown: {count_text(there - told)} more.")
