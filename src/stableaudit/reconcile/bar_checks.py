"""The rules about bar lists as checks of a declaration (BAR). What they state is theirs alone.

A list has the word on how much gold there is. So a rule of high severity that finds something takes
away what rests on the list: it leaves the check undecided. What a rule cannot be judged without (a
previous list, a list of refiners) was not given, and is no finding of a token's check.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Final

from stableaudit.domain.bars import BarList
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.domain.statements import ReserveStatement
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation
from stableaudit.reserves.bar_rule import BarExpectation, BarFault, BarRule
from stableaudit.reserves.bar_rules import BAR_RULES
from stableaudit.reserves.mass import Unbounded, as_fine, change_grams, fine_grams

_MOST_ROWS: Final = 10
"""Lines of a list that a sentence names."""


def doubtful_bars(case: Case, books: Books) -> Iterator[Violation]:
    """Yield whatever takes away the weight that a bar list has."""
    for rule in BAR_RULES:
        if rule.severity >= Severity.HIGH:
            yield from _find(rule, case, books)


def _find(rule: BarRule, case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    if statement is None:
        return
    bearing = Bearing.UNDECIDED if rule.severity >= Severity.HIGH else Bearing.NOTED
    for gold in statement.gold:
        if not isinstance(gold.bar_list, BarList):
            continue
        expected = _expectation(case, statement, gold)
        if rule.missing(expected):
            continue
        for fault in rule.find(gold.bar_list, expected):
            yield Violation(
                say("bar list of {id}", id=gold.id), _sentence(fault), bearing, fault.figures
            )


def _sentence(fault: BarFault) -> str:
    if not fault.rows:
        return fault.statement
    named = joined(", ", (str(row) for row in fault.rows[:_MOST_ROWS]))
    more = len(fault.rows) - _MOST_ROWS
    lines = "line" if len(fault.rows) == 1 else "lines"
    return say(
        "{statement} ({lines} {named}{part})",
        statement=fault.statement,
        lines=lines,
        named=named,
        part=f" and {more} more" if more > 0 else "",
    )


def _expectation(case: Case, statement: ReserveStatement, gold: AllocatedGold) -> BarExpectation:
    mass, most = fine_grams(gold), as_fine(gold)
    if isinstance(mass, Unbounded) and isinstance(most, Interval):
        mass = Interval(Fraction(0), most.high)  # no more gold than all of it
    others = tuple(
        other.bar_list
        for other in statement.gold
        if other.id != gold.id and isinstance(other.bar_list, BarList)
    )
    return BarExpectation(
        mass if isinstance(mass, Interval) else None,
        gold.bars if isinstance(gold.bars, int) else None,
        others,
        _previous(statement, gold),
        tuple(_changes(statement, gold)),
        case.scope.refiners,
        good_delivery=gold.good_delivery is True,
    )


def _previous(statement: ReserveStatement, gold: AllocatedGold) -> BarList | None:
    if isinstance(gold.previous_bar_list, BarList):
        return gold.previous_bar_list
    before = () if statement.previous is None else statement.previous.gold
    lists = (one.bar_list for one in before if one.id == gold.id)
    return next((one for one in lists if isinstance(one, BarList)), None)


def _changes(statement: ReserveStatement, gold: AllocatedGold) -> Iterator[Interval]:
    """Yield the declared changes of a holding since the statement before, in grams of pure gold."""
    since = None if statement.previous is None else statement.previous.as_of
    for event in statement.reserve_events:
        if event.reserve != gold.id or (since is not None and event.at <= since):
            continue
        grams = change_grams(gold, event.change)
        if isinstance(grams, Interval):
            yield Interval(-grams.high, -grams.low) if event.decrease else grams


def _check(rule: BarRule) -> Check:
    return Check(
        rule.id, rule.proposition, rule.severity, rule.why, rule.remedy, partial(_find, rule)
    )


BAR_CHECKS: Final[tuple[Check, ...]] = tuple(_check(rule) for rule in BAR_RULES)
"""In the order of the rules."""
