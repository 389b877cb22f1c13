"""The schema of what a statement says beside its assets: contracts, terms, events, targets."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stableaudit.adapters.files.vocabulary import (
    UNKNOWN,
    Address,
    BoolOrUnknown,
    Currency,
    Fact,
    FigureOrUnknown,
    FigureText,
    Instant,
    Key,
    Sha256OrUnknown,
    ShortText,
    UnknownWord,
)

_Class = Literal["test", "unspendable", "unissued", "timelocked", "access_denied"]
Days = Annotated[int, Meta(ge=0, le=10_000)]


class DeclaredDeploymentTable(Fact, frozen=True, kw_only=True):
    """How many tokens the statement says stand on one contract."""

    chain: Annotated[Key, Meta(description="Key of the chain it stands on.")]
    address: Annotated[Address, Meta(description="The contract: 0x… (EIP-55), on TRON T….")]
    total: Annotated[FigureText, Meta(description="Tokens on it, as written.")]


class NonredeemableTable(Fact, frozen=True, kw_only=True):
    """Tokens of one account that are declared not redeemable."""

    asset_class: Annotated[_Class, Meta(description="Why they are not.")] = msgspec.field(
        name="class"
    )
    chain: Annotated[Key, Meta(description="Key of the chain they are on.")]
    address: Annotated[Address, Meta(description="The token's contract.")]
    account: Annotated[Address, Meta(description="The account that holds them.")]
    amount: Annotated[FigureText, Meta(description="How many tokens, as written.")]
    liability: Annotated[
        Literal["retained", "extinguished"],
        Meta(description="For access_denied: whether the holder still has a claim."),
    ] = "retained"

    def __post_init__(self) -> None:
        """Refuse a claim that is gone where nobody was denied access."""
        super().__post_init__()
        if self.liability == "extinguished" and self.asset_class != "access_denied":
            message = "liability is extinguished for tokens of class access_denied alone"
            raise ValueError(message)


class RedemptionTable(Fact, frozen=True, kw_only=True):
    """On what terms tokens are redeemed."""

    at_par: Annotated[BoolOrUnknown, Meta(description="Whether at the full promised worth.")]
    settlement_days: Annotated[
        Days | UnknownWord, Meta(description="How many days payment takes; 0 is the same day.")
    ] = UNKNOWN
    minimum: Annotated[
        FigureOrUnknown, Meta(description="Least number of tokens that is redeemed.")
    ] = UNKNOWN
    fee_bps: Annotated[
        FigureOrUnknown, Meta(description="Fee in basis points: 100 are one per cent.")
    ] = UNKNOWN
    eligible: Annotated[ShortText, Meta(description='Who may redeem, or "unknown".')] = UNKNOWN


class IssuanceEventTable(Fact, frozen=True, kw_only=True):
    """An issuance as the issuer declares it."""

    id: Annotated[Key, Meta(description="Name of the event, unique in the statement.")]
    at: Annotated[Instant, Meta(description="When; of a date its end, UTC.")]
    amount: Annotated[FigureText, Meta(description="How many tokens, as written.")]
    chain: Annotated[
        Key | msgspec.UnsetType, Meta(description="Key of the chain, given with address.")
    ] = msgspec.UNSET
    address: Annotated[
        Address | msgspec.UnsetType, Meta(description="The token's contract, given with chain.")
    ] = msgspec.UNSET
    reserve_event: Annotated[
        Key, Meta(description='Id of the reserve event that pays for it, or "unknown".')
    ] = UNKNOWN

    def __post_init__(self) -> None:
        """Require chain and address together."""
        super().__post_init__()
        if (self.chain is msgspec.UNSET) != (self.address is msgspec.UNSET):
            message = "give chain and address together"
            raise ValueError(message)


class ReserveEventTable(Fact, frozen=True, kw_only=True):
    """A change of the reserve as the issuer declares it."""

    id: Annotated[Key, Meta(description="Name of the event, unique in the statement.")]
    at: Annotated[Instant, Meta(description="When; of a date its end, UTC.")]
    reserve: Annotated[Key, Meta(description="Id of the asset that changed, held still or not.")]
    change: Annotated[
        FigureText, Meta(description="How much, in the asset's own unit or currency.")
    ]
    direction: Annotated[
        Literal["increase", "decrease"], Meta(description="Whether it came in or went out.")
    ]
    document_sha256: Annotated[
        Sha256OrUnknown, Meta(description="SHA-256 of the document that proves it.")
    ] = UNKNOWN


class AnnouncementTable(Fact, frozen=True, kw_only=True):
    """A target that was announced. It backs nothing."""

    what: Annotated[ShortText, Meta(description="What was announced.")]
    amount: Annotated[FigureText, Meta(description="How much, as written.")]
    currency: Annotated[Currency, Meta(description="ISO 4217.")]
