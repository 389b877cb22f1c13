"""The reserve book of a document as the JSON report has it."""

from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.intervals import Interval
from stableaudit.domain.reserve_assets import AllocatedGold, Custody
from stableaudit.domain.wallets import Refused
from stableaudit.reconcile.books import AssetLine, DeductionLine, Open, ReserveBook
from stableaudit.report.accounts import spell
from stableaudit.report.figures import calendar
from stableaudit.report.sections.reserve import FeedEntry, ReserveSection
from stableaudit.report.v1 import books, values
from stableaudit.report.v1.fill_values import (
    amount,
    amount_or_open,
    decimal,
    figure,
    instant,
    known,
    missing,
    price_round,
    provenance,
    read,
    reading,
    stated,
)
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.price_history import BelowBreakEven


def reserve(section: ReserveSection) -> books.Reserve:
    """Return the reserve book."""
    book = section.book
    per_ounce = f"{book.currency} per fine ozt"
    return books.Reserve(
        outstanding=_outstanding(book),
        owed_at_par=figure(book.liability, book.currency),
        owed_at_par_redeemable=figure(book.redeemable_liability, book.currency),
        assets=tuple(_asset(entry.line, book.currency) for entry in section.assets),
        holdings=tuple(
            _holding(entry.line.asset, entry.fine_grams)
            for entry in section.assets
            if isinstance(entry.line.asset, AllocatedGold) and entry.fine_grams is not None
        ),
        feeds=tuple(_feed(entry) for entry in section.feeds),
        gold_market_closed=section.market_closed,
        fine_grams=figure(book.fine_grams, "g"),
        price=figure(book.price, per_ounce),
        value=figure(book.value, book.currency),
        coverage=figure(book.coverage, "ratio"),
        required_coverage=decimal(section.required_coverage),
        surplus=figure(book.surplus, book.currency),
        redeemable_coverage=figure(book.redeemable_coverage, "ratio"),
        redeemable_surplus=figure(book.redeemable_surplus, book.currency),
        break_even_price=figure(book.break_even, per_ounce),
        haircuts=tuple(
            books.HaircutLine(share=decimal(one.share), coverage=figure(one.coverage, "ratio"))
            for one in book.haircuts
        ),
        effects=tuple(
            books.Effect(
                unknown=effect.unknown,
                readings=tuple(
                    books.EffectReading(if_so=words, coverage=figure(ratio, "ratio"))
                    for words, ratio in effect.readings
                ),
            )
            for effect in book.effects
        ),
        price_at_statement=figure(book.price_at_statement, per_ounce),
        days_below_break_even=_days_below(book.below_break_even),
        price_file=_price_file(section),
        settles=section.settles,
        by_the_statement=_by_the_statement(book),
    )


def _days_below(below: BelowBreakEven | Open) -> books.DaysBelow | values.Open:
    if isinstance(below, Open):
        return missing(below.missing)
    last = below.perhaps.last_day
    return books.DaysBelow(
        surely=below.surely.days,
        perhaps=below.perhaps.days,
        sampled=below.surely.sampled,
        last_day=None if last is None else (calendar(last) or "")[:10],
        feed=below.feed,
        since=instant(below.since),
    )


def _price_file(section: ReserveSection) -> books.PriceFile | None:
    if section.file is None:
        return None
    file, entry = section.file
    return books.PriceFile(
        name=file.name,
        sha256=file.sha256,
        price=stated(Unknown("no price at or before the measurement time"))
        if entry is None
        else stated(entry.price),
        at=None if entry is None else instant(entry.at),
        source="" if entry is None else str(entry.source),
    )


def _outstanding(book: ReserveBook) -> books.Outstanding:
    table = book.outstanding
    return books.Outstanding(
        total_supply=amount_or_open(table.total),
        bridged=amount_or_open(table.bridged),
        native=amount_or_open(table.native),
        deductions=tuple(_deduction(line) for line in table.deductions),
        redeemable=amount_or_open(table.redeemable),
    )


def _deduction(line: DeductionLine) -> books.Deduction:
    declared = line.declared
    return books.Deduction(
        kind=declared.asset_class.value,
        permanent=declared.asset_class.permanent,
        account=str(declared.account),
        address=spell(declared.account),
        asset=str(declared.asset),
        declared=declared.amount.text,
        deducted=amount(line.deducted),
        not_deducted_because=line.why,
        control_not_proven_because=line.control.reason if isinstance(line.control, Refused) else "",
        balance=missing(line.balance.missing)
        if isinstance(line.balance, Open)
        else read(line.balance),
        provenance=provenance(declared.provenance),
    )


def _asset(line: AssetLine, currency: str) -> books.Asset:
    return books.Asset(
        id=line.asset.id,
        asset_class=line.asset.asset_class.value,
        driver=line.driver,
        gross=figure(line.gross, currency),
        encumbered=figure(line.encumbered, currency),
        haircut=decimal(line.haircut),
        eligible=figure(line.eligible, currency),
        custody=_custody(line.asset.custody),
        provenance=provenance(line.asset.provenance),
    )


def _custody(custody: Custody) -> books.Custody:
    return books.Custody(
        custodian=stated(custody.custodian),
        jurisdiction=stated(custody.jurisdiction),
        location=stated(custody.location),
        related_party=stated(custody.related_party),
        segregated=stated(custody.segregated),
        pledged=stated(custody.pledged),
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


def _holding(gold: AllocatedGold, fine_grams: Interval | Unbounded) -> books.Holding:
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
        fine_grams=figure(fine_grams, "g"),
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
        at_statement=None if entry.at_statement is None else price_round(entry.at_statement),
        heartbeat_seconds=None if entry.heartbeat is None else str(entry.heartbeat),
        decimals=reading(entry.decimals),
        description=reading(entry.description),
        provenance=provenance(registered.provenance),
    )
