"""What two statements say otherwise does not depend on which of them is looked at first."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.undertakings import IssuanceEvent
from stableaudit.reserves.statement_diff import (
    Added,
    Change,
    Changed,
    Removed,
    changes_between,
    edits_history,
)
from stableaudit.reserves.statement_entries import entries_of
from tests.cases import GOLD, SOURCE, STATEMENT

IDS = st.sampled_from(["a", "b", "c"])
FIGURES = st.sampled_from([Figure("1"), Figure("1.0"), Figure("2")])
KNOWN = st.one_of(FIGURES, st.just(Unknown()), st.just(Unknown("withheld")))
GOLDS = st.builds(
    lambda name, quantity, price: replace(GOLD, id=name, quantity=quantity, declared_price=price),
    IDS,
    FIGURES,
    KNOWN,
)
EVENTS = st.builds(
    lambda name, at, amount: IssuanceEvent(name, at, amount, Unknown(), Unknown(), SOURCE),
    IDS,
    st.integers(0, 2),
    FIGURES,
)
STATEMENTS = st.builds(
    lambda golds, events, supply: replace(
        STATEMENT, reserves=tuple(golds), issuances=tuple(events), declared_supply=supply
    ),
    st.lists(GOLDS, max_size=3),
    st.lists(EVENTS, max_size=3),
    KNOWN,
)


def _turned(change: Change) -> Change:
    match change:
        case Added(entry):
            return Removed(entry)
        case Removed(entry):
            return Added(entry)
        case Changed():
            return replace(change, before=change.after, after=change.before)


@given(STATEMENTS, STATEMENTS)
def test_changes_one_way_are_the_changes_back_turned_round(
    old: ReserveStatement, new: ReserveStatement
) -> None:
    back = [_turned(change) for change in changes_between(new, old)]
    assert sorted(map(repr, changes_between(old, new))) == sorted(map(repr, back))


@given(STATEMENTS)
def test_statement_says_nothing_otherwise_than_itself(statement: ReserveStatement) -> None:
    assert changes_between(statement, statement) == ()


@given(STATEMENTS, st.lists(EVENTS, max_size=2))
def test_events_that_are_only_added_edit_no_history(
    old: ReserveStatement, more: list[IssuanceEvent]
) -> None:
    new = replace(old, issuances=(*old.issuances, *more))
    assert not any(edits_history(change) for change in changes_between(old, new))


@given(STATEMENTS)
def test_entries_have_names_of_their_own(statement: ReserveStatement) -> None:
    names = [(entry.part, entry.subject) for entry in entries_of(statement)]
    assert len(names) == len(set(names))
