"""What a practitioner's report amounts to, in the words that findings and reports share."""

from typing import assert_never

from stableaudit.domain.declarations import AssuranceLevel


def level_words(level: AssuranceLevel) -> str:
    """Return what a practitioner's report amounts to, and what assurance it gives.

    Source: ISRS 4400 (Revised) and AT-C 215 for agreed-upon procedures; ISAE 3000 and AT-C 205 and
    210 for examination and review. No other words are used, whatever the issuer calls the report.
    """
    match level:
        case AssuranceLevel.FINANCIAL_STATEMENT_AUDIT:
            return "audit of financial statements; reasonable assurance"
        case AssuranceLevel.EXAMINATION_REASONABLE:
            return "examination; reasonable assurance"
        case AssuranceLevel.REVIEW_LIMITED:
            return "review; limited assurance"
        case AssuranceLevel.AGREED_UPON_PROCEDURES:
            return "agreed-upon procedures; no assurance conclusion"
        case AssuranceLevel.MANAGEMENT_ASSERTION:
            return "management's own assertion; no assurance"
        case AssuranceLevel.NONE:
            return "no assurance"
        case _ as never:
            assert_never(never)
