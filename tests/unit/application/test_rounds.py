"""The last round of a feed until an instant: gaps, ends, and state that is gone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stableaudit.application.collect import collect
from stableaudit.application.rounds import RECENT_ROUNDS, read_rounds
from stableaudit.domain.errors import PinnedStateError, UnreachableError
from stableaudit.domain.evidence import Observed
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import LatestRound, Question, Round, RoundData
from stableaudit.domain.readings import Pin, Reading, Unavailable
from tests.cases import BNB, NO_ANSWER, NOW, reading
from tests.fakes.chain_reader import ETHEREUM, FakeReader, stamp
from tests.fakes.world import readers, scope, world

FEED = AccountId(ETHEREUM, bytes([9]) * 20)
AT = stamp(900)


def made(number: int, updated_at: int) -> Round:
    return Round((1 << 64) + number, 4180_00000000, updated_at, updated_at)


def feed_of(rounds: list[Round]) -> FakeReader:
    values: dict[Question[object], object] = {RoundData(FEED, one.round_id): one for one in rounds}
    return FakeReader("a", values)


def last_until(rounds: list[Round], until: int) -> Observed[Round]:
    return read_rounds(
        feed_of(rounds), reading(rounds[-1], ETHEREUM), FEED, at=AT, until=until
    ).last


def test_newest_round_before_the_instant_is_the_answer_without_searching() -> None:
    reader = feed_of([made(1, 100)])
    found = read_rounds(reader, reading(made(1, 100), ETHEREUM), FEED, at=AT, until=100)
    assert isinstance(found.last, Reading)
    assert (found.last.value.round_id & 0xFF, found.before, reader.asked) == (1, (), [])


@given(
    numbers=st.sets(st.integers(1, 60), min_size=1, max_size=40),
    until=st.integers(0, 700),
)
def test_search_finds_the_last_round_until_then_over_short_gaps(
    numbers: set[int], until: int
) -> None:
    # At most 15 numbers in a row may be missing for the search to step over them.
    kept = numbers | set(range(1, 61, 12)) | {60}
    rounds = [made(number, number * 10) for number in sorted(kept)]
    expected = [one for one in rounds if one.updated_at <= until]
    found = last_until(rounds, until)
    if expected:
        assert isinstance(found, Reading)
        assert found.value == expected[-1]
    else:
        assert isinstance(found, Unavailable)


def test_search_before_the_phase_says_so() -> None:
    found = last_until([made(1, 100), made(2, 200)], 50)
    assert isinstance(found, Unavailable)
    assert "before the feed's present phase" in found.came


def test_search_over_too_long_a_gap_gives_up() -> None:
    found = last_until([made(1, 10), made(100, 1000), made(101, 1010)], 500)
    assert isinstance(found, Unavailable)


def test_search_that_meets_a_silent_node_gives_its_reason() -> None:
    reader = feed_of([made(1, 100), made(2, 200)])
    reader.broken = UnreachableError("refused", asked="it", whom="a")
    found = read_rounds(reader, reading(made(2, 200), ETHEREUM), FEED, at=AT, until=150).last
    assert isinstance(found, Unavailable)
    assert found.kind == "unreachable"


def test_rounds_just_before_the_last_are_read_newest_first() -> None:
    rounds = [made(number, number * 10) for number in range(1, 9)]
    found = read_rounds(feed_of(rounds), reading(rounds[-1], ETHEREUM), FEED, at=AT, until=80)
    numbers = [one.value.round_id & 0xFF for one in found.before if isinstance(one, Reading)]
    assert numbers == [7, 6, 5, 4]
    assert len(numbers) == RECENT_ROUNDS


def test_rounds_of_a_feed_without_an_answer_are_its_reason() -> None:
    found = read_rounds(feed_of([]), NO_ANSWER, FEED, at=AT, until=80)
    assert (found.last, found.before) == (NO_ANSWER, ())


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
