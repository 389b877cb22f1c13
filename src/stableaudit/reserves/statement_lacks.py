"""What a reserve statement leaves unknown, wherever that costs something."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    AssetClass,
    CryptoHolding,
    Custody,
    ReserveAsset,
)
from stableaudit.domain.statements import ReserveStatement


class Lacking(StrEnum):
    """A fact that is not declared."""

    SUPPLY = "supply"
    CADENCE = "cadence"
    PREDECESSOR = "predecessor"
    ASSURANCE = "assurance"
    SIGNED_DOCUMENT = "signed-document"
    REDEMPTION = "redemption"
    PAR = "par"
    PURITY = "purity"
    """Neither a fineness nor a least one, of a mass that may be gross."""

    WEIGHT_BASIS = "weight-basis"
    FINENESS = "fineness"
    """But a least fineness is declared."""

    PRICE = "price"
    PRICE_FIX = "price-fix"
    VALUE = "value"
    BAR_LIST = "bar-list"
    HOLDING = "holding"
    """How much crypto the account is said to hold."""

    CUSTODIAN = "custodian"
    RELATED_PARTY = "related-party"
    SEGREGATION = "segregation"
    ENCUMBRANCE = "encumbrance"


@dataclass(frozen=True, slots=True)
class Lack:
    """One fact that is not declared, and of what."""

    subject: str
    """Id of an asset; empty for the statement itself."""

    what: Lacking


def lacks_of(statement: ReserveStatement) -> tuple[Lack, ...]:
    """Return every fact that is left unknown and costs something, in the statement's order."""
    return (
        *(Lack("", what) for what in _of_the_whole(statement)),
        *(Lack(one.id, what) for one in statement.reserves for what in _of_an_asset(one)),
    )


def _of_the_whole(statement: ReserveStatement) -> Iterator[Lacking]:
    if isinstance(statement.declared_supply, Unknown):
        yield Lacking.SUPPLY
    if isinstance(statement.promised_cadence_days, Unknown):
        yield Lacking.CADENCE
    if isinstance(statement.supersedes, Unknown):
        yield Lacking.PREDECESSOR
    if isinstance(statement.assurance, Unknown):
        yield Lacking.ASSURANCE
    elif isinstance(statement.assurance.document_sha256, Unknown):
        yield Lacking.SIGNED_DOCUMENT
    if isinstance(statement.redemption, Unknown):
        yield Lacking.REDEMPTION
    elif isinstance(statement.redemption.at_par, Unknown):
        yield Lacking.PAR


def _of_an_asset(asset: ReserveAsset) -> Iterator[Lacking]:
    if isinstance(asset, AllocatedGold):
        yield from _of_gold(asset)
    elif isinstance(asset, CryptoHolding) and isinstance(asset.declared, Unknown):
        yield Lacking.HOLDING
    if asset.asset_class is not AssetClass.NET_OTHER:
        yield from _of_custody(asset.custody)
    if is_encumbered(asset) is None:
        yield Lacking.ENCUMBRANCE


def _of_gold(gold: AllocatedGold) -> Iterator[Lacking]:
    if isinstance(gold.weight_basis, Unknown):
        yield Lacking.WEIGHT_BASIS
    if gold.weight_basis is not WeightBasis.FINE and isinstance(gold.fineness, Unknown):
        floor = isinstance(gold.fineness_floor, Unknown)
        yield Lacking.PURITY if floor else Lacking.FINENESS
    if isinstance(gold.declared_price, Unknown):
        yield Lacking.PRICE
    elif isinstance(gold.price_fix, Unknown):
        yield Lacking.PRICE_FIX
    if isinstance(gold.declared_value, Unknown):
        yield Lacking.VALUE
    if isinstance(gold.bar_list, Unknown):
        yield Lacking.BAR_LIST


def _of_custody(custody: Custody) -> Iterator[Lacking]:
    if isinstance(custody.custodian, Unknown):
        yield Lacking.CUSTODIAN
    if isinstance(custody.related_party, Unknown):
        yield Lacking.RELATED_PARTY
    if isinstance(custody.segregated, Unknown):
        yield Lacking.SEGREGATION


def pledged_without_amount(asset: ReserveAsset) -> bool:
    """Return whether an asset is declared pledged or lent, and not how much of it."""
    encumbered = Unknown() if isinstance(asset, CryptoHolding) else asset.encumbered
    told = not isinstance(encumbered, Unknown) and encumbered.value > 0
    return asset.custody.pledged is True and not told


def is_encumbered(asset: ReserveAsset) -> bool | None:
    """Return whether any of an asset is declared pledged or lent; None where it is not said.

    What is owed to the reserve less what it owes is nowhere, and nobody asks who else has a claim.
    """
    encumbered = Unknown() if isinstance(asset, CryptoHolding) else asset.encumbered
    pledged = asset.custody.pledged
    if isinstance(encumbered, Unknown):
        silent = False if asset.asset_class is AssetClass.NET_OTHER else None
        return silent if isinstance(pledged, Unknown) else pledged
    return encumbered.value > 0 or pledged is True
