"""Checks of flows: does every mint have its declared issuance, and its reserve in time (FLO).

Without declared events nothing can be matched, which decides nothing. A mint that nothing explains
is noted while the reserve covered all tokens at its block. A price of another day decides nothing.
"""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.intervals import Comparison
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Duration, Instant, Tokens
from stableaudit.reconcile.book_sums import books_of
from stableaudit.reconcile.books import Books, Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.flow_figures import by_age, least_coverage, sum_of, symbol_of
from stableaudit.reconcile.standing import bearing_of_contradiction
from stableaudit.reserves.flow_book import Covered, FlowBook, TimeToMint, surely_late
from stableaudit.reserves.mass import Unbounded

_FLOWS: Final = "mints and issuances"


def _matched(case: Case, books: Books) -> Iterator[Violation]:
    book = books.flows
    if isinstance(book, Open):
        return  # LED-01 or DEC-01 says what is missing.
    if not book.declared:
        if book.mints:
            yield Violation(
                _FLOWS,
                "mints cannot be matched: no issuance events are declared",
                Bearing.NOTED,
                (figure("mints", book.mints), figure("sum", Tokens(book.minted, symbol_of(case)))),
                severity=Severity.MEDIUM,
            )
        return
    yield from _unmatched_mints(case, books, book)
    if book.matching.issuances:
        yield Violation(
            _FLOWS,
            "declared issuances have no mint on chain within the window",
            Bearing.NOTED,
            by_age(case, book.unmatched_issuances),
            severity=Severity.MEDIUM,
        )
    unpaid = sum(1 for one in book.backings if one.reserve_event is None)
    if unpaid:
        yield Violation(
            _FLOWS,
            "declared issuances name no declared change of the reserve that pays for them",
            Bearing.NOTED,
            (figure("issuances", unpaid),),
            severity=Severity.LOW,
        )
    if book.idle:
        yield Violation(
            _FLOWS,
            "declared increases of the reserve pay for no declared issuance",
            Bearing.NOTED,
            (figure("increases", len(book.idle)), figure("first", book.idle[0].id)),
            severity=Severity.LOW,
        )


def _unmatched_mints(case: Case, books: Books, book: FlowBook) -> Iterator[Violation]:
    below = _blocks(_below(case, book))
    short = tuple(one for one in book.matching.mints if (one.asset, one.block) in below)
    if short:
        yield Violation(
            _FLOWS,
            say(
                "mints without a declared issuance, at blocks where the declared "
                "reserve was worth less than the tokens, at {priced}",
                priced=book.priced,
            ),
            _bearing(case, books, book),
            (
                figure("mints", len(short)),
                figure("sum", sum_of(case, short)),
                figure("first at", Instant(short[0].at)),
            ),
        )
    if len(book.matching.mints) > len(short):
        yield Violation(
            _FLOWS,
            "mints have no declared issuance within the window",
            Bearing.NOTED,
            by_age(case, book.unmatched_mints),
            severity=Severity.MEDIUM,
        )


def _in_time(case: Case, books: Books) -> Iterator[Violation]:
    book = books.flows
    if isinstance(book, Open):
        return
    yield from _paid_late(case, books, book)
    if not book.covered:
        if book.declared:
            why = book.points.missing if isinstance(book.points, Unbounded) else _unknown(book)
            yield Violation(
                "running coverage",
                say(
                    "coverage at the blocks that minted cannot be worked out; missing: {why}",
                    why=why,
                ),
                Bearing.NOTED,
                severity=Severity.MEDIUM,
            )
        return
    below = _below(case, book)
    if below:
        yield Violation(
            "running coverage",
            say(
                "at blocks that minted the declared reserve was worth less than all "
                "tokens, at {priced}",
                priced=book.priced,
            ),
            _bearing(case, books, book),
            least_coverage(case, below),
        )
    elif not book.price_of_the_time:
        yield Violation(
            "running coverage",
            say(
                "coverage at the blocks that minted was worked out at {priced}, as no "
                "price of their own time is known",
                priced=book.priced,
            ),
            Bearing.NOTED,
            severity=Severity.LOW,
        )
    rough = _judged(case, book, Comparison.UNDECIDED)
    if rough:
        yield Violation(
            "running coverage",
            say(
                "the figures are declared too roughly to say whether they covered all "
                "tokens at blocks that minted, at {priced}",
                priced=book.priced,
            ),
            Bearing.UNDECIDED,
            least_coverage(case, rough),
            severity=Severity.MEDIUM,
        )


def _paid_late(case: Case, books: Books, book: FlowBook) -> Iterator[Violation]:
    late = [one for one in book.times_to_mint if one.seconds < 0]
    if late:
        worst, window = min(late, key=_seconds), case.scope.policy.match_window_seconds
        surely = surely_late(late, book.backings, window_seconds=window)
        yield Violation(
            _FLOWS,
            "tokens were minted before the declared change of the reserve that pays for them",
            _bearing_of_events(case, books, mass=False) if surely else Bearing.UNDECIDED,
            (
                figure("mints", len(late)),
                figure("longest before", Duration(-worst.seconds)),
                figure("change of the reserve", worst.reserve_event.id),
            ),
        )


def _seconds(one: TimeToMint) -> int:
    return one.seconds


def _bearing(case: Case, books: Books, book: FlowBook) -> Bearing:
    if not book.price_of_the_time:
        return Bearing.UNDECIDED
    return _bearing_of_events(case, books, mass=True)


def _bearing_of_events(case: Case, books: Books, *, mass: bool) -> Bearing:
    """Return what a contradiction that rests on mints and burns does: read by a supply law."""
    for deployment, ledger in books_of(case, books):
        residual = ledger.residual
        told = isinstance(residual, TokenAmount) and residual.base_units == 0
        if deployment.native and not (deployment.law_established and told):
            return Bearing.UNDECIDED
    return bearing_of_contradiction(case, books, mass=mass)


def _judged(case: Case, book: FlowBook, wanted: Comparison) -> tuple[Covered, ...]:
    least = case.scope.policy.min_coverage
    return tuple(one for one in book.covered if one[0].compare(least) is wanted)


def _below(case: Case, book: FlowBook) -> tuple[Covered, ...]:
    return _judged(case, book, Comparison.BELOW)


def _blocks(points: tuple[Covered, ...]) -> frozenset[tuple[AssetId, int]]:
    return frozenset((point.last.asset, point.last.block) for _, point in points)


def _unknown(book: FlowBook) -> str:
    points = () if isinstance(book.points, Unbounded) else book.points
    whys = [point.coverage.missing for point in points if isinstance(point.coverage, Unbounded)]
    return whys[-1] if whys else "no block that minted is known"


MATCHED: Final = Check(
    "FLO-01",
    "Every mint has its declared issuance, every declared issuance its mint and its reserve.",
    Severity.CRITICAL,
    "A mint that the issuer's own list does not have, at a block where the declared reserve fell "
    "short, is money from nothing. Where the reserve was enough, or nothing is declared to match "
    "with, it is noted.",
    "The issuer declares issuance and reserve events with time, amount and contract.",
    _matched,
)
IN_TIME: Final = Check(
    "FLO-02",
    "The reserve grew before its tokens were minted, and covered all tokens at every block that "
    "minted.",
    Severity.CRITICAL,
    "A reserve that is whole on the day of the statement may have been short in between, and a "
    "mint that was burned again before the next sample leaves no trace in samples. Events do not "
    "forget it.",
    "The issuer declares its reserve events; prices of the time decide for gold.",
    _in_time,
)
