"""The last round of a price feed at or before an instant, and the few before it.

Rounds are immutable and old ones are read from today's state: a past price needs no archive node.
Ids count up from 1 within a phase (`phase << 64 | n`) and may have gaps. The search bisects the
newest round's phase, stepping over gaps; it gives up, saying so, rather than guess at a stretch it
could not read. Source: Chainlink, AggregatorV3Interface.getRoundData and historical data.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.application.observe import attempt, observe
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.evidence import Observed
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Question, Round, RoundData
from stableaudit.domain.readings import Reading, Unavailable, not_asked
from stableaudit.ports.chain import ChainReader

RECENT_ROUNDS: Final = 4
"""How many rounds before the last are read: enough to see the feed's real heartbeat."""

_MAX_STEPS: Final = 80
"""Bisecting a whole phase takes at most 64 steps; a feed that needs more is not believed."""

_ROUND_BITS: Final = 64
_LONGEST_GAP: Final = 16
"""Consecutive missing rounds that the search steps over."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """A feed's last round at or before an instant, and those just before it."""

    last: Observed[Round]
    before: tuple[Observed[Round], ...]
    """Newest first; empty where the last is not known or is the first of its phase."""


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Every id of a stretch is a gap."""


def read_rounds(
    reader: ChainReader,
    newest: Observed[Round],
    feed: AccountId,
    *,
    at: BlockStamp,
    until: int,
) -> Rounds:
    """Return the last round updated at or before `until`, searching back from the newest."""
    if isinstance(newest, Unavailable):
        return Rounds(newest, ())
    last: Observed[Round] = newest
    if newest.value.updated_at > until:
        last = _search(reader, newest, feed, at=at, until=until)
    if isinstance(last, Unavailable):
        return Rounds(last, ())
    return Rounds(last, _before(reader, last.value, feed, at=at))


def _before(
    reader: ChainReader, last: Round, feed: AccountId, *, at: BlockStamp
) -> tuple[Observed[Round], ...]:
    first_of_phase = (last.phase << _ROUND_BITS) + 1
    ids = range(last.round_id - 1, max(first_of_phase, last.round_id - RECENT_ROUNDS) - 1, -1)
    return _read(reader, tuple(ids), feed, at=at)


def _search(
    reader: ChainReader, newest: Reading[Round], feed: AccountId, *, at: BlockStamp, until: int
) -> Observed[Round]:
    phase = newest.value.phase
    low = (phase << _ROUND_BITS) + 1
    high = newest.value.round_id - 1
    best: Reading[Round] | None = None
    for _ in range(_MAX_STEPS):
        if low > high:
            break
        middle = (low + high) // 2
        observed = _at_or_before(reader, middle, low, feed, at=at)
        if isinstance(observed, Unavailable):
            return observed
        if isinstance(observed, _Nothing):
            low = middle + 1
        elif observed.value.updated_at <= until:
            best = observed
            low = middle + 1
        else:
            high = observed.value.round_id - 1
    if best is not None:
        return best
    return not_asked(
        f"the last round of {feed} until then",
        whom=reader.operator,
        reason="it lies before the feed's present phase",
    )


def _at_or_before(
    reader: ChainReader, round_id: int, low: int, feed: AccountId, *, at: BlockStamp
) -> Observed[Round] | _Nothing:
    wanted = _read(reader, (round_id,), feed, at=at)[0]
    if not _is_gap(wanted):
        return wanted
    lowest = max(low, round_id - _LONGEST_GAP)
    for candidate in _read(reader, tuple(range(round_id - 1, lowest - 1, -1)), feed, at=at):
        if not _is_gap(candidate):
            return candidate
    return _Nothing() if lowest == low else wanted


def _is_gap(observed: Observed[Round]) -> bool:
    return isinstance(observed, Unavailable) and observed.kind == UndecodableError.kind


def _read(
    reader: ChainReader, ids: tuple[int, ...], feed: AccountId, *, at: BlockStamp
) -> tuple[Observed[Round], ...]:
    asked: tuple[Question[object], ...] = tuple(RoundData(feed, round_id) for round_id in ids)
    if not asked:
        return ()
    answers = attempt(lambda: reader.ask(asked, at=at))
    if isinstance(answers, Unavailable):
        return tuple(answers for _ in ids)
    return tuple(observe(answers, RoundData(feed, round_id)) for round_id in ids)
