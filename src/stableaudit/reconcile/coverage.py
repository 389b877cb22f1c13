"""Checks of the reserve book: does the declared gold cover the tokens (COV)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.intervals import Comparison, Interval
from stableaudit.domain.quantities import Money, Price, Ratio
from stableaudit.reconcile.books import Books, Open, ReserveBook
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure


def _at_declared_price(case: Case, books: Books) -> Iterator[Violation]:
    book = books.reserves
    if case.scope.statement is None or isinstance(book.declared, Open):
        return
    price = Interval.exactly(book.declared.price)
    yield from _judge(case, book, book.declared_coverage, price, "at the statement's own price")


def _at_measured_price(case: Case, books: Books) -> Iterator[Violation]:
    book = books.reserves
    if case.scope.statement is None:
        return
    if isinstance(book.coverage, Open):
        yield Violation(
            "reserves",
            f"coverage cannot be worked out; missing: {book.coverage.missing}",
            Bearing.UNDECIDED,
        )
        return
    yield from _judge(case, book, book.coverage, book.price, "at the measured price")


def _judge(
    case: Case,
    book: ReserveBook,
    coverage: Interval | Open,
    price: Interval | Open,
    circumstance: str,
) -> Iterator[Violation]:
    if isinstance(coverage, Open):
        return
    threshold = case.scope.policy.min_coverage
    figures = _figures(case, book, coverage, price)
    match coverage.compare(threshold):
        case Comparison.AT_LEAST:
            return
        case Comparison.BELOW:
            yield Violation(
                "reserves",
                f"the declared reserve is worth less than the tokens {circumstance}",
                Bearing.CONTRADICTS,
                figures,
            )
        case Comparison.UNDECIDED:
            yield Violation(
                "reserves",
                f"the figures are declared too roughly to say whether they cover the tokens "
                f"{circumstance}",
                Bearing.UNDECIDED,
                figures,
            )


def _figures(
    case: Case, book: ReserveBook, coverage: Interval, price: Interval | Open
) -> tuple[NamedQuantity, ...]:
    threshold = Interval.exactly(case.scope.policy.min_coverage)
    figures = [
        figure("coverage", Ratio(coverage)),
        figure("required", Ratio(threshold)),
    ]
    if isinstance(price, Interval):
        figures.append(figure("price", Price(price, book.currency, "fine ozt")))
    if isinstance(book.break_even, Interval):
        figures.append(
            figure("break-even price", Price(book.break_even, book.currency, "fine ozt"))
        )
    if not isinstance(book.liability, Open):
        figures.append(
            figure("owed at par", Money(Interval.exactly(book.liability), book.currency))
        )
    return tuple(figures)


AT_DECLARED_PRICE: Final = Check(
    "COV-01",
    "The declared reserve covers all tokens at the price that the statement itself used.",
    Severity.CRITICAL,
    "The issuer's own figures must carry the issuer's own claim, with the precision they were "
    "written in. Coverage is an interval; one that straddles the threshold decides nothing.",
    "The issuer publishes fine weight and fineness per bar, and the price it used.",
    _at_declared_price,
)
AT_MEASURED_PRICE: Final = Check(
    "COV-03",
    "The declared reserve covers all tokens at the price measured now.",
    Severity.CRITICAL,
    "A dollar-pegged token backed by gold carries the whole risk of the gold price in its reserve. "
    "What the gold was worth on the statement's day does not redeem a token today.",
    "More gold, fewer tokens, or figures precise enough to decide.",
    _at_measured_price,
)
