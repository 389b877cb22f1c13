"""A feed's history: which rounds, through phases, and how few requests."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.application.price_history import (
    AROUND_SECONDS,
    MOST_AROUND,
    MOST_SINCE,
    HistoryPlan,
    history_of,
    plan_history,
)
from stableaudit.application.rounds import FeedRounds
from stableaudit.domain.errors import InconsistentError, UnreachableError
from stableaudit.domain.evidence import Observed
from stableaudit.domain.prices import PriceHistory
from stableaudit.domain.questions import Round
from stableaudit.domain.readings import Reading, Unavailable
from tests.cases import reading
from tests.fakes.chain_reader import ETHEREUM, FakeReader, stamp
from tests.fakes.feed import FEED, FakeFeed, made

HOUR, DAY = 3_600, 86_400
START = 10_000 * DAY


def hourly(count: int, *, phase: int = 1, begin: int = START, every: int = HOUR) -> list[Round]:
    return [made(n, begin + n * every, phase=phase) for n in range(1, count + 1)]


def read(
    feed: FakeFeed, statement: int, *, until: int, reader: FakeReader | None = None
) -> Observed[PriceHistory]:
    newest = reading(feed.newest, ETHEREUM)
    rounds = FeedRounds(reader or feed.reader(), FEED, newest, at=stamp(900))
    plan = plan_history(rounds, statement, until=until)
    if isinstance(plan, Unavailable):
        return plan
    rounds.read(plan.ids)
    return history_of(rounds, plan)


def known(found: Observed[PriceHistory]) -> PriceHistory:
    assert isinstance(found, Reading), found
    return found.value


def test_short_history_has_every_round_from_a_week_before_the_statement() -> None:
    feed = FakeFeed(hourly(30 * 24))
    statement, until = START + 10 * DAY, START + 29 * DAY
    expected = tuple(
        one for one in feed.rounds if statement - AROUND_SECONDS <= one.updated_at <= until
    )
    assert known(read(feed, statement, until=until)) == PriceHistory(expected, until, until, 1)


def test_long_history_is_complete_around_the_statement_and_sampled_since() -> None:
    feed = FakeFeed(hourly(200 * 24))
    statement, until = START + 10 * DAY, START + 200 * DAY
    history = known(read(feed, statement, until=until))
    around = [one for one in history.rounds if one.updated_at <= statement + AROUND_SECONDS]
    since = history.rounds[len(around) :]
    assert history.complete_until == statement + AROUND_SECONDS
    assert len(around) == 14 * 24 + 1
    assert len(since) <= MOST_SINCE
    assert {b.round_id - a.round_id for a, b in pairwise(since)} == {history.stride}
    assert history.rounds[-1] == feed.newest


def test_history_with_too_many_rounds_around_the_statement_is_complete_nowhere() -> None:
    feed = FakeFeed(hourly(15 * DAY // 300, every=300))
    statement, until = START + 7 * DAY, START + 15 * DAY
    history = known(read(feed, statement, until=until))
    assert history.complete_until == history.rounds[0].updated_at
    assert len(history.rounds) <= MOST_AROUND + MOST_SINCE
    assert history.stride > 1


@pytest.mark.parametrize(("days", "most"), [(30, 10), (200, 13)])
def test_history_takes_few_requests(days: int, most: int) -> None:
    feed = FakeFeed(hourly(days * 24))
    reader = feed.reader()
    read(feed, START + 10 * DAY, until=START + days * DAY, reader=reader)
    assert len(reader.asked) <= most


def test_history_goes_through_phases_and_leaves_out_what_a_newer_one_overtook() -> None:
    old = hourly(24 * 10)
    new = hourly(24 * 10, phase=3, begin=START + 9 * DAY)
    feed = FakeFeed(old + new)
    statement, until = START + 9 * DAY, START + 30 * DAY
    history = known(read(feed, statement, until=until))
    kept = [one for one in old if one.updated_at < new[0].updated_at]
    first = statement - AROUND_SECONDS
    assert history.rounds == tuple(one for one in (*kept, *new) if one.updated_at >= first)


def test_history_of_a_feed_that_began_later_starts_with_its_first_round() -> None:
    feed = FakeFeed([*hourly(30), *hourly(30, phase=2, begin=START + 5 * DAY)])
    for statement in (START + 3 * DAY, START - 30 * DAY):
        history = known(read(feed, statement, until=START + 30 * DAY))
        assert history.rounds == tuple(feed.rounds)


def test_history_before_every_round_is_not_known() -> None:
    found = read(FakeFeed(hourly(30)), START - DAY, until=START)
    assert isinstance(found, Unavailable)
    assert "before the feed's first round" in found.came


@pytest.mark.parametrize("number", [72, 480])
def test_history_with_a_round_that_nobody_gives_is_not_known(number: int) -> None:
    feed = FakeFeed(hourly(30 * 24))
    feed.failing = {(1 << 64) + number: UnreachableError("refused", asked="it", whom="a")}
    found = read(feed, START + 10 * DAY, until=START + 29 * DAY)
    assert isinstance(found, Unavailable)
    assert found.kind == "unreachable"


def test_history_whose_rounds_go_back_in_time_is_not_believed() -> None:
    feed = FakeFeed(hourly(10))
    feed.rounds[4], feed.rounds[5] = (
        made(5, feed.rounds[5].updated_at),
        made(6, feed.rounds[4].updated_at),
    )
    found = read(feed, START + 20 * HOUR, until=START + 20 * HOUR)
    assert isinstance(found, Unavailable)
    assert found.kind == InconsistentError.kind


def test_history_of_a_silent_node_is_its_reason() -> None:
    feed = FakeFeed(hourly(30))
    reader = feed.reader()
    reader.broken = UnreachableError("refused", asked="it", whom="a")
    found = read(feed, START + 10 * HOUR, until=START + 20 * HOUR, reader=reader)
    assert isinstance(found, Unavailable)


@given(
    gaps=st.lists(st.integers(1, 10), min_size=1, max_size=80),
    statement=st.integers(0, 60),
    length=st.integers(0, 60),
)
def test_history_of_any_short_feed_is_every_round_of_its_span(
    gaps: list[int], statement: int, length: int
) -> None:
    rounds: list[Round] = []
    number = 0
    for gap in gaps:
        number += gap
        rounds.append(made(number, START + number * 6 * HOUR))
    feed = FakeFeed(rounds)
    begin = START + statement * DAY
    until = begin + length * DAY
    found = read(feed, begin, until=until)
    first = feed.last_until(begin - AROUND_SECONDS)
    since = 0 if first is None else first.updated_at
    expected = tuple(one for one in rounds if since <= one.updated_at <= until)
    if expected:
        assert known(found) == PriceHistory(expected, until, until, 1)
    else:
        assert isinstance(found, Unavailable)


def test_plan_names_ids_ascending_without_repeating_any() -> None:
    feed = FakeFeed(hourly(200 * 24))
    rounds = FeedRounds(feed.reader(), FEED, reading(feed.newest, ETHEREUM), at=stamp(900))
    plan = plan_history(rounds, START + 10 * DAY, until=START + 200 * DAY)
    assert isinstance(plan, HistoryPlan)
    assert list(plan.ids) == sorted(set(plan.ids))


def test_history_through_a_phase_that_nobody_gives_is_not_known() -> None:
    feed = FakeFeed([*hourly(24 * 10), *hourly(24 * 20, phase=2, begin=START + 10 * DAY)])
    # The last round before the change of phase is needed only to tell where the first one ends.
    feed.failing = {(1 << 64) + 240: UnreachableError("refused", asked="it", whom="a")}
    found = read(feed, START + 10 * DAY, until=START + 30 * DAY)
    assert isinstance(found, Unavailable)
    assert found.kind == "unreachable"


@given(
    times=st.lists(st.integers(1, 100), min_size=1, max_size=12),
    phases=st.integers(1, 4),
    statement=st.integers(0, 100),
)
def test_history_of_rounds_in_any_order_of_time_ends_and_is_in_order_or_not_known(
    times: list[int], phases: int, statement: int
) -> None:
    each = -(-len(times) // phases)
    rounds = [
        made(place % each + 1, START + time * DAY, phase=place // each + 1)
        for place, time in enumerate(times)
    ]
    found = read(FakeFeed(rounds), START + statement * DAY, until=START + 100 * DAY)
    if isinstance(found, Reading):
        assert all(a.updated_at <= b.updated_at for a, b in pairwise(found.value.rounds))
