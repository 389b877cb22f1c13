"""Checks of the reserve book: does the declared gold cover the tokens (COV)."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, assert_never

from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.intervals import Comparison, Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.policy import CoverageBasis, Policy
from stableaudit.domain.quantities import Instant, Money, Price, Quantity, Ratio
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.statements import ReserveStatement
from stableaudit.reconcile.books import Books, Open, ReserveBook
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.flow_events import declared_changes
from stableaudit.reconcile.pins import is_loose
from stableaudit.reconcile.required import Required, deducted_balances
from stableaudit.reconcile.standing import bearing_of_contradiction
from stableaudit.reconcile.stepped_reserve import stepped_reserve
from stableaudit.reserves.mass import Unbounded


@dataclass(frozen=True, slots=True)
class _Circumstance:
    """At which price coverage is judged, and how firmly."""

    words: str
    price: Interval | Open
    bearing: Bearing
    """Of coverage below the threshold."""


def deciding_coverage(policy: Policy, book: ReserveBook) -> Interval | Open:
    """Return the coverage that decides: of all minted tokens, unless the policy says otherwise.

    Coverage of redeemable tokens decides only if every deduction was verified on chain.
    """
    if policy.coverage_basis is CoverageBasis.REDEEMABLE and book.outstanding.verified:
        return book.redeemable_coverage
    return book.coverage


def deciding_liability(policy: Policy, book: ReserveBook) -> Fraction | Open:
    """Return what is owed at par by the tokens whose coverage decides."""
    if policy.coverage_basis is CoverageBasis.REDEEMABLE and book.outstanding.verified:
        return book.redeemable_liability
    return book.liability


def _at_declared_price(case: Case, books: Books) -> Iterator[Violation]:
    book = books.reserves
    if case.scope.statement is None or isinstance(book.declared, Open):
        return
    circumstance = _Circumstance(
        "at the statement's own price",
        book.declared.price_range,
        _bearing(case, books, price=False),
    )
    yield from _judge(case, book, book.declared_coverage, circumstance)


def _at_measured_price(case: Case, books: Books) -> Iterator[Violation]:
    book = books.reserves
    if case.scope.statement is None:
        return
    coverage = deciding_coverage(case.scope.policy, book)
    if isinstance(coverage, Open):
        yield Violation(
            "reserves",
            say("coverage cannot be worked out; missing: {missing}", missing=coverage.missing),
            Bearing.UNDECIDED,
            remedy="What is missing is named above; the findings about it say how to get it.",
            severity=Severity.MEDIUM,
        )
        return
    bearing = _bearing(case, books, price=True)
    circumstance = _Circumstance("at the measured price", book.price, bearing)
    yield from _judge(case, book, coverage, circumstance)
    if coverage.compare(case.scope.policy.min_coverage) is Comparison.AT_LEAST:
        yield from _shrunk(case, case.scope.statement, book)


def _shrunk(case: Case, statement: ReserveStatement, book: ReserveBook) -> Iterator[Violation]:
    """Yield once if decreases that are declared after the statement's time may leave too little."""
    now, threshold = case.evidence.measurement_time, case.scope.policy.min_coverage
    changes = declared_changes(statement, until=now)
    later = tuple(one for one in changes if one.decrease and one.at > statement.as_of)
    if not later:
        return
    left = stepped_reserve(case.scope, statement, later)
    price = Unbounded(book.price.missing) if isinstance(book.price, Open) else book.price
    value = left if isinstance(left, Unbounded) else left.value(now, lambda _: price)
    owed = deciding_liability(case.scope.policy, book)
    if isinstance(owed, Fraction) and isinstance(value, Interval) and value.low >= threshold * owed:
        return
    yield Violation(
        "reserves",
        "the statement declares that the reserve shrank after its own time, and what is left may "
        "be worth less than the tokens",
        Bearing.UNDECIDED,
        (
            figure("decreases", len(later)),
            figure("first at", Instant(later[0].at)),
            figure("statement as of", Instant(statement.as_of)),
        ),
    )


def _bearing(case: Case, books: Books, *, price: bool) -> Bearing:
    """Return what a shortfall does: none is proven where a deduction waits for a reading."""
    by_redeemable = case.scope.policy.coverage_basis is CoverageBasis.REDEEMABLE
    if by_redeemable and any(_in_doubt(case, one) for one in deducted_balances(case)):
        return Bearing.UNDECIDED
    on_chain = bool(case.scope.crypto)  # valued at a measured price, whichever the gold's is
    return bearing_of_contradiction(case, books, mass=True, price=price or on_chain)


def _in_doubt(case: Case, balance: Required) -> bool:
    read = balance.observed
    return isinstance(read, Unavailable) or is_loose(read, balance.reference(case))


def _judge(
    case: Case, book: ReserveBook, coverage: Interval | Open, circumstance: _Circumstance
) -> Iterator[Violation]:
    if isinstance(coverage, Open):
        return
    figures = _figures(case, book, coverage, circumstance.price)
    match coverage.compare(case.scope.policy.min_coverage):
        case Comparison.AT_LEAST:
            return
        case Comparison.BELOW:
            yield Violation(
                "reserves",
                say(
                    "the declared reserve is worth less than the tokens {words}",
                    words=circumstance.words,
                ),
                circumstance.bearing,
                figures,
            )
        case Comparison.UNDECIDED:
            yield Violation(
                "reserves",
                say(
                    "the figures are declared too roughly to say whether they cover the "
                    "tokens {words}",
                    words=circumstance.words,
                ),
                Bearing.UNDECIDED,
                figures,
            )
        case _ as never:
            assert_never(never)


def _figures(
    case: Case, book: ReserveBook, coverage: Interval, price: Interval | Open
) -> tuple[NamedQuantity, ...]:
    threshold = Interval.exactly(case.scope.policy.min_coverage)
    currency = book.currency
    known: tuple[tuple[str, Quantity | Open], ...] = (
        ("coverage", Ratio(coverage)),
        ("required", Ratio(threshold)),
        ("price", _per_ounce(price, currency)),
        ("break-even price", _per_ounce(book.break_even, currency)),
        ("owed at par", _money(book.liability, currency)),
    )
    return tuple(figure(label, value) for label, value in known if not isinstance(value, Open))


def _per_ounce(price: Interval | Open, currency: str) -> Price | Open:
    return price if isinstance(price, Open) else Price(price, currency, "fine ozt")


def _money(amount: Fraction | Open, currency: str) -> Money | Open:
    return amount if isinstance(amount, Open) else Money(Interval.exactly(amount), currency)


def _deducted(_case: Case, books: Books) -> Iterator[Violation]:
    for line in books.reserves.outstanding.deductions:
        if line.why:
            yield Violation(
                line.symbol_on,
                say("tokens are declared not redeemable and are not deducted: {why}", why=line.why),
                Bearing.NOTED,
                (
                    figure("account", line.declared.account),
                    figure("declared, in tokens", line.declared.amount.text),
                ),
            )


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
DEDUCTED: Final = Check(
    "COV-02",
    "Every declared deduction from what is owed is verified on chain.",
    Severity.MEDIUM,
    "A token that cannot be redeemed need not be covered, and a declaration that calls tokens so "
    "makes coverage look better. A deduction takes the statement's word and the chain's; frozen "
    "tokens stay owed. Coverage of all minted tokens decides either way.",
    "The issuer names account and amount of what is not redeemable, and why the claim is gone.",
    _deducted,
)
