"""How far a requirement of a reporting regime is answered, and what it is looked up in.

Four answers, never "compliant": met by evidence (read on chain by this check), declared only (the
issuer's word), missing, not applicable.
"""

from dataclasses import dataclass
from enum import StrEnum

from stableaudit.domain.statements import ReserveStatement
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case


class Support(StrEnum):
    """How far a requirement is answered."""

    EVIDENCE = "met by evidence"
    DECLARED = "declared only"
    MISSING = "missing"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """How far one requirement is answered, and by what."""

    support: Support
    words: str


@dataclass(frozen=True, slots=True)
class View:
    """What a requirement is looked up in."""

    case: Case
    books: Books
    found: frozenset[str]
    """Ids of the checks that found something."""

    @property
    def statement(self) -> ReserveStatement | None:
        """The reserve statement, or None."""
        return self.case.scope.statement
