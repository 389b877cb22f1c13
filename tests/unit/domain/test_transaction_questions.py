"""Questions about transactions take the answer that is one, and no other."""

import pytest

from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.permission_updates import PermissionUpdates, PermissionUpdatesOf
from stableaudit.domain.questions import Question
from stableaudit.domain.transaction_questions import (
    OutcomeOf,
    SentTransaction,
    TransactionOf,
    TransactionOutcome,
)
from tests.wallet_cases import account_of

ACCOUNT, NAME = account_of(), b"\xab" * 32
QUESTIONS: tuple[tuple[Question[object], object], ...] = (
    (TransactionOf(ACCOUNT, NAME), SentTransaction(ACCOUNT.address, None, b"", b"")),
    (OutcomeOf(ACCOUNT, NAME), TransactionOutcome(7, succeeded=True)),
    (PermissionUpdatesOf(ACCOUNT, 7), PermissionUpdates(())),
)


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
def test_question_takes_its_own_kind_of_answer_alone(
    question: Question[object], answer: object
) -> None:
    assert question.accept(answer) == answer
    with pytest.raises(UndecodableError):
        question.accept("another")


def test_label_names_the_transaction_or_the_first_block() -> None:
    labels = [question.label for question, _ in QUESTIONS]
    assert labels == [
        f"transaction 0x{NAME.hex()}",
        f"the outcome of transaction 0x{NAME.hex()}",
        "the updates of its permissions since block 7",
    ]
