"""What is read of the feeds of a scope: prices at the statement's time, one history a pair."""

from dataclasses import replace

import pytest

from stableaudit.application.collect import collect
from stableaudit.domain import questions as ask
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.questions import Question, Round
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Scope
from tests.cases import BNB, ETHEREUM, MISSING, NOW
from tests.fakes.chain_reader import FakeReader
from tests.fakes.world import readers, scope, world

HOUR = 3600
STATED = NOW - 20 * HOUR


def stating(as_of: int = STATED) -> Scope:
    known = scope()
    statement = known.token.statement
    assert isinstance(statement, ReserveStatement)
    earlier = replace(statement, as_of=as_of, published=max(as_of, statement.published))
    return replace(known, token=replace(known.token, statement=earlier))


def hourly(known: Scope) -> dict[ChainId, tuple[FakeReader, ...]]:
    """Return the world's readers; their feeds have 30 rounds of an hour, over two phases."""
    found = readers()
    for feed in known.feeds:
        rounds = [
            Round(
                ((1 if n < 12 else 2) << 64) + (n if n < 12 else n - 11),
                4000_00000000 + n,
                NOW - (31 - n) * HOUR,
                NOW - (31 - n) * HOUR,
            )
            for n in range(1, 31)
        ]
        values: dict[Question[object], object] = {
            ask.RoundData(feed.contract, one.round_id): one for one in rounds
        }
        values[ask.LatestRound(feed.contract)] = rounds[-1]
        for one in found[feed.contract.chain]:
            kept = {q: a for q, a in one.values.items() if not isinstance(q, ask.RoundData)}
            one.values = {**kept, **values}
    return found


def feeds_of(
    known: Scope, of: dict[ChainId, tuple[FakeReader, ...]]
) -> tuple[FeedEvidence, FeedEvidence]:
    first, second = collect(known, world(of), measurement_time=NOW).feeds
    return first, second


def number(observed: object) -> int:
    assert isinstance(observed, Reading), observed
    found: int = observed.value.answer - 4000_00000000
    return found


def test_every_feed_is_asked_for_its_price_at_the_statements_time() -> None:
    known = stating()
    assert [number(one.at_statement) for one in feeds_of(known, hourly(known))] == [11, 11]


def test_history_is_of_the_first_feed_of_a_pair_alone() -> None:
    known = stating()
    first, second = feeds_of(known, hourly(known))
    assert isinstance(first.history, Reading)
    assert len(first.history.value.rounds) == 30
    assert second.history is None


@pytest.mark.parametrize("gone", [False, True])
def test_history_is_of_the_next_feed_where_the_first_is_not_sure(gone: bool) -> None:  # noqa: FBT001 - a table
    known = stating()
    found = hourly(known)
    contract = known.feeds[0].contract
    for one in found[ETHEREUM]:
        one.values = {**one.values, ask.FeedDescription(contract): Untrusted("XAG / USD")}
        if gone:
            one.broken = UnreachableError("refused", asked="it", whom="a")
    first, second = feeds_of(known, found)
    assert not isinstance(first.history, Reading)
    assert isinstance(second.history, Reading)
    assert len(second.history.value.rounds) == 30


def test_statement_of_after_the_measurement_time_has_no_price_yet() -> None:
    known = stating(NOW + HOUR)
    for entry in feeds_of(known, hourly(known)):
        assert isinstance(entry.at_statement, Unavailable)
        assert "after the measurement time" in entry.at_statement.came
        assert number(entry.round) == 30


def test_no_statement_asks_for_no_past_price() -> None:
    known = scope()
    bare = replace(known, token=replace(known.token, statement=MISSING))
    for entry in feeds_of(bare, hourly(bare)):
        assert (entry.at_statement, entry.history) == (None, None)
        assert number(entry.round) == 30


def test_feed_that_cannot_be_read_says_so_of_every_price() -> None:
    known = stating()
    found = hourly(known)
    contract = known.feeds[1].contract
    for one in found[BNB]:
        one.values = {
            **one.values,
            ask.LatestRound(contract): UnreachableError("refused", asked="it", whom="a"),
        }
    _, second = feeds_of(known, found)
    assert isinstance(second.decimals, Reading)
    assert isinstance(second.at_statement, Unavailable)
    assert second.at_statement == second.round


@pytest.mark.parametrize(("chain", "most"), [(ETHEREUM, 10), (BNB, 5)])
def test_past_prices_cost_few_requests(chain: ChainId, most: int) -> None:
    known = stating()
    found = hourly(known)
    feeds_of(known, found)
    # Two batches of state, four rounds of who controls the token, then the search through both
    # phases, then all rounds at once.
    assert found[chain][0].asked.count("ask") <= most


def test_history_is_of_the_next_feed_where_the_first_has_no_round() -> None:
    known = stating()
    found = hourly(known)
    contract = known.feeds[0].contract
    for one in found[ETHEREUM]:
        one.values = {
            **one.values,
            ask.LatestRound(contract): UnreachableError("refused", asked="it", whom="a"),
        }
    first, second = feeds_of(known, found)
    assert first.history is None
    assert isinstance(second.history, Reading)


def test_feeds_of_a_chain_that_falls_silent_after_its_pin_say_so() -> None:
    known = stating()
    found = hourly(known)
    for one in found[BNB]:

        def silent(one: FakeReader = one) -> None:
            if one.asked[-1] == "ask":
                one.broken = UnreachableError("refused", asked="it", whom="a")

        one.on_ask = silent
    _, second = feeds_of(known, found)
    for observed in (second.decimals, second.description, second.round, second.at_statement):
        assert isinstance(observed, Unavailable)


def test_history_that_cannot_be_planned_is_a_reason() -> None:
    known = stating()
    found = hourly(known)
    contract = known.feeds[0].contract
    for one in found[ETHEREUM]:
        # The eleventh is the last of the first phase: where that ends cannot be told.
        lost = ask.RoundData(contract, (1 << 64) + 11)
        one.values = {**one.values, lost: UnreachableError("refused", asked="it", whom="a")}
    first, _ = feeds_of(known, found)
    assert isinstance(first.history, Unavailable)
    assert number(first.round) == 30
