"""The rounds of one price feed, found and read in few requests, each asked for once.

Rounds are immutable and old ones are read from today's state: a past price needs no archive node.
`round_search` decides what to ask; here it is asked, for several instants at once, and what could
not be read stays a reason. A round that the feed refuses is a gap; one that nobody could give, or
that operators disagree about, ends the searches that need it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from stableaudit.application.observe import attempt, observe
from stableaudit.application.round_search import (
    Ask,
    BeforeFirst,
    Found,
    GivenUp,
    first_known,
    next_step,
)
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.evidence import Observed
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Question, Round, RoundData
from stableaudit.domain.readings import Reading, Unavailable, not_asked
from stableaudit.ports.chain import ChainReader

RECENT_ROUNDS: Final = 4
"""How many rounds before the last are read: enough to see the feed's real heartbeat."""

MOST_STEPS: Final = 80
"""A phase of 2^32 rounds takes some twenty; a feed that needs more is not believed."""

MOST_AT_ONCE: Final = 100
"""Questions of one request. Larger batches make servers refuse batches altogether."""

BEFORE_FIRST: Final = "it lies before the feed's first round"
"""Why a search ends with nothing, all of the feed having been looked through."""

_ROUND_BITS: Final = 64


class FeedRounds:
    """A feed's rounds as far as they have been read."""

    def __init__(
        self, reader: ChainReader, feed: AccountId, newest: Reading[Round], *, at: BlockStamp
    ) -> None:
        """Read rounds of `feed` in the state of block `at`, whose newest one is known."""
        self.feed = feed
        self.operator = reader.operator
        self._reader = reader
        self._at = at
        self._newest = newest.value
        self._readings = {newest.value.round_id: newest}
        self._known: dict[int, Round | None] = {newest.value.round_id: newest.value}
        self._failed: dict[int, Unavailable] = {}

    def last_until(self, instants: Sequence[int]) -> tuple[Observed[Round] | BeforeFirst, ...]:
        """Return the last round at or before each instant, by one search for all of them."""
        ends: dict[int, Observed[Round] | BeforeFirst] = {}
        for _ in range(MOST_STEPS):
            wanted: set[int] = set()
            for until in (one for one in instants if one not in ends):
                step = next_step(self._known, self._newest, until=until)
                if isinstance(step, Ask):
                    failed = next((self._failed[i] for i in step.ids if i in self._failed), None)
                    if failed is None:
                        wanted.update(step.ids)
                    else:
                        ends[until] = failed
                else:
                    ends[until] = self._end(step)
            if not wanted:
                break
            self.read(wanted)
        tired = self.unfound("the search did not come to an end")
        return tuple(ends.get(until, tired) for until in instants)

    def read(self, ids: Iterable[int]) -> None:
        """Ask for every one of these rounds that has not been asked for before."""
        new = sorted({i for i in ids if i not in self._known and i not in self._failed})
        for start in range(0, len(new), MOST_AT_ONCE):
            self._ask(new[start : start + MOST_AT_ONCE])

    def observed(self, round_id: int) -> Observed[Round]:
        """Return a round that was asked for; a gap is an Unavailable of UndecodableError's kind."""
        reading = self._readings.get(round_id)
        return self._failed[round_id] if reading is None else reading

    def is_gap(self, round_id: int) -> bool:
        """Return whether the feed was asked for a round and holds none of that id."""
        return round_id in self._known and self._known[round_id] is None

    def first_of(self, phase: int) -> Round | None:
        """Return the first round that is known of a phase; see round_search.first_known."""
        return first_known(self._known, phase)

    def unfound(self, why: str) -> Unavailable:
        """Return that a search of the feed's rounds found none, and why."""
        asked = f"the last round of {self.feed} until then"
        return not_asked(asked, whom=self.operator, reason=why)

    def _ask(self, ids: list[int]) -> None:
        asked: tuple[Question[object], ...] = tuple(RoundData(self.feed, one) for one in ids)
        answers = attempt(lambda: self._reader.ask(asked, at=self._at))
        for one in ids:
            observed = (
                answers
                if isinstance(answers, Unavailable)
                else observe(answers, RoundData(self.feed, one))
            )
            if isinstance(observed, Reading):
                self._readings[one] = observed
                self._known[one] = observed.value
                continue
            self._failed[one] = observed
            if observed.kind == UndecodableError.kind and not isinstance(answers, Unavailable):
                self._known[one] = None

    def _end(self, step: Found | BeforeFirst | GivenUp) -> Observed[Round] | BeforeFirst:
        match step:
            case Found(found):
                return self._readings[found.round_id]
            case GivenUp(why):
                return self.unfound(why)
            case BeforeFirst():
                return step


def recent_ids(last: Round) -> range:
    """Return the ids just before a round, newest first, as far as its phase goes."""
    first_of_phase = (last.phase << _ROUND_BITS) + 1
    return range(last.round_id - 1, max(first_of_phase, last.round_id - RECENT_ROUNDS) - 1, -1)
