"""A practitioner's work by its level, in words that never say more than it gives."""

import pytest

from stableaudit.domain.declarations import AssuranceLevel
from stableaudit.reconcile.assurance import level_words


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (
            AssuranceLevel.FINANCIAL_STATEMENT_AUDIT,
            "audit of financial statements; reasonable assurance",
        ),
        (AssuranceLevel.EXAMINATION_REASONABLE, "examination; reasonable assurance"),
        (AssuranceLevel.REVIEW_LIMITED, "review; limited assurance"),
        (
            AssuranceLevel.AGREED_UPON_PROCEDURES,
            "agreed-upon procedures; no assurance conclusion",
        ),
        (AssuranceLevel.MANAGEMENT_ASSERTION, "management's own assertion; no assurance"),
        (AssuranceLevel.NONE, "no assurance"),
    ],
)
def test_level_words_every_level_says_what_assurance_it_gives(
    level: AssuranceLevel, words: str
) -> None:
    assert level_words(level) == words


def test_level_words_only_an_audit_is_called_one() -> None:
    called = [level for level in AssuranceLevel if "audit" in level_words(level)]
    assert called == [AssuranceLevel.FINANCIAL_STATEMENT_AUDIT]
