"""The ground truth of a scenario, computed from its text and from nothing else.

No contract, no chain and no code of the auditor takes part. Acts that must fail are not applied:
that they do fail is for the chain to show.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.devnet.scenario.book import Book, Movement
from tests.devnet.scenario.steps import (
    Act,
    ExpectBalance,
    ExpectSupply,
    FeedHead,
    FeedStep,
    Gap,
    Phase,
    Round,
    Scenario,
    ScenarioError,
    TokenHead,
)


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """What must be true of a token at the end of a scenario."""

    deployment: TokenHead
    total_supply: int
    balances: Mapping[bytes, int]
    """Every account that holds something; the sum is the supply, but for what `drift` added."""
    mints: tuple[Movement, ...]
    """In order; the constructor's supply is the first, and the only one without an event."""
    burns: tuple[Movement, ...]
    """In order."""
    events: Mapping[str, int]
    """Logs of the token by name, the constructor's not among them."""
    frozen: frozenset[bytes]
    paused: bool
    fee_rate: int
    roles: frozenset[tuple[str, bytes]]
    """Who has which role (zero-transfer)."""
    implementation: bytes | None
    """What the proxy runs (zero-transfer)."""


@dataclass(frozen=True, slots=True)
class TrueRound:
    """One round of a feed as the proxy numbers it."""

    round_id: int
    """phase << 64 | round of the aggregator."""
    answer: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class FeedTruth:
    """What must be true of a feed at the end of a scenario."""

    deployment: FeedHead
    rounds: tuple[TrueRound, ...]
    """In order of publication, gaps left out."""
    gaps: tuple[int, ...]
    """Round ids that hold nothing."""
    phases: tuple[bytes, ...]
    """The aggregator of each phase, from phase 1 on."""


def token_truth(scenario: Scenario) -> GroundTruth:
    """Return what the scenario of a token must end in.

    Raises:
        ScenarioError: a statement is impossible in the model, an `expect` does not hold in it, or
            the scenario is one of a feed.
    """
    if isinstance(scenario.head, FeedHead):
        raise ScenarioError(scenario.head.line, "a feed has no supply")
    book = Book(scenario.head)
    for statement in scenario.statements:
        match statement:
            case Act(line=line, step=step, by=by, fails=False) if not isinstance(step, FeedStep):
                book.apply(line, step, by)
            case ExpectSupply(line=line, amount=amount):
                _expect(line, "the supply", book.supply, amount)
            case ExpectBalance(line=line, account=account, amount=amount):
                _expect(line, "the balance", book.balances[account], amount)
            case _:
                pass
    return GroundTruth(
        deployment=scenario.head,
        total_supply=book.supply,
        balances={account: amount for account, amount in book.balances.items() if amount},
        mints=tuple(book.mints),
        burns=tuple(book.burns),
        events={name: count for name, count in book.events.items() if count},
        frozen=frozenset(book.frozen),
        paused=book.paused,
        fee_rate=book.fee.rate,
        roles=frozenset(book.roles),
        implementation=book.implementation,
    )


def feed_truth(scenario: Scenario) -> FeedTruth:
    """Return what the scenario of a feed must end in.

    Raises:
        ScenarioError: the scenario is one of a token.
    """
    if isinstance(scenario.head, TokenHead):
        raise ScenarioError(scenario.head.line, "a token has no rounds")
    rounds: list[TrueRound] = []
    gaps: list[int] = []
    phases = [scenario.head.aggregator]
    last = 0
    for statement in scenario.statements:
        if not isinstance(statement, Act) or statement.fails:
            continue
        first_id = len(phases) << 64
        match statement.step:
            case Round(answer=answer, updated_at=updated_at):
                last += 1
                rounds.append(TrueRound(first_id | last, answer, updated_at))
            case Gap(count=count):
                gaps.extend(first_id | n for n in range(last + 1, last + count + 1))
                last += count
            case Phase(aggregator=aggregator):
                phases.append(aggregator)
                last = 0
            case _:
                pass
    return FeedTruth(scenario.head, tuple(rounds), tuple(gaps), tuple(phases))


def _expect(line: int, what: str, actual: int, expected: int) -> None:
    if actual != expected:
        raise ScenarioError(line, f"{what} is {actual} base units, {expected} were expected")
