"""What a statement says beside its assets, from its tables into domain values."""

from msgspec import UNSET

from stableaudit.adapters.files.spot import Spot
from stableaudit.adapters.files.undertaking_tables import (
    AnnouncementTable,
    DeclaredDeploymentTable,
    IssuanceEventTable,
    NonredeemableTable,
    RedemptionTable,
    ReserveEventTable,
)
from stableaudit.adapters.files.vocabulary import Fact, known_count, known_flag, known_text
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.statements import DeclaredDeployment
from stableaudit.domain.undertakings import (
    Announcement,
    IssuanceEvent,
    Nonredeemable,
    NonredeemableClass,
    RedemptionTerms,
    ReserveEvent,
)


def declared_deployment(spot: Spot, table: DeclaredDeploymentTable) -> DeclaredDeployment:
    """Return a contract's declared total. Raises DeclarationError."""
    asset = spot.asset(table.chain, table.address, "address")
    return DeclaredDeployment(asset, spot.figure(table.total, "total"))


def nonredeemable(spot: Spot, table: NonredeemableTable) -> Nonredeemable:
    """Return tokens declared not redeemable. Raises DeclarationError."""
    return Nonredeemable(
        NonredeemableClass(table.asset_class),
        spot.asset(table.chain, table.address, "address"),
        spot.account(table.chain, table.account, "account"),
        spot.figure(table.amount, "amount"),
        _provenance(table),
        liability_extinguished=table.liability == "extinguished",
    )


def redemption(spot: Spot, table: RedemptionTable | str) -> RedemptionTerms | Unknown:
    """Return the terms of redemption, or Unknown for the word that says so."""
    if isinstance(table, str):
        return Unknown()
    return RedemptionTerms(
        at_par=known_flag(table.at_par),
        provenance=_provenance(table),
        settlement_days=known_count(table.settlement_days),
        minimum=spot.known_figure(table.minimum, "minimum"),
        fee_bps=spot.known_figure(table.fee_bps, "fee_bps"),
        eligible=known_text(table.eligible),
    )


def issuance(spot: Spot, table: IssuanceEventTable) -> IssuanceEvent:
    """Return an issuance as it is declared. Raises DeclarationError."""
    asset: AssetId | Unknown = Unknown()
    if table.chain is not UNSET and table.address is not UNSET:
        asset = spot.asset(table.chain, table.address, "address")
    return IssuanceEvent(
        table.id,
        spot.instant(table.at, "at"),
        spot.figure(table.amount, "amount"),
        asset,
        known_text(table.reserve_event),
        _provenance(table),
    )


def reserve_event(spot: Spot, table: ReserveEventTable) -> ReserveEvent:
    """Return a change of the reserve as it is declared. Raises DeclarationError."""
    return ReserveEvent(
        table.id,
        spot.instant(table.at, "at"),
        table.reserve,
        spot.figure(table.change, "change"),
        table.direction == "decrease",
        known_text(table.document_sha256),
        _provenance(table),
    )


def announcement(spot: Spot, table: AnnouncementTable) -> Announcement:
    """Return an announced target. Raises DeclarationError."""
    amount = spot.figure(table.amount, "amount")
    return Announcement(table.what, amount, table.currency, _provenance(table))


def _provenance(table: Fact) -> Provenance:
    return Provenance(table.source, table.as_of)
