"""Read one price feed: what it says it is, and its rounds.

A round never changes, so where the reference block's state is gone the feed is asked at the last
final block instead and searched back from there; the round found is the same evidence.
"""

from stableaudit.application.observe import attempt, observe
from stableaudit.application.pin import Pinned
from stableaudit.application.rounds import read_rounds
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import PinnedStateError
from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import (
    Answers,
    FeedDecimals,
    FeedDescription,
    LatestRound,
    Question,
)
from stableaudit.domain.readings import Unavailable


def feed_questions(feed: AccountId) -> tuple[Question[object], ...]:
    """Return what every feed is asked in the chain's one batch."""
    return (FeedDecimals(feed), FeedDescription(feed), LatestRound(feed))


def read_feed(
    pinned: Pinned, feed: AccountId, answers: Answers | Unavailable, *, until: int
) -> FeedEvidence:
    """Return a feed's evidence from the chain's batch, and its last rounds until an instant."""
    block: BlockStamp = pinned.reference
    if _state_is_gone(answers, feed) and pinned.final != pinned.reference:
        block = pinned.final
        answers = attempt(lambda: pinned.reader.ask(feed_questions(feed), at=block))
    if isinstance(answers, Unavailable):
        return FeedEvidence(feed, answers, answers, answers, ())
    newest = observe(answers, LatestRound(feed))
    rounds = read_rounds(pinned.reader, newest, feed, at=block, until=until)
    return FeedEvidence(
        feed,
        observe(answers, FeedDecimals(feed)),
        observe(answers, FeedDescription(feed)),
        rounds.last,
        rounds.before,
    )


def _state_is_gone(answers: Answers | Unavailable, feed: AccountId) -> bool:
    newest = answers if isinstance(answers, Unavailable) else observe(answers, LatestRound(feed))
    return isinstance(newest, Unavailable) and newest.kind == PinnedStateError.kind
