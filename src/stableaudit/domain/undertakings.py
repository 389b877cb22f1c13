"""What a statement says beside its assets: tokens not redeemable, terms, events, announcements."""

from dataclasses import dataclass, field
from enum import StrEnum

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.identifiers import AccountId, AssetId


class NonredeemableClass(StrEnum):
    """Why tokens are not redeemable, permanently or for a time. AICPA, 2025 criteria."""

    TEST = "test"
    UNSPENDABLE = "unspendable"
    """Sent to an address that nobody can spend from, without the supply being reduced."""

    UNISSUED = "unissued"
    """Minted, held by the issuer, never sold."""

    TIMELOCKED = "timelocked"
    ACCESS_DENIED = "access_denied"
    """Frozen by the issuer. It stays a liability unless the declaration says why not."""

    @property
    def permanent(self) -> bool:
        """Whether such tokens can never be redeemed again."""
        return self in (NonredeemableClass.TEST, NonredeemableClass.UNSPENDABLE)


@dataclass(frozen=True, slots=True)
class Nonredeemable:
    """Tokens of one account that the issuer declares not redeemable."""

    asset_class: NonredeemableClass
    asset: AssetId
    account: AccountId
    amount: Figure
    """In tokens."""

    provenance: Provenance
    liability_extinguished: bool = False
    """For access_denied alone: whether the claim is declared to be gone."""

    def __post_init__(self) -> None:
        if self.account.chain != self.asset.chain:
            message = f"{self.account} is not on the chain of {self.asset}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class RedemptionTerms:
    """On what terms tokens are redeemed."""

    at_par: bool | Unknown
    provenance: Provenance
    settlement_days: int | Unknown = field(default_factory=Unknown)
    minimum: Figure | Unknown = field(default_factory=Unknown)
    fee_bps: Figure | Unknown = field(default_factory=Unknown)
    eligible: str | Unknown = field(default_factory=Unknown)
    """Who may redeem."""


@dataclass(frozen=True, slots=True)
class IssuanceEvent:
    """An issuance as the issuer declares it, to be matched with a mint on chain."""

    id: str
    at: int
    amount: Figure
    """In tokens."""

    asset: AssetId | Unknown
    reserve_event: str | Unknown
    """Id of the change of the reserve that pays for it."""

    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ReserveEvent:
    """A change of the reserve as the issuer declares it."""

    id: str
    at: int
    reserve: str
    """Id of the asset that changed."""

    change: Figure
    """How much, in the asset's own unit: kg, g, ozt, or its currency."""

    decrease: bool
    document_sha256: str | Unknown
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Announcement:
    """A target that was announced. It is shown as announced and backs nothing."""

    what: str
    amount: Figure
    currency: str
    provenance: Provenance
