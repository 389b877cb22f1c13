"""The one place where an evidence error becomes an `Unavailable` with its reason."""

from collections.abc import Callable
from typing import TypeVar

from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.evidence import Observed
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import Unavailable

T = TypeVar("T")


def observe(answers: Answers, question: Question[T]) -> Observed[T]:
    """Return the reading that answers a question, or why there is none."""
    try:
        return answers.reading(question)
    except EvidenceError as error:
        return Unavailable.because(error)


def attempt(read: Callable[[], T]) -> T | Unavailable:
    """Return what `read` returns, or why it could not."""
    try:
        return read()
    except EvidenceError as error:
        return Unavailable.because(error)
