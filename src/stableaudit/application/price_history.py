"""A feed's prices around a statement's time and since, in as few requests as they fit in.

From a week before the statement until a week after it every round is read, MOST_AROUND at most;
from there to the measurement time MOST_SINCE ids at most, evenly spaced, the newest among them. A
feed with more rounds around the statement than that is read evenly spaced there too, and the
history then says that it is complete nowhere.

It costs the search for the two ends, a step or two for each change of phase in between, and a
request for every 100 rounds (`rounds.MOST_AT_ONCE`): 26 for the largest history there can be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stableaudit.application.round_search import BeforeFirst
from stableaudit.application.rounds import BEFORE_FIRST, FeedRounds
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.evidence import Observed
from stableaudit.domain.prices import PriceHistory
from stableaudit.domain.questions import Round
from stableaudit.domain.readings import Reading, Source, Unavailable

AROUND_SECONDS: Final = 7 * 86_400
MOST_AROUND: Final = 2_000
MOST_SINCE: Final = 512

_ROUND_BITS: Final = 64
_MOST_CHANGES: Final = 64


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """Which rounds a history is made of."""

    ids: tuple[int, ...]
    """Ascending, never empty; some may be gaps."""

    complete_until: int | None
    """None where not even the rounds around the statement are all read."""

    until: int
    stride: int


def ends_of(statement: int, *, until: int) -> tuple[int, int, int]:
    """Return the instants whose last rounds bound a history: its start, the week after, its end."""
    start = max(statement - AROUND_SECONDS, 0)
    return start, min(statement + AROUND_SECONDS, until), until


def plan_history(rounds: FeedRounds, statement: int, *, until: int) -> HistoryPlan | Unavailable:
    """Return which rounds to read for a history, or why that cannot be told."""
    start, week_after, _ = ends_of(statement, until=until)
    first, near, last = rounds.last_until((start, week_after, until))
    for end in (first, near, last):
        if isinstance(end, Unavailable):
            return end
    if not isinstance(last, Reading):
        return rounds.unfound(BEFORE_FIRST)
    since = first.value if isinstance(first, Reading) else None
    stretches = _stretches(rounds, since, last.value)
    if isinstance(stretches, Unavailable):
        return stretches
    split = near.value.round_id if isinstance(near, Reading) else -1
    around, around_stride = _thinned([_part(one, upto=split) for one in stretches], MOST_AROUND)
    later, stride = _thinned([_part(one, after=split) for one in stretches], MOST_SINCE)
    complete = None if around_stride > 1 else until if stride == 1 else week_after
    return HistoryPlan((*around, *later), complete, until, max(around_stride, stride))


def history_of(rounds: FeedRounds, plan: HistoryPlan) -> Observed[PriceHistory]:
    """Return the history of a plan whose rounds have been read, or why there is none."""
    readings: list[Reading[Round]] = []
    for one in plan.ids:
        if rounds.is_gap(one):
            continue
        observed = rounds.observed(one)
        if isinstance(observed, Unavailable):
            return observed
        readings.append(observed)
    found = tuple(reading.value for reading in readings)
    complete = found[0].updated_at if plan.complete_until is None else plan.complete_until
    try:
        history = PriceHistory(found, complete, plan.until, plan.stride)
    except ValueError as error:
        return Unavailable(
            InconsistentError.kind,
            f"the rounds of {rounds.feed} around the statement and since",
            rounds.operator,
            "",
            f"rounds that cannot be a history: {error}",
            "another endpoint (--endpoint)",
        )
    return _resting_on(history, readings)


def _resting_on(history: PriceHistory, readings: list[Reading[Round]]) -> Reading[PriceHistory]:
    """Return the history as a reading: no firmer than the weakest of its rounds."""
    weakest = min(readings, key=lambda one: one.trust.agreeing)
    call = f"getRoundData of {len(readings)} rounds"
    sources = tuple(Source(one.operator, one.endpoint, call) for one in weakest.sources)
    return Reading(history, weakest.at, weakest.observed_at, weakest.pin, weakest.trust, sources)


def _stretches(rounds: FeedRounds, since: Round | None, last: Round) -> list[range] | Unavailable:
    """Return the ids from one round, or the feed's first, to another, phase by phase, ascending."""
    stretches: list[range] = []
    for _ in range(_MOST_CHANGES):
        begin = since if since is not None and since.phase == last.phase else None
        # The search for the start has left this phase: it knows its first round.
        begin = begin or rounds.first_of(last.phase) or last
        stretches.append(range(begin.round_id, last.round_id + 1))
        if since is not None and since.phase == last.phase:
            break
        (before,) = rounds.last_until((begin.updated_at - 1,))
        if isinstance(before, Unavailable):
            return before
        if isinstance(before, BeforeFirst):
            break
        last = before.value
    else:
        return rounds.unfound("its phases follow each other without end")
    return stretches[::-1]


def _part(ids: range, *, upto: int | None = None, after: int = -1) -> range:
    stop = ids.stop if upto is None else min(ids.stop, upto + 1)
    return range(max(ids.start, after + 1), stop)


def _thinned(stretches: list[range], most: int) -> tuple[tuple[int, ...], int]:
    """Return at most so many ids, evenly spaced, the last among them, and their distance."""
    total = sum(len(one) for one in stretches)
    stride = max(1, -(-total // most))
    places = range((total - 1) % stride, total, stride) if total else range(0)
    return tuple(_at_places(stretches, places)), stride


def _at_places(stretches: list[range], places: range) -> Iterator[int]:
    passed, which = 0, 0
    for place in places:
        while place - passed >= len(stretches[which]):
            passed += len(stretches[which])
            which += 1
        yield stretches[which][place - passed]
