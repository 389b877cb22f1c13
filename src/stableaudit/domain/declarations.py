"""The words of a declaration: where a fact comes from, what is not known, units, assurance."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact comes from and when that source was read."""

    source: str
    as_of: str
    """A date, or RFC 3339."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A required value that the declaration does not give, and why it matters."""

    why: str = "not published"


class MassUnit(StrEnum):
    """Unit of a declared mass. Whether it is gross or fine is another key."""

    KILOGRAM = "kg"
    GRAM = "g"
    TROY_OUNCE = "ozt"


class WeightBasis(StrEnum):
    """Whether a declared mass is of the bars as weighed or of the gold in them."""

    GROSS = "gross"
    FINE = "fine"


class AssuranceLevel(StrEnum):
    """What a practitioner's report amounts to, strongest first."""

    FINANCIAL_STATEMENT_AUDIT = "financial_statement_audit"
    EXAMINATION_REASONABLE = "examination_reasonable"
    REVIEW_LIMITED = "review_limited"
    AGREED_UPON_PROCEDURES = "agreed_upon_procedures"
    MANAGEMENT_ASSERTION = "management_assertion"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Assurance:
    """A practitioner's report, named by its signer, standard and level."""

    signer: str
    network: str
    """The brand the signer works under; it is not the signer."""

    standard: str
    level: AssuranceLevel
    as_of: int
    issued: int
    document_sha256: str | Unknown
    provenance: Provenance
