"""A change is told once, when it was found often enough, and a recovery is told, too."""

import pytest

from stableaudit.domain.findings import Gate, Verdict
from stableaudit.reconcile.watch import (
    Change,
    Outcome,
    Patience,
    Watched,
    change,
    observed,
    told,
)

GOOD = Outcome(Verdict.RECONCILED, Gate.PASSED)
OPEN = Outcome(Verdict.INCONCLUSIVE, Gate.UNDECIDED)
BAD = Outcome(Verdict.UNRECONCILED, Gate.FAILED)
LET_BY = Outcome(Verdict.UNRECONCILED, Gate.PASSED)


def heard(*outcomes: Outcome, times: int = 1, of: int = 1) -> list[Change | None]:
    """What is told after each of these runs, to somebody who was told nothing before."""
    patience, watched, news = Patience(times, of), Watched(), []
    for now in outcomes:
        watched = observed(watched, now, patience=patience)
        one = change(watched, patience=patience)
        news.append(one)
        watched = watched if one is None else told(watched, one)
    return news


def test_runs_that_pass_are_told_to_nobody() -> None:
    assert heard(GOOD, GOOD, GOOD) == [None, None, None]


def test_first_run_that_does_not_pass_is_told_and_what_was_told_is_told_once() -> None:
    assert heard(BAD, BAD, BAD) == [Change(None, BAD, 1), None, None]


def test_recovery_is_told_as_one() -> None:
    _, news = heard(BAD, GOOD)
    assert news == Change(BAD, GOOD, 1)
    assert news is not None
    assert news.recovered


def test_other_failure_is_told_and_is_no_recovery() -> None:
    _, news = heard(OPEN, BAD)
    assert news == Change(OPEN, BAD, 1)
    assert news is not None
    assert not news.recovered


def test_contradiction_that_is_let_by_now_is_told_and_passes_again() -> None:
    """The word is the same and the code is not: a waiver was given."""
    _, news = heard(BAD, LET_BY)
    assert news == Change(BAD, LET_BY, 1)
    assert news is not None
    assert news.recovered


def test_change_between_two_that_pass_is_told_and_is_no_recovery() -> None:
    *_, news = heard(BAD, LET_BY, GOOD)
    assert news == Change(LET_BY, GOOD, 1)
    assert news is not None
    assert not news.recovered


def test_first_message_is_no_recovery() -> None:
    (news,) = heard(BAD)
    assert news is not None
    assert not news.recovered


def test_failure_is_told_when_it_was_found_as_often_as_asked_for() -> None:
    assert heard(GOOD, OPEN, GOOD, OPEN, times=2, of=3) == [None, None, None, Change(None, OPEN, 2)]


def test_failure_that_passes_by_itself_is_never_told() -> None:
    assert heard(OPEN, GOOD, GOOD, OPEN, GOOD, GOOD, times=2, of=3) == [None] * 6


def test_recovery_must_be_found_as_often_as_the_failure() -> None:
    news = heard(BAD, BAD, GOOD, BAD, GOOD, GOOD, times=2, of=2)
    assert news == [None, Change(None, BAD, 2), None, None, None, Change(BAD, GOOD, 2)]


def test_what_could_not_be_told_is_told_after_the_next_run() -> None:
    patience = Patience()
    watched = observed(Watched(), BAD, patience=patience)
    assert change(watched, patience=patience) is not None
    later = observed(watched, BAD, patience=patience)
    assert change(later, patience=patience) == Change(None, BAD, 1)


def test_only_as_many_runs_are_kept_as_count() -> None:
    watched = Watched(None, (BAD, OPEN, GOOD))
    assert observed(watched, BAD, patience=Patience(1, 2)).recent == (GOOD, BAD)


@pytest.mark.parametrize(("times", "of"), [(0, 1), (2, 1), (-1, 3)])
def test_patience_that_cannot_be_is_refused(times: int, of: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        Patience(times, of)
