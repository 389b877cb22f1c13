"""The flow book of a document as the JSON report has it."""

from typing import Final

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.undertakings import IssuanceEvent
from stableaudit.reconcile.books import Open
from stableaudit.report.ledger_words import transaction_text
from stableaudit.report.sections.flows import FlowSection
from stableaudit.report.v1 import flows as v1
from stableaudit.report.v1 import values
from stableaudit.report.v1.fill_values import amount, figure, instant, known, missing, stated
from stableaudit.reserves.flow_book import FlowBook, lowest_of
from stableaudit.reserves.flows import AgeBand, SupplyEvent, exactly
from stableaudit.reserves.mass import Unbounded

_SHOWN: Final = 100


def flows(section: FlowSection, currency: str) -> v1.Flows | values.Open:
    """Return the flow book, or what is missing for it."""
    book = section.book
    if isinstance(book, Open):
        return missing(book.missing)
    points = () if isinstance(book.points, Unbounded) else book.points
    return v1.Flows(
        mints=book.mints,
        minted=amount(book.minted),
        left_out=book.left_out,
        issuances_declared=book.declared,
        issuances=len(book.backings),
        matched=len(book.matching.pairs),
        matches=tuple(
            v1.Match(mint=_mint(pair.mint), issuance=pair.issuance.id)
            for pair in book.matching.pairs[:_SHOWN]
        ),
        times_to_mint=tuple(
            v1.TimeToMint(
                issuance=one.pair.issuance.id,
                reserve_event=one.reserve_event.id,
                seconds=str(one.seconds),
            )
            for one in book.times_to_mint[:_SHOWN]
        ),
        unmatched_mints=tuple(_age(band) for band in book.unmatched_mints),
        first_unmatched_mints=tuple(_mint(one) for one in book.matching.mints[:_SHOWN]),
        unmatched_issuances=tuple(_age(band) for band in book.unmatched_issuances),
        first_unmatched_issuances=tuple(_issuance(one) for one in book.matching.issuances[:_SHOWN]),
        issuances_without_reserve_event=sum(1 for b in book.backings if b.reserve_event is None),
        increases_without_issuance=tuple(one.id for one in book.idle[:_SHOWN]),
        priced=book.priced,
        price_of_the_time=book.price_of_the_time,
        blocks_that_minted=len(points),
        blocks_not_known=len(points) - len(book.covered),
        lowest_coverage=_lowest(book, currency),
        since_statement=_since(book),
    )


def _mint(mint: SupplyEvent) -> v1.Mint:
    return v1.Mint(
        asset=str(mint.asset),
        block=str(mint.block),
        time=instant(mint.at),
        transaction=transaction_text(mint.transaction, namespace=mint.asset.chain.namespace),
        amount=amount(mint.amount),
    )


def _issuance(one: IssuanceEvent) -> v1.Issuance:
    return v1.Issuance(
        id=one.id,
        time=instant(one.at),
        amount=one.amount.text,
        asset=stated(one.asset if isinstance(one.asset, Unknown) else str(one.asset)),
        reserve_event=stated(one.reserve_event),
    )


def _age(band: AgeBand) -> v1.Age:
    return v1.Age(
        first_day=band.first_day,
        last_day=band.last_day,
        events=band.events,
        amount=amount(band.amount),
    )


def _lowest(book: FlowBook, currency: str) -> v1.Lowest | values.Open:
    if isinstance(book.points, Unbounded):
        return missing(book.points.missing)
    if not book.covered:
        whys = [p.coverage.missing for p in book.points if isinstance(p.coverage, Unbounded)]
        return missing(whys[0] if whys else "no block that minted is known")
    coverage, point = lowest_of(book.covered)
    return v1.Lowest(
        asset=str(point.last.asset),
        block=str(point.last.block),
        time=instant(point.last.at),
        supply=amount(exactly(point.supply)),
        value=figure(point.value, currency),
        coverage=known(coverage, "ratio"),
    )


def _since(book: FlowBook) -> v1.Since | values.Open:
    if isinstance(book.since, Unbounded):
        return missing(book.since.missing)
    since = book.since
    return v1.Since(
        minted=amount(since.minted),
        burned=amount(since.burned),
        net=amount(since.net),
        then=amount(since.then),
    )
