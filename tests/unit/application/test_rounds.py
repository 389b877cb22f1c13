"""The last round of a feed until an instant: gaps, phases, ends, and what cannot be read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.application.collect import collect
from stableaudit.application.round_search import (
    LONGEST_GAP,
    MOST_PHASES,
    Ask,
    BeforeFirst,
    GivenUp,
    next_step,
)
from stableaudit.application.rounds import RECENT_ROUNDS, FeedRounds, recent_ids
from stableaudit.domain.errors import InconsistentError, PinnedStateError, UnreachableError
from stableaudit.domain.evidence import Observed
from stableaudit.domain.questions import LatestRound, Question, Round, RoundData
from stableaudit.domain.readings import Pin, Reading, Unavailable
from tests.cases import BNB, NOW, reading
from tests.fakes.chain_reader import ETHEREUM, FakeReader, stamp
from tests.fakes.feed import FEED, FakeFeed, made
from tests.fakes.world import readers, scope, world

AT = stamp(900)
PHASE = 1 << 64


def rounds_of(feed: FakeFeed, reader: FakeReader | None = None) -> FeedRounds:
    return FeedRounds(reader or feed.reader(), FEED, reading(feed.newest, ETHEREUM), at=AT)


def search(feed: FakeFeed, until: int) -> Observed[Round] | BeforeFirst:
    (found,) = rounds_of(feed).last_until((until,))
    return found


def value(found: Observed[Round] | BeforeFirst) -> Round | None:
    if isinstance(found, BeforeFirst):
        return None
    assert isinstance(found, Reading), found
    return found.value


class EveryRound(Mapping[Question[object], object]):
    """Answers of a feed whose first phase never ends."""

    def __getitem__(self, question: Question[object]) -> object:
        assert isinstance(question, RoundData)
        return made(question.round_id & (PHASE - 1), 5)

    def __iter__(self) -> Iterator[Question[object]]:
        return iter(())

    def __len__(self) -> int:
        return 1


@st.composite
def feeds(draw: st.DrawFn) -> FakeFeed:
    """Up to five phases, some empty, with gaps shorter than the search steps over."""
    rounds: list[Round] = []
    time = 1_000
    for phase in range(1, draw(st.integers(1, 5)) + 1):
        number = 0
        for gap in draw(st.lists(st.integers(0, LONGEST_GAP - 1), max_size=60)):
            number += gap + 1
            time += draw(st.integers(0, 3))
            rounds.append(made(number, time, phase=phase))
        # A new phase may have begun before the old one ended.
        time -= draw(st.integers(0, 5))
    return FakeFeed(rounds or [made(1, 1_000)])


def test_newest_round_before_the_instant_is_the_answer_without_searching() -> None:
    feed = FakeFeed([made(1, 100)])
    reader = feed.reader()
    (found,) = rounds_of(feed, reader).last_until((100,))
    assert (value(found), reader.asked) == (feed.newest, [])


@given(feed=feeds(), until=st.integers(990, 1_900))
def test_search_of_any_feed_finds_what_looking_at_every_round_finds(
    feed: FakeFeed, until: int
) -> None:
    assert value(search(feed, until)) == feed.last_until(until)


@given(feed=feeds(), instants=st.lists(st.integers(990, 1_900), max_size=5))
def test_search_for_several_instants_finds_for_each_what_one_alone_finds(
    feed: FakeFeed, instants: list[int]
) -> None:
    found = rounds_of(feed).last_until(instants)
    assert [value(one) for one in found] == [feed.last_until(until) for until in instants]


@pytest.mark.parametrize(
    ("count", "phases_back", "most"),
    [(20, 0, 1), (200, 0, 2), (5_000, 0, 4), (20, 1, 4), (5_000, 1, 11)],
)
def test_search_takes_no_more_requests_than_it_says(
    count: int, phases_back: int, most: int
) -> None:
    old = [made(number, number * 10) for number in range(1, count + 1)]
    new = [made(1, count * 10 + 100, phase=2)] if phases_back else []
    feed = FakeFeed(old + new)
    for until in (10, count * 5, count * 10 - 1, count * 10):
        reader = feed.reader()
        (found,) = rounds_of(feed, reader).last_until((until,))
        assert value(found) == feed.last_until(until)
        assert len(reader.asked) <= most


def test_search_for_five_instants_takes_hardly_more_requests_than_for_one() -> None:
    feed = FakeFeed([made(number, number * 10) for number in range(1, 5_001)])
    reader = feed.reader()
    found = rounds_of(feed, reader).last_until((10_000, 20_000, 30_000, 40_000, 49_000))
    assert [value(one) for one in found] == [
        made(number, number * 10) for number in (1_000, 2_000, 3_000, 4_000, 4_900)
    ]
    assert len(reader.asked) <= 5


def test_instant_before_the_first_round_of_all_phases_says_so() -> None:
    feed = FakeFeed([made(1, 100), made(2, 200), made(1, 300, phase=3)])
    assert rounds_of(feed).last_until((99,)) == (BeforeFirst(),)


def test_empty_phases_are_skipped() -> None:
    feed = FakeFeed([made(1, 100), made(1, 300, phase=9)])
    assert value(search(feed, 150)) == made(1, 100)


def test_feed_without_phases_is_searched_as_one() -> None:
    feed = FakeFeed([made(number, number * 10, phase=0) for number in range(1, 50)])
    assert (value(search(feed, 255)), value(search(feed, 5))) == (made(25, 250, phase=0), None)


def test_feed_with_more_phases_than_are_looked_through_is_given_up() -> None:
    feed = FakeFeed([made(1, 100, phase=MOST_PHASES), made(1, 300, phase=2 * MOST_PHASES)])
    found = search(feed, 150)
    assert isinstance(found, Unavailable)
    assert f"last {MOST_PHASES} phases" in found.came


def test_too_long_a_gap_is_given_up() -> None:
    found = search(FakeFeed([made(1, 10), made(100, 1000), made(101, 1010)]), 500)
    assert isinstance(found, Unavailable)
    assert "too long a gap" in found.came


def test_phase_without_an_end_is_given_up() -> None:
    newest = made(1, 10**9, phase=2)
    huge = made((1 << 32), 5)
    step = next_step({newest.round_id: newest, huge.round_id: huge}, newest, until=10)
    assert isinstance(step, GivenUp)
    assert "no end" in step.why


def test_search_of_a_feed_that_holds_every_round_ends() -> None:
    feed = FakeFeed([made(1, 10**9, phase=2)])
    (found,) = rounds_of(feed, FakeReader("a", EveryRound())).last_until((10,))
    assert isinstance(found, Unavailable)


def test_search_that_meets_a_silent_node_gives_its_reason() -> None:
    feed = FakeFeed([made(1, 100), made(2, 200)])
    reader = feed.reader()
    reader.broken = UnreachableError("refused", asked="it", whom="a")
    (found,) = rounds_of(feed, reader).last_until((150,))
    assert isinstance(found, Unavailable)
    assert found.kind == "unreachable"


def test_round_that_operators_disagree_about_ends_only_the_search_that_needs_it() -> None:
    feed = FakeFeed([made(number, number * 10) for number in range(1, 5_001)])
    dissent = InconsistentError("4 and 5", asked="it", whom="a, b")
    feed.failing = {PHASE + 2_000: dissent}
    near, far = rounds_of(feed).last_until((20_005, 40_000))
    assert isinstance(near, Unavailable)
    assert near.kind == InconsistentError.kind
    assert value(far) == made(4_000, 40_000)


def test_next_step_never_asks_for_what_is_known() -> None:
    feed = FakeFeed([made(number, number * 10) for number in range(1, 500)])
    known: dict[int, Round | None] = {feed.newest.round_id: feed.newest}
    step = next_step(known, feed.newest, until=2_000)
    while isinstance(step, Ask):
        assert not set(step.ids) & set(known)
        held = {one.round_id: one for one in feed.rounds}
        known |= {one: held.get(one) for one in step.ids}
        step = next_step(known, feed.newest, until=2_000)


def test_ids_just_before_the_last_are_newest_first_and_of_its_phase() -> None:
    assert [one & 0xFF for one in recent_ids(made(8, 80))] == [7, 6, 5, 4]
    assert len(recent_ids(made(8, 80))) == RECENT_ROUNDS
    assert list(recent_ids(made(1, 80))) == []


def test_round_is_asked_for_once() -> None:
    feed = FakeFeed([made(1, 100), made(2, 200)])
    reader = feed.reader()
    rounds = rounds_of(feed, reader)
    for _ in range(2):
        rounds.read((PHASE + 1, PHASE + 7))
    assert reader.asked == ["ask"]
    assert rounds.is_gap(PHASE + 7)
    assert isinstance(rounds.observed(PHASE + 7), Unavailable)


def test_feed_whose_past_state_is_gone_is_read_from_the_final_block() -> None:
    known = scope()
    contract = next(feed.contract for feed in known.feeds if feed.contract.chain == BNB)
    pruned = readers()
    gone = PinnedStateError("missing trie node", asked="it", whom="a")

    for one in pruned[BNB]:
        honest = dict(one.values)
        one.values = {**honest, LatestRound(contract): gone}

        def back(one: FakeReader = one, honest: dict[Question[object], object] = honest) -> None:
            # The reference block's batch finds no state, the final block's does.
            if one.asked.count("ask") > 1:
                one.values = honest

        one.on_ask = back
    evidence = collect(known, world(pruned), measurement_time=NOW - 3600 * 5)
    feed = next(feed for feed in evidence.feeds if feed.contract == contract)
    assert isinstance(feed.round, Reading)
    assert feed.round.value.updated_at <= NOW - 3600 * 5
    assert replace(feed.round, pin=Pin.EXACT) == feed.round
