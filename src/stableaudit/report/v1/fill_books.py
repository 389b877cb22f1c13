"""The two books of a document as the JSON report has them."""

from stableaudit.domain.declarations import WeightBasis
from stableaudit.reconcile.books import Open, ReserveBook
from stableaudit.report.accounts import spell
from stableaudit.report.sections.reserve import FeedEntry, HoldingEntry, ReserveSection
from stableaudit.report.sections.supply import DeploymentEntry, SupplySection
from stableaudit.report.v1 import books
from stableaudit.report.v1.fill_values import (
    amount_or_open,
    amount_or_unread,
    decimal,
    figure,
    known,
    missing,
    price_round,
    provenance,
    reading,
    stated,
)


def supply(section: SupplySection) -> books.Supply:
    """Return the global book."""
    return books.Supply(
        deployments=tuple(_deployment(entry) for entry in section.deployments),
        native=amount_or_open(section.native),
        declared=amount_or_open(section.declared),
        residual=amount_or_open(section.residual),
    )


def reserve(section: ReserveSection) -> books.Reserve:
    """Return the reserve book."""
    book = section.book
    per_ounce = f"{book.currency} per fine ozt"
    return books.Reserve(
        owed_at_par=figure(book.liability, book.currency),
        holdings=tuple(_holding(entry) for entry in section.holdings),
        feeds=tuple(_feed(entry) for entry in section.feeds),
        gold_market_closed=section.market_closed,
        fine_grams=figure(book.fine_grams, "g"),
        price=figure(book.price, per_ounce),
        value=figure(book.value, book.currency),
        coverage=figure(book.coverage, "ratio"),
        required_coverage=decimal(section.required_coverage),
        surplus=figure(book.surplus, book.currency),
        break_even_price=figure(book.break_even, per_ounce),
        by_the_statement=_by_the_statement(book),
    )


def _deployment(entry: DeploymentEntry) -> books.Deployment:
    registered = entry.registered
    return books.Deployment(
        asset=str(registered.asset),
        address=spell(registered.asset.contract),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        native=registered.native,
        registered_decimals=registered.decimals,
        law=registered.law.value,
        law_established=registered.law_established,
        amount=amount_or_unread(entry.amount, "the total supply"),
        total_supply=reading(entry.supply),
        decimals=reading(entry.decimals),
        name=reading(entry.name),
        symbol=reading(entry.symbol),
        code_hash=reading(entry.code_hash),
        provenance=provenance(registered.provenance),
    )


def _by_the_statement(book: ReserveBook) -> books.StatementTerms:
    if isinstance(book.declared, Open):
        nothing = missing(book.declared.missing)
        return books.StatementTerms(
            price=nothing,
            value=nothing,
            implied_ounces=nothing,
            coverage=nothing,
            coverage_by_value=nothing,
            break_even_price=nothing,
        )
    return books.StatementTerms(
        price=figure(book.declared.price, f"{book.currency} per fine ozt"),
        value=figure(book.declared.value, book.currency),
        implied_ounces=figure(book.declared.implied_ounces, "ozt"),
        coverage=figure(book.declared_coverage, "ratio"),
        coverage_by_value=figure(book.declared_value_coverage, "ratio"),
        break_even_price=figure(book.declared_break_even, f"{book.currency} per fine ozt"),
    )


def _holding(entry: HoldingEntry) -> books.Holding:
    gold = entry.declared
    basis = gold.weight_basis
    return books.Holding(
        id=gold.id,
        quantity=gold.quantity.text,
        unit=gold.unit.value,
        weight_basis=stated(basis.value if isinstance(basis, WeightBasis) else basis),
        fineness_per_mille=stated(gold.fineness),
        fineness_floor_per_mille=stated(gold.fineness_floor),
        bars=stated(gold.bars),
        custodian=stated(gold.custody.custodian),
        declared_price=stated(gold.declared_price),
        declared_value=stated(gold.declared_value),
        currency=gold.currency,
        fine_grams=figure(entry.fine_grams, "g"),
        provenance=provenance(gold.provenance),
    )


def _feed(entry: FeedEntry) -> books.Feed:
    registered, price = entry.registered, entry.price
    return books.Feed(
        contract=str(registered.contract),
        address=spell(registered.contract),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        base=registered.base,
        quote=registered.quote,
        price=missing("no round was read")
        if price is None
        else known(price.range, f"{price.currency} per {price.unit}"),
        round=price_round(entry.round),
        recent=tuple(price_round(one) for one in entry.recent),
        decimals=reading(entry.decimals),
        description=reading(entry.description),
        provenance=provenance(registered.provenance),
    )
