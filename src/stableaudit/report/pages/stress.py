"""Stress: coverage after shocks, and the shocks that would just break it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, assert_never

from stableaudit.domain.phrases import joined, say
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Block, Heading, Lead, Paragraph, Row, Rows
from stableaudit.report.document import Document
from stableaudit.report.figures import count_text, money_text, ratio_text
from stableaudit.report.ledger_words import counted, share_text
from stableaudit.report.pages.wording import not_known
from stableaudit.report.sections.stress import StressSection
from stableaudit.reserves.stress import (
    Beyond,
    DriverKind,
    Limit,
    Outcome,
    Reach,
    ReverseLine,
    Scenario,
)

_INDENT: Final = 2
_MOVED: Final = {
    DriverKind.GOLD: "gold",
    DriverKind.CURRENCY: "other currencies",
    DriverKind.COIN: "coins",
}


def stress(document: Document) -> Iterator[Block]:
    """Yield the outcome of every scenario, then how far each driver may fall."""
    section = document.stress
    yield Heading("Stress")
    if isinstance(section.book, Open):
        yield Rows((not_known("coverage after shocks", section.book.missing),))
        return
    yield Paragraph(
        "All natively minted tokens are owed at par; redemptions are paid at par out of the "
        "reserve. A shock is a question, not a forecast."
    )
    yield Lead("Coverage; surplus (− deficit)")
    yield Rows(tuple(_outcome(one, section) for one in section.book.outcomes), _INDENT)
    for driver in section.book.unmoved:
        yield Paragraph(_unmoved(driver, section.currency))
    yield Lead("How much it would take")
    yield Rows(
        (
            *(_fall(line) for line in section.book.reverse),
            Row("reserve is spent", _spent(section.book.spent)),
        ),
        _INDENT,
    )


def scenario_text(scenario: Scenario) -> str:
    """Return what a scenario supposes, such as `gold −5 %`."""
    parts = [
        say("{moved} {signed}", moved=_MOVED[kind], signed=_signed(change))
        for kind, change in scenario.changes
    ]
    if scenario.redeemed:
        in_days = counted(scenario.days, "day")
        parts.append(
            say(
                "{percent} redeemed in {in_days}",
                percent=_percent(scenario.redeemed),
                in_days=in_days,
            )
        )
    shocks = joined(", ", parts)
    return say("combined: {shocks}", shocks=shocks) if scenario.combined else shocks


def _outcome(outcome: Outcome, section: StressSection) -> Row:
    covered = ratio_text(outcome.coverage, mark=section.required_coverage)
    return Row(
        scenario_text(outcome.scenario),
        say(
            "{covered}; {surplus}",
            covered=covered,
            surplus=money_text(outcome.surplus, section.currency),
        ),
    )


def _unmoved(driver: str, currency: str) -> str:
    if driver == "XAU":
        return "No scenario moves the gold: the tokens owe gold themselves."
    return say(
        "No scenario moves what is held in {driver}: the tokens are owed in "
        "{currency}, and no price and no exchange rate lies between the two. "
        "Whether the holder of it pays is not a question of a rate.",
        driver=driver,
        currency=currency,
    )


def _fall(line: ReverseLine) -> Row:
    what = (
        "fall of gold"
        if line.kind is DriverKind.GOLD
        else say("fall of {driver}", driver=line.driver)
    )
    words = ("coverage stands ", "already below", "no fall of it alone does it")
    return Row(what, _reach(line.fall, words))


def _spent(reach: Reach) -> str:
    words = ("once redeemed: ", "there is none to spend", "no redemption at par spends it")
    return _reach(reach, words)


def _reach(reach: Reach, words: tuple[str, str, str]) -> str:
    """Return a limit by both readings; one text where they say the same."""
    low, high = _limit(reach.pessimistic, words), _limit(reach.optimistic, words)
    if low == high:
        return low
    return say(
        "{low}, by the worst reading of the figures; {high}, by the best", low=low, high=high
    )


def _limit(limit: Limit, words: tuple[str, str, str]) -> str:
    share, already, never = words
    match limit:
        case Beyond.ALREADY:
            return already
        case Beyond.NEVER:
            return never
        case Fraction():
            return say("{share}{limit}", share=share, limit=share_text(limit))
        case _ as unknown:
            assert_never(unknown)


def _signed(share: Fraction) -> str:
    return say("+{percent}", percent=_percent(share)) if share > 0 else _percent(share)


def _percent(share: Fraction) -> str:
    return say(
        "{numerator} %", numerator=count_text((share * 100).numerator)
    )  # scenarios are in whole per cent
