"""What an issuer declares about its reserve, with what is left unknown kept unknown."""

from dataclasses import dataclass
from enum import StrEnum

from stableaudit.domain.amounts import Figure


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
class AllocatedGold:
    """Gold bars declared as redemption assets."""

    id: str
    quantity: Figure
    unit: MassUnit
    weight_basis: WeightBasis | Unknown
    fineness: Figure | Unknown
    """Per mille."""

    fineness_floor: Figure | Unknown
    """Least fineness that the declared kind of bar can have, per mille."""

    bars: int | Unknown
    custodian: str | Unknown
    declared_price: Figure | Unknown
    """Price per fine troy ounce that the statement used."""

    declared_value: Figure | Unknown
    currency: str
    provenance: Provenance

    def __post_init__(self) -> None:
        for fineness in (self.fineness, self.fineness_floor):
            if isinstance(fineness, Figure) and not 100 <= fineness.value <= 1000:  # noqa: PLR2004 - per mille
                message = (
                    f"a fineness is per mille, 100 to 1000, not {fineness.text}: 24 karat is 999.9"
                )
                raise ValueError(message)


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


@dataclass(frozen=True, slots=True)
class ReserveStatement:
    """What the issuer declares to hold, as of one instant."""

    id: str
    issuer: str
    as_of: int
    published: int
    declared_supply: Figure | Unknown
    """Tokens that the statement says are issued."""

    reserves: tuple[AllocatedGold, ...]
    assurance: Assurance | Unknown
    promised_cadence_days: int | Unknown
    provenance: Provenance

    def __post_init__(self) -> None:
        if self.published < self.as_of:
            message = "a statement cannot be published before the time that it speaks of"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class MissingStatement:
    """No reserve statement is known; says where was looked."""

    reason: str
    provenance: Provenance
