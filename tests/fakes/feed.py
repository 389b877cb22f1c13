"""A price feed of several phases in memory, and what its rounds are by looking at all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Question, Round, RoundData
from tests.fakes.chain_reader import ETHEREUM, FakeReader

FEED = AccountId(ETHEREUM, bytes([9]) * 20)


def made(number: int, updated_at: int, *, phase: int = 1, answer: int = 4180_00000000) -> Round:
    """Return a round by its number within a phase."""
    return Round((phase << 64) + number, answer, updated_at, updated_at)


@dataclass
class FakeFeed:
    """The rounds that a feed holds, ascending by id; every other id is a gap."""

    rounds: list[Round]
    failing: dict[int, EvidenceError] = field(default_factory=dict)
    """Ids that cannot be read, and why."""

    def reader(self) -> FakeReader:
        values: dict[Question[object], object] = {
            RoundData(FEED, one.round_id): one for one in self.rounds
        }
        values |= {RoundData(FEED, one): why for one, why in self.failing.items()}
        return FakeReader("a", values)

    @property
    def newest(self) -> Round:
        return self.rounds[-1]

    def phases(self) -> Iterable[list[Round]]:
        """Return the rounds phase by phase, newest first."""
        for phase in sorted({one.phase for one in self.rounds}, reverse=True):
            yield [one for one in self.rounds if one.phase == phase]

    def last_until(self, until: int) -> Round | None:
        """Return what a search must find: of the newest phase that had begun, its last round."""
        for rounds in self.phases():
            early = [one for one in rounds if one.updated_at <= until]
            if early:
                return early[-1]
        return None
