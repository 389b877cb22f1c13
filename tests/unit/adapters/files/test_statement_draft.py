"""A draft is valid before the first answer, whatever tables it has, and after every good one."""

from itertools import product

import pytest

from stableaudit.adapters.files.registry import load_registry
from stableaudit.adapters.files.statement_draft import (
    ASSURANCE,
    GOLD,
    OPTIONAL,
    REDEMPTION,
    ROOT,
    Draft,
    Question,
    questions_of,
)
from stableaudit.bootstrap.drafts import draft_problem, new_draft

REGISTRY = load_registry()
TODAY = Draft("2026-11-21")


def _with_tables(*, assurance: bool, redemption: bool) -> Draft:
    draft = TODAY.having(ASSURANCE) if assurance else TODAY
    return draft.having(REDEMPTION) if redemption else draft


@pytest.mark.parametrize(("assurance", "redemption"), list(product([False, True], repeat=2)))
def test_draft_without_an_answer_is_valid(*, assurance: bool, redemption: bool) -> None:
    draft = _with_tables(assurance=assurance, redemption=redemption)
    assert draft_problem(draft, REGISTRY) == ""


@pytest.mark.parametrize("table", [ROOT, GOLD, *OPTIONAL])
def test_every_question_says_what_its_key_means(table: str) -> None:
    questions = questions_of(table)
    assert questions
    assert [one.key for one in questions if not one.meaning.endswith(".")] == []


@pytest.mark.parametrize(
    ("question", "answer", "line"),
    [
        (Question(GOLD, "bars"), "031", "bars = 31"),
        (Question(GOLD, "bars"), "unknown", 'bars = "unknown"'),
        (Question(GOLD, "pledged"), "Yes", "pledged = true"),
        (Question(GOLD, "pledged"), "no", "pledged = false"),
        (Question(GOLD, "quantity"), "31", 'quantity = "31"'),
        (Question(ROOT, "issuer"), 'a"b\\\x7f', 'issuer = "a\\"b\\\\\\u007f"'),
    ],
)
def test_answer_is_written_as_its_key_wants_it(question: Question, answer: str, line: str) -> None:
    draft = TODAY.answered(question, answer)
    assert line in draft.text().splitlines()
    assert draft_problem(draft, REGISTRY) == ""


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        (Question(GOLD, "bars"), "many", "Invalid enum value"),
        (Question(GOLD, "quantity"), "31,5", "matching regex"),
        (Question(ROOT, "measured_at"), "2026-02-31", "day is out of range"),
        (Question(ROOT, "published_at"), "2026-01-01", "cannot be published before"),
        (Question(ROOT, "issuer"), "half \ud800", "is not UTF-8 text"),
        (Question(GOLD, "encumbered"), "1", "more than 0 held"),
    ],
)
def test_answer_that_cannot_be_says_why(question: Question, answer: str, said: str) -> None:
    problem = draft_problem(TODAY.answered(question, answer), REGISTRY)
    assert said in problem


def test_draft_of_a_token_has_its_issuer_and_its_contracts() -> None:
    token = REGISTRY.token("usdkg")
    draft = new_draft(token, REGISTRY)
    assert draft.issuer == token.issuer
    assert [chain for chain, _ in draft.contracts] == ["tron", "ethereum"]
    assert draft_problem(draft, REGISTRY) == ""
    assert new_draft(None, REGISTRY).issuer == "unknown"
