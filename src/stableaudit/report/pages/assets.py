"""Part 2 of the AICPA's criteria: the redemption assets, what they are and are worth."""

from collections.abc import Iterator
from typing import assert_never

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    AssetClass,
    CryptoHolding,
    Custody,
    MonetaryAsset,
)
from stableaudit.reconcile.books import Open
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Lead, Row, Rows
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    count_text,
    figure_text,
)
from stableaudit.report.ledger_words import share_text
from stableaudit.report.pages.prices import feed_rows, file_rows
from stableaudit.report.pages.wording import (
    marked,
    mass_row,
    money_row,
    not_known,
    price_row,
    provenance_row,
    stated,
)
from stableaudit.report.sections.reserve import AssetEntry

_INDENT = 2
CLASS_WORDS = {
    AssetClass.ALLOCATED_GOLD: "allocated gold",
    AssetClass.CASH: "cash",
    AssetClass.CENTRAL_BANK: "balance at a central bank",
    AssetClass.DEPOSIT: "bank deposit",
    AssetClass.TREASURY_BILL: "treasury bills",
    AssetClass.REPO: "repurchase agreement",
    AssetClass.FUND: "money market fund",
    AssetClass.CRYPTO: "crypto on chain",
    AssetClass.NET_OTHER: "net other assets",
    AssetClass.OTHER: "other",
}


def assets(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield every declared asset, the prices it is valued at, and the total."""
    section = document.reserve
    yield Lead("Part 2 of 3: redemption assets, as declared; nobody here has seen them")
    if not section.assets:
        value = section.book.value
        why = value.missing if isinstance(value, Open) else "none is declared"
        yield Rows((not_known("declared assets", why),), _INDENT)
        return
    for entry in section.assets:
        asset = entry.line.asset
        yield Lead(
            say(
                "Redemption asset: {class_words} ({id})",
                class_words=CLASS_WORDS[asset.asset_class],
                id=asset.id,
            )
        )
        yield Rows(tuple(_asset(entry, document.reserve.book.currency)), _INDENT)
    for feed in section.feeds:
        where = marked(feed.chain_title, simulated=feed.simulated)
        yield Lead(
            say(
                "Price: {description}, {where}",
                description=feed.registered.description,
                where=where,
            )
        )
        yield Rows(tuple(feed_rows(feed, document, verbose=verbose)), _INDENT)
    if section.file is not None:
        yield Lead("Price of gold: a file given instead of feeds")
        yield Rows(tuple(file_rows(*section.file, document)), _INDENT)
    yield Lead("Value of the redemption assets")
    yield Rows(tuple(_worth(document)), _INDENT)


def _asset(entry: AssetEntry, currency: str) -> Iterator[Row]:
    line, asset = entry.line, entry.line.asset
    match asset:
        case AllocatedGold():
            yield from _gold(asset, entry)
        case MonetaryAsset():
            yield from _money(asset)
        case CryptoHolding():
            yield from _crypto(asset)
        case _ as never:
            assert_never(never)
    yield from _custody(asset.custody)
    yield money_row("value", line.gross, currency)
    if isinstance(asset, AllocatedGold | MonetaryAsset) and isinstance(asset.encumbered, Figure):
        yield money_row("less pledged or lent", line.encumbered, currency)
    if line.haircut:
        yield Row("less haircut", share_text(line.haircut))
    if line.eligible != line.gross:
        yield money_row("eligible value", line.eligible, currency)
    yield provenance_row(asset.provenance)


def _gold(gold: AllocatedGold, entry: AssetEntry) -> Iterator[Row]:
    yield Row(
        "declared mass, not seen",
        say(
            "{quantity} {unit}, {basis}",
            quantity=figure_text(gold.quantity),
            unit=gold.unit,
            basis=_basis(gold),
        ),
    )
    yield Row("fineness", _fineness(gold))
    bars = count_text(gold.bars) if isinstance(gold.bars, int) else stated(gold.bars)
    yield Row("bars", bars)
    match gold.bar_list:
        case BarList(name=name, sha256=digest):
            yield Row("bar list", say("{name}, SHA-256 {digest}", name=name, digest=digest))
        case Unknown(why):
            yield Row("bar list", say("unknown ({why})", why=why))
    if entry.fine_grams is not None:
        yield mass_row("fine mass", entry.fine_grams)


def _basis(gold: AllocatedGold) -> str:
    match gold.weight_basis:
        case WeightBasis.GROSS:
            return "gross weight"
        case WeightBasis.FINE:
            return "fine weight"
        case Unknown(why):
            return say("gross or fine is unknown ({why})", why=why)


def _fineness(gold: AllocatedGold) -> str:
    if not isinstance(gold.fineness, Unknown):
        return say("{fineness} per mille", fineness=figure_text(gold.fineness))
    if isinstance(gold.fineness_floor, Unknown):
        return stated(gold.fineness)
    return say(
        "{stated}; at least {fineness_floor} per mille",
        stated=stated(gold.fineness),
        fineness_floor=figure_text(gold.fineness_floor),
    )


def _money(asset: MonetaryAsset) -> Iterator[Row]:
    sign = "−" if asset.negative else ""
    yield Row(
        "declared, not seen",
        say(
            "{sign}{value} {currency}",
            sign=sign,
            value=figure_text(asset.value),
            currency=asset.currency,
        ),
    )
    told = (
        ("instrument", asset.instrument),
        ("maturity", asset.maturity),
        ("average tenor, days", asset.average_tenor_days),
        ("valued", asset.valuation),
    )
    for label, value in told:
        if not isinstance(value, Unknown):
            yield Row(label, str(value))


def _crypto(asset: CryptoHolding) -> Iterator[Row]:
    yield Row(
        "account",
        say("{account} on {chain}", account=spell(asset.account), chain=asset.account.chain),
    )
    yield Row(
        "asset",
        asset.symbol
        if asset.token is None
        else say("{symbol}, {token}", symbol=asset.symbol, token=asset.token),
    )
    declared = asset.declared
    yield Row(
        "declared",
        stated(declared)
        if isinstance(declared, Unknown)
        else say("{declared} {symbol}", declared=figure_text(declared), symbol=asset.symbol),
    )


def _custody(custody: Custody) -> Iterator[Row]:
    yield Row("custodian", stated(custody.custodian))
    places = [p for p in (custody.location, custody.jurisdiction) if isinstance(p, str)]
    if places:
        yield Row("kept in", joined(", ", places))
    yield Row("pledged or lent", _yes_or_no(custody.pledged))
    yield Row("segregated", _yes_or_no(custody.segregated))
    yield Row("custodian related to issuer", _yes_or_no(custody.related_party))


def _yes_or_no(value: bool | Unknown) -> str:  # noqa: FBT001 - the value itself
    if isinstance(value, Unknown):
        return stated(value)
    return "yes, by the declaration" if value else "no, by the declaration"


def _worth(document: Document) -> Iterator[Row]:
    book = document.reserve.book
    if any(isinstance(entry.line.asset, AllocatedGold) for entry in document.reserve.assets):
        yield mass_row("fine mass, all", book.fine_grams)
        yield price_row("price, all sources", book.price, book.currency)
        yield Row("gold market", _market(document))
    yield money_row("eligible value", book.value, book.currency)


def _market(document: Document) -> str:
    if not document.reserve.market_closed:
        return "open at the measurement time (public holidays are not known here)"
    if document.reserve.file is not None:
        return "closed at the measurement time"
    return (
        "closed at the measurement time: a feed may repeat the last price, and a small age does "
        "not prove a fresh one"
    )
