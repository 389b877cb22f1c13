"""Close the flow book: supply events on chain against what is declared of them."""

from fractions import Fraction

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.intervals import Interval
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.undertakings import IssuanceEvent, ReserveEvent
from stableaudit.reconcile.books import Open, ReserveBook
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.flow_events import (
    ChainFlows,
    chain_flows,
    declared_changes,
    declared_issuances,
    first_published,
)
from stableaudit.reconcile.stepped_reserve import stepped_reserve
from stableaudit.reserves.flow_book import (
    Backing,
    FlowBook,
    LatePublication,
    SinceStatement,
    TimeToMint,
)
from stableaudit.reserves.flows import Matching, Pair, age, exactly, match
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.running import Point, PriceAt, running


def close_flow_book(
    case: Case, book: ReserveBook, *, price_at: PriceAt | None = None
) -> FlowBook | Open:
    """Return the flow book; open without a statement, or where a deployment's events are missing.

    Args:
        case: what is judged.
        book: the reserve book, for a price of gold where there is none of the time.
        price_at: gold at an instant, where prices of the past are known; used if of every mint.
    """
    statement = case.scope.statement
    if statement is None:
        return Open("no reserve statement is known")
    chain = chain_flows(case)
    if isinstance(chain, Open):
        return chain
    measured = case.evidence.measurement_time
    issuances = declared_issuances(statement, until=measured)
    changes = declared_changes(statement, until=measured)
    mints = tuple(one for one in chain.events if one.amount.base_units > 0)
    matching = match(mints, issuances, window_seconds=case.scope.policy.match_window_seconds)
    by_id = {one.id: one for one in changes}
    if price_at is not None and any(isinstance(price_at(one.at), Unbounded) for one in mints):
        price_at = None  # one measure for all blocks: coverage of one is compared with another's
    backings = tuple(Backing(one, _paid_by(one, by_id)) for one in issuances)
    used = {one.reserve_event.id for one in backings if one.reserve_event is not None}
    price, words = _price(case, book, price_at)
    return FlowBook(
        bool(issuances),
        len(mints),
        exactly(sum((one.amount.tokens for one in mints), Fraction(0))),
        chain.left_out,
        matching,
        age([(one.at, one.amount.tokens) for one in matching.mints], measured=measured),
        age([(one.at, one.amount.value) for one in matching.issuances], measured=measured),
        backings,
        _times(matching, by_id),
        tuple(one for one in changes if not one.decrease and one.id not in used),
        _late(statement, matching, by_id),
        _points(case, statement, chain, changes, price),
        words,
        price_at is not None or not case.scope.gold,
        _since(chain, statement.as_of),
    )


def _paid_by(issuance: IssuanceEvent, changes: dict[str, ReserveEvent]) -> ReserveEvent | None:
    named = issuance.reserve_event
    return None if isinstance(named, Unknown) else changes.get(named)


def _times(matching: Matching, changes: dict[str, ReserveEvent]) -> tuple[TimeToMint, ...]:
    paid = ((pair, _paid_by(pair.issuance, changes)) for pair in matching.pairs)
    return tuple(TimeToMint(pair, event) for pair, event in paid if event is not None)


def _price(case: Case, book: ReserveBook, price_at: PriceAt | None) -> tuple[PriceAt, str]:
    """Return gold's price by instant, and in words which one it is."""
    if price_at is not None:
        return price_at, "the price of each block's own time"
    if not case.scope.gold:
        return _constant(Open("no gold is declared")), "no price: no gold is declared"
    if not isinstance(book.declared, Open):
        return _constant(book.declared.price_range), "the statement's own price"
    return _constant(book.price), "the price measured now"


def _constant(price: Interval | Open) -> PriceAt:
    told = Unbounded(price.missing) if isinstance(price, Open) else price
    return lambda _: told


def _late(
    statement: ReserveStatement, matching: Matching, changes: dict[str, ReserveEvent]
) -> tuple[LatePublication, ...]:
    """Return the events that are dated before a mint they explain and became public after it."""
    issued, changed = first_published(statement)
    explained: list[tuple[str, int, Pair, int]] = []
    for pair in matching.pairs:
        one, paid_by = pair.issuance, _paid_by(pair.issuance, changes)
        explained.append((one.id, one.at, pair, issued[one.id]))
        if paid_by is not None:
            explained.append((paid_by.id, paid_by.at, pair, changed[paid_by.id]))
    return tuple(
        LatePublication(event, pair, published)
        for event, at, pair, published in explained
        if at <= pair.mint.at < published
    )


def _points(
    case: Case,
    statement: ReserveStatement,
    chain: ChainFlows,
    changes: tuple[ReserveEvent, ...],
    price_at: PriceAt,
) -> tuple[Point, ...] | Unbounded:
    reserve = stepped_reserve(case.scope, statement, changes)
    if isinstance(reserve, Unbounded):
        return reserve
    events = chain.whole
    before = chain.supply - sum((one.amount.tokens for one in events), Fraction(0))
    par = case.scope.token.peg.per_token.value
    return running(events, before=before, reserve=reserve, price_at=price_at, par=par)


def _since(chain: ChainFlows, as_of: int) -> SinceStatement | Unbounded:
    if chain.first is not None and chain.first > as_of:
        return Unbounded("there are more mints and burns since the statement than were kept")
    later = [one.amount.tokens for one in chain.events if one.at > as_of]
    minted = sum((tokens for tokens in later if tokens > 0), Fraction(0))
    burned = -sum((tokens for tokens in later if tokens < 0), Fraction(0))
    net = minted - burned
    return SinceStatement(
        exactly(minted), exactly(burned), exactly(net), exactly(chain.supply - net)
    )
