"""Text to scenarios. The grammar is in the package's docstring; nothing is computed but values."""

from collections.abc import Iterator

from tests.devnet.scenario.acts import act
from tests.devnet.scenario.heads import feed_head, token_head
from tests.devnet.scenario.steps import (
    Act,
    Blocks,
    ExpectBalance,
    ExpectSupply,
    FeedHead,
    Round,
    Scenario,
    ScenarioError,
    Statement,
    Time,
    TokenHead,
)
from tests.devnet.scenario.words import Words


def parse(text: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a text, in its order; never empty.

    Raises:
        ScenarioError: a line cannot be understood; the message names it.
    """
    scenarios: list[Scenario] = []
    clock: int | None = None
    for words in _lines(text):
        if words.accept("token"):
            scenarios.append(Scenario(token_head(words), ()))
            clock = None
        elif words.accept("feed"):
            scenarios.append(Scenario(feed_head(words), ()))
            clock = None
        elif not scenarios:
            raise words.error("a scenario begins with `token` or `feed`")
        else:
            *before, current = scenarios
            statement = _statement(words, current, clock)
            clock = _clock(statement, clock)
            extended = Scenario(current.head, (*current.statements, statement))
            scenarios = [*before, extended]
        words.end()
    if not scenarios:
        raise ScenarioError(1, "there is no scenario")
    return tuple(scenarios)


def _lines(text: str) -> Iterator[Words]:
    """Yield what each statement says, comments removed and continuations joined."""
    line, said = 0, ""
    for number, raw in enumerate(text.splitlines(), start=1):
        bare = raw.partition("#")[0].rstrip()
        if bare and not bare[0].isspace():
            if said:
                yield Words(line, said)
            line, said = number, bare
        elif bare:
            if not said:
                raise ScenarioError(number, "nothing above that this could continue")
            said += bare
    if said:
        yield Words(line, said)


def _statement(words: Words, scenario: Scenario, clock: int | None) -> Statement:
    head = scenario.head
    if words.accept("blocks"):
        return Blocks(words.line, words.integer())
    if words.accept("time"):
        return Time(words.line, words.time(clock))
    if words.accept("expect"):
        return _expectation(words, head)
    joined = words.accept("&")
    if joined and not (scenario.statements and isinstance(scenario.statements[-1], Act)):
        raise words.error("`&` joins the block of an act, and there is none directly above")
    return act(words, head, clock=clock, joined=joined)


def _expectation(words: Words, head: TokenHead | FeedHead) -> ExpectSupply | ExpectBalance:
    if isinstance(head, FeedHead):
        raise words.error("a feed has neither supply nor balances")
    if words.accept("supply"):
        return ExpectSupply(words.line, words.amount(head.decimals))
    words.expect("balance")
    account = words.account(head.roles)
    return ExpectBalance(words.line, account, words.amount(head.decimals))


def _clock(statement: Statement, clock: int | None) -> int | None:
    match statement:
        case Time(timestamp=timestamp):
            return timestamp
        case Act(step=Round(updated_at=updated_at)):
            return updated_at
        case _:
            return clock
