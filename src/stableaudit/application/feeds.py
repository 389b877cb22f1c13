"""Read one price feed: what it says it is, and its rounds.

A round never changes, so where the reference block's state is gone the feed is asked at the last
final block instead and searched back from there; the round found is the same evidence.

All instants are searched for together, and the rounds before the last are read in the same
requests as the history: a feed costs one request for each step of the longest search
(`round_search`), and one for every 100 rounds after it.
"""

from dataclasses import dataclass, replace

from stableaudit.application.observe import attempt, observe
from stableaudit.application.pin import Pinned
from stableaudit.application.price_history import ends_of, history_of, plan_history
from stableaudit.application.round_search import BeforeFirst
from stableaudit.application.rounds import BEFORE_FIRST, FeedRounds, recent_ids
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import PinnedStateError
from stableaudit.domain.evidence import FeedEvidence, Observed
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import (
    Answers,
    FeedDecimals,
    FeedDescription,
    LatestRound,
    Question,
    Round,
)
from stableaudit.domain.readings import Reading, Unavailable, not_asked
from stableaudit.domain.tokens import FeedSpec
from stableaudit.reconcile.case import is_the_feed


@dataclass(frozen=True, slots=True)
class Instants:
    """The times that prices are wanted of."""

    until: int
    """The measurement time."""

    statement: int | None = None
    """The statement's time, where its price is wanted."""


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """A feed's evidence, and its rounds as far as they were read, for whoever needs more."""

    evidence: FeedEvidence
    rounds: FeedRounds | None


def feed_questions(feed: AccountId) -> tuple[Question[object], ...]:
    """Return what every feed is asked in the chain's one batch."""
    return (FeedDecimals(feed), FeedDescription(feed), LatestRound(feed))


def read_feed(
    pinned: Pinned,
    feed: FeedSpec,
    answers: Answers | Unavailable,
    instants: Instants,
    *,
    history: bool = False,
) -> ReadFeed:
    """Return a feed's evidence from the chain's batch, and its rounds at the instants.

    The history is read along only where the feed is what the registry says.
    """
    contract = feed.contract
    block: BlockStamp = pinned.reference
    if _state_is_gone(answers, contract) and pinned.final != pinned.reference:
        block = pinned.final
        answers = attempt(lambda: pinned.reader.ask(feed_questions(contract), at=block))
    if isinstance(answers, Unavailable):
        return ReadFeed(absent_feed(contract, answers, instants), None)
    newest = observe(answers, LatestRound(contract))
    decimals = observe(answers, FeedDecimals(contract))
    description = observe(answers, FeedDescription(contract))
    if isinstance(newest, Unavailable):
        absent = absent_feed(contract, newest, instants)
        return ReadFeed(replace(absent, decimals=decimals, description=description), None)
    rounds = FeedRounds(pinned.reader, contract, newest, at=block)
    evidence = FeedEvidence(contract, decimals, description, newest, ())
    along = history and is_the_feed(feed, evidence)
    return ReadFeed(_at_the_instants(evidence, rounds, instants, history=along), rounds)


def absent_feed(feed: AccountId, why: Unavailable, instants: Instants) -> FeedEvidence:
    """Return the evidence of a feed that could not be read at all."""
    return FeedEvidence(feed, why, why, why, (), None if instants.statement is None else why)


def add_history(evidence: FeedEvidence, rounds: FeedRounds, instants: Instants) -> FeedEvidence:
    """Return a feed's evidence with the history that was not read along."""
    return _at_the_instants(evidence, rounds, instants, history=True)


def _at_the_instants(
    evidence: FeedEvidence, rounds: FeedRounds, instants: Instants, *, history: bool
) -> FeedEvidence:
    until, statement = instants.until, instants.statement
    if statement is None:
        (last,) = _last_until(rounds, (until,))
        return _with_rounds(evidence, rounds, last)
    if statement > until:
        (last,) = _last_until(rounds, (until,))
        later = not_asked(
            f"the round of {rounds.feed} at the statement's time",
            whom=rounds.operator,
            reason="the statement speaks of a time after the measurement time",
        )
        timed = replace(evidence, at_statement=later, history=later if history else None)
        return _with_rounds(timed, rounds, last)
    ends = ends_of(statement, until=until) if history else ()
    last, at_statement, *_ = _last_until(rounds, (until, statement, *ends))
    evidence = replace(evidence, at_statement=at_statement)
    if not history:
        return _with_rounds(evidence, rounds, last)
    plan = plan_history(rounds, statement, until=until)
    if isinstance(plan, Unavailable):
        return _with_rounds(replace(evidence, history=plan), rounds, last)
    evidence = _with_rounds(evidence, rounds, last, beside=plan.ids)
    return replace(evidence, history=history_of(rounds, plan))


def _last_until(rounds: FeedRounds, instants: tuple[int, ...]) -> tuple[Observed[Round], ...]:
    return tuple(
        rounds.unfound(BEFORE_FIRST) if isinstance(end, BeforeFirst) else end
        for end in rounds.last_until(instants)
    )


def _with_rounds(
    evidence: FeedEvidence,
    rounds: FeedRounds,
    last: Observed[Round],
    *,
    beside: tuple[int, ...] = (),
) -> FeedEvidence:
    """Return the evidence with its last rounds, reading others in the same request."""
    ids = recent_ids(last.value) if isinstance(last, Reading) else range(0)
    rounds.read((*ids, *beside))
    return replace(evidence, round=last, recent=tuple(rounds.observed(one) for one in ids))


def _state_is_gone(answers: Answers | Unavailable, feed: AccountId) -> bool:
    newest = answers if isinstance(answers, Unavailable) else observe(answers, LatestRound(feed))
    return isinstance(newest, Unavailable) and newest.kind == PinnedStateError.kind
