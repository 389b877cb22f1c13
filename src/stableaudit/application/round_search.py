"""Which rounds of a feed to ask for next, to find its last one at or before an instant.

Pure: from what was answered so far follows the next question, or the end. So the searches for
several instants share their answers and go on together, one request a step for all of them.

Ids are `phase << 64 | n`; n counts up from 1 within a phase and some n may hold nothing (a gap).
Source: Chainlink, AggregatorV3Interface.getRoundData, EACAggregatorProxy and "historical data".

1. Start in the newest round's phase. Its rounds go up in time: between the last known round until
   the instant and the first known one after it, ask FAN ids evenly spaced, until none is unknown.
2. A phase without a round until the instant is left for the one before. Where its last round is
   not known it is galloped for: ids that double, then evenly spaced ones, and always the run of
   LONGEST_GAP ids after the last known round; when that whole run is empty, that round was the
   last. So a phase whose first LONGEST_GAP ids hold nothing holds nothing.
3. Where two phases overlap in time the newer one's rounds count.
4. A run of LONGEST_GAP empty ids in between ends the search: rather no answer than a guess.

A phase of R rounds takes at most log16(R) + 1 steps; one whose end must be found twice that and one
for the gallop; a phase that holds nothing one. Gaps that hide all of a step's ids cost one more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from stableaudit.domain.questions import Round

FAN: Final = 15
"""Evenly spaced ids of one step: the stretch left is a sixteenth of the one before."""

LONGEST_GAP: Final = 16
"""As many ids in a row that hold nothing are the end of a phase, or of the search."""

MOST_PHASES: Final = 64
"""How many phases are looked through; a feed with more is not believed."""

_ROUND_BITS: Final = 64
_HIGHEST_POWER: Final = 32
"""An aggregator counts its rounds in 32 bits. Source: Chainlink, OCR2Aggregator (s_hotVars)."""

Known: TypeAlias = Mapping[int, Round | None]
"""What was answered so far, by id; None for a gap."""


@dataclass(frozen=True, slots=True)
class Ask:
    """These ids must be known before the search can go on; never empty, none of them known."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The last round at or before the instant."""

    round: Round


@dataclass(frozen=True, slots=True)
class BeforeFirst:
    """Every round of every phase is after the instant."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The search would have to guess."""

    why: str


Step: TypeAlias = Ask | Found | BeforeFirst | GivenUp


@dataclass(frozen=True, slots=True)
class _Later:
    """The phase has no round at or before the instant."""


def next_step(known: Known, newest: Round, *, until: int) -> Step:
    """Return what to ask next, or how the search for the last round until an instant ends."""
    if newest.updated_at <= until:
        return Found(newest)
    # A proxy's phases count from 1; a feed that is none has phase 0 alone.
    oldest = max(newest.phase - MOST_PHASES + 1, min(newest.phase, 1))
    for phase in range(newest.phase, oldest - 1, -1):
        end = newest.round_id if phase == newest.phase else None
        step = _in_phase(known, phase, until=until, end=end)
        if not isinstance(step, _Later):
            return step
    if oldest > 1:
        return GivenUp(f"it lies before the last {MOST_PHASES} phases of the feed")
    return BeforeFirst()


def first_known(known: Known, phase: int) -> Round | None:
    """Return the first round of a phase that is known; none that a search has left is missing."""
    rounds = _of_phase(known, phase)
    return min(rounds, key=_id) if rounds else None


def _in_phase(known: Known, phase: int, *, until: int, end: int | None) -> Step | _Later:
    rounds = _of_phase(known, phase)
    first = (phase << _ROUND_BITS) + 1
    early = [one for one in rounds if one.updated_at <= until]
    floor = max(early, key=_id) if early else None
    after = first if floor is None else floor.round_id + 1
    late = [one.round_id for one in rounds if one.updated_at > until and one.round_id >= after]
    if end is not None:
        late.append(end)
    if late:
        return _between(known, after, min(late), floor)
    return _to_the_end(known, first, floor)


def _between(known: Known, after: int, ceiling: int, floor: Round | None) -> Step | _Later:
    """Narrow a stretch whose both ends are known: `after` is past `floor`, `ceiling` is late."""
    span = ceiling - after
    if span <= 2 * FAN:
        return _ask(known, range(after, ceiling)) or (_Later() if floor is None else Found(floor))
    spread = _evenly(after - 1, ceiling)
    ask = _ask(known, (after, *spread))
    if ask is not None:
        return ask
    middle = (after + ceiling) // 2
    run = range(middle - LONGEST_GAP // 2, middle + LONGEST_GAP // 2)
    return _ask(known, run) or _too_long_a_gap(run)


def _to_the_end(known: Known, first: int, floor: Round | None) -> Step | _Later:
    """Look for the last round of a phase, all of whose known rounds are until the instant."""
    if floor is None:
        powers = (first - 1 + (1 << power) for power in range(_HIGHEST_POWER + 1))
        window = range(first, first + LONGEST_GAP)
        if first in known:
            # Asked before: the first ids hold nothing.
            return _ask(known, window) or _Later()
        return _ask(known, (*window, *powers)) or _Later()
    last = floor.round_id
    window = range(last + 1, last + 1 + LONGEST_GAP)
    if all(one in known for one in window):
        return Found(floor)
    if last - first + 1 >= 1 << _HIGHEST_POWER:
        return GivenUp(f"phase {floor.phase} seems to have no end")
    empty = [one for one in known if one > window[-1] and one >> _ROUND_BITS == floor.phase]
    # Nothing is known of what follows where a gap was taken for the end: then double again.
    beyond = min(empty) if empty else last + max(last - first, LONGEST_GAP) + 1
    return _ask(known, (*window, *_evenly(window[-1], beyond))) or Found(floor)


def _evenly(low: int, high: int) -> tuple[int, ...]:
    """Return up to FAN ids between two others, both left out."""
    between = range(low + 1, high)
    if len(between) <= FAN:
        return tuple(between)
    return tuple(low + (high - low) * part // (FAN + 1) for part in range(1, FAN + 1))


def _ask(known: Known, ids: Iterable[int]) -> Ask | None:
    wanted = tuple(sorted({one for one in ids if one not in known}))
    return Ask(wanted) if wanted else None


def _too_long_a_gap(run: range) -> GivenUp:
    return GivenUp(
        f"rounds {run[0]} to {run[-1]} hold nothing: that is too long a gap to search across"
    )


def _of_phase(known: Known, phase: int) -> list[Round]:
    return [one for one in known.values() if one is not None and one.phase == phase]


def _id(one: Round) -> int:
    return one.round_id
