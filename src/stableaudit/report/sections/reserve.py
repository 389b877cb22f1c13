"""What is declared to back the tokens, what it is worth, and whether it covers them.

In the order of the AICPA's criteria for stablecoin reporting (2025): tokens outstanding, redemption
assets, comparison.
"""

from dataclasses import dataclass
from fractions import Fraction

from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.findings import Bearing
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.quantities import Price
from stableaudit.domain.questions import Round
from stableaudit.domain.readings import Reading, Unavailable, not_asked
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.domain.tokens import FeedSpec
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.books import AssetLine, ReserveBook
from stableaudit.reconcile.case import Case, is_the_feed, price_unit
from stableaudit.reconcile.feed_view import FeedReading
from stableaudit.reconcile.judge import Result
from stableaudit.reserves.gold_market import is_closed
from stableaudit.reserves.held_gold import held_grams
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.price_history import entry_at
from stableaudit.reserves.valuation import round_price


@dataclass(frozen=True, slots=True)
class AssetEntry:
    """One declared asset: its line in the book, and for gold how much of it is pure."""

    line: AssetLine
    fine_grams: Interval | Unbounded | None
    """None for an asset that is not gold."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One price feed and its last round at or before the measurement time."""

    registered: FeedSpec
    chain_title: str
    simulated: bool
    price: Price | None
    """The round's price; None where no round was read."""

    round: Reading[Round] | Unavailable
    recent: tuple[Reading[Round] | Unavailable, ...]
    """The rounds just before it, newest first."""

    at_statement: Reading[Round] | Unavailable | None
    """The last round at or before the statement's time; None where none was wanted."""

    price_then: Price | None
    """The price of that round; None where there is none."""

    heartbeat: int | None
    """The most open market seconds between its last rounds; None where two are not known."""

    decimals: Reading[int] | Unavailable
    description: Reading[Untrusted] | Unavailable


@dataclass(frozen=True, slots=True)
class ReserveSection:
    """The reserve book, and what its figures rest on."""

    book: ReserveBook
    required_coverage: Fraction
    market_closed: bool
    """Whether the gold market kept its weekend at the measurement time."""

    assets: tuple[AssetEntry, ...]
    feeds: tuple[FeedEntry, ...]
    file: tuple[PriceFile, PriceEntry | None] | None
    """The price file that takes the place of gold's feeds, and its price; None without one."""

    settles: tuple[str, ...]
    """What would settle the questions that leave the check undecided, each once."""


def reserve_section(result: Result) -> ReserveSection:
    """Return the reserve book with assets and feeds, in the order they are declared."""
    case = result.case
    undecided = (one.remedy for one in result.findings if one.bearing is Bearing.UNDECIDED)
    return ReserveSection(
        result.books.reserves,
        case.scope.policy.min_coverage,
        is_closed(case.evidence.measurement_time),
        tuple(_asset(line) for line in result.books.reserves.assets),
        tuple(_feed(case, spec) for spec in case.scope.feeds),
        _file(case),
        tuple(dict.fromkeys(undecided)),
    )


def _file(case: Case) -> tuple[PriceFile, PriceEntry | None] | None:
    file = case.scope.prices
    return None if file is None else (file, entry_at(file, case.evidence.measurement_time))


def _asset(line: AssetLine) -> AssetEntry:
    gold = line.asset if isinstance(line.asset, AllocatedGold) else None
    return AssetEntry(line, None if gold is None else held_grams(gold))


def _feed(case: Case, spec: FeedSpec) -> FeedEntry:
    chain = case.scope.chain(spec.contract.chain)
    evidence = case.feed(spec.contract) or _nothing(spec, chain.title)
    price, then = (
        _price(spec, one.value)
        if isinstance(one, Reading) and is_the_feed(spec, evidence)
        else None
        for one in (evidence.round, evidence.at_statement)
    )
    return FeedEntry(
        spec,
        chain.title,
        chain.simulated,
        price,
        evidence.round,
        evidence.recent,
        evidence.at_statement,
        then,
        FeedReading(spec, chain, evidence).heartbeat,
        evidence.decimals,
        evidence.description,
    )


def _price(spec: FeedSpec, of: Round) -> Price:
    exact = Interval.exactly(round_price(of, spec.decimals))
    return Price(exact, spec.quote, price_unit(spec.base))


def _nothing(spec: FeedSpec, chain_title: str) -> FeedEvidence:
    absent = not_asked(
        say(
            "{description} on {chain_title}", description=spec.description, chain_title=chain_title
        ),
        whom="nobody",
        reason="the evidence holds nothing about it",
    )
    return FeedEvidence(spec.contract, absent, absent, absent, ())
