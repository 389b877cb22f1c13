"""The tables of a reserve into the assets that they declare."""

from dataclasses import replace

from msgspec import UNSET

from stableaudit.adapters.files.reserve_tables import (
    BarListTable,
    CashTable,
    CentralBankTable,
    CryptoTable,
    DepositTable,
    FundTable,
    GoldTable,
    HeldTable,
    MonetaryTable,
    NetOtherTable,
    OtherTable,
    RepoTable,
    ReserveTable,
    TreasuryBillTable,
)
from stableaudit.adapters.files.spot import Spot
from stableaudit.adapters.files.vocabulary import known_count, known_flag, known_text
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import MassUnit, Provenance, Unknown, WeightBasis
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    AssetClass,
    CryptoHolding,
    Custody,
    MonetaryAsset,
    PriceFix,
    ReserveAsset,
)

_CLASSES = {
    CashTable: AssetClass.CASH,
    CentralBankTable: AssetClass.CENTRAL_BANK,
    DepositTable: AssetClass.DEPOSIT,
    TreasuryBillTable: AssetClass.TREASURY_BILL,
    RepoTable: AssetClass.REPO,
    FundTable: AssetClass.FUND,
    OtherTable: AssetClass.OTHER,
    NetOtherTable: AssetClass.NET_OTHER,
}


def asset_from(spot: Spot, table: ReserveTable) -> ReserveAsset:
    """Return the asset that one table declares.

    Raises:
        DeclarationError: a value is none that the domain holds possible; a list of bars cannot be
            read, or is not the one that is declared.
    """
    match table:
        case GoldTable():
            return _gold(spot, table)
        case CryptoTable():
            return _crypto(spot, table)
        case _:
            return _monetary(spot, table)


def _gold(spot: Spot, table: GoldTable) -> AllocatedGold:
    basis, fix = table.weight_basis, table.price_fix
    floor = spot.known_figure(table.fineness_floor, "fineness_floor")
    price = spot.known_figure(table.declared_price, "declared_price")
    encumbered = spot.known_figure(table.encumbered, "encumbered")
    with spot.document.blame(*spot.path, "fineness"):
        # floor and encumbrance come last: whichever is impossible, its own key is named
        lot = AllocatedGold(
            id=table.id,
            quantity=spot.figure(table.quantity, "quantity"),
            unit=MassUnit(table.unit),
            weight_basis=Unknown() if basis == "unknown" else WeightBasis(basis),
            fineness=spot.known_figure(table.fineness, "fineness"),
            fineness_floor=Unknown(),
            bars=known_count(table.bars),
            declared_price=price,
            declared_value=spot.known_figure(table.declared_value, "declared_value"),
            currency=table.currency,
            provenance=_provenance(table),
            custody=_custody(table),
            price_fix=Unknown() if fix == "unknown" else PriceFix(fix),
            good_delivery=known_flag(table.good_delivery),
            bar_list=_bars(spot, table.bar_list, "bar_list"),
            previous_bar_list=_bars(spot, table.previous_bar_list, "previous_bar_list"),
        )
    with spot.document.blame(*spot.path, "fineness_floor"):
        lot = replace(lot, fineness_floor=floor)
    with spot.document.blame(*spot.path, "encumbered"):
        return replace(lot, encumbered=encumbered)


def _bars(spot: Spot, table: BarListTable | str, key: str) -> BarList | Unknown:
    if isinstance(table, str):
        return Unknown()
    bars = spot.around.read_bars(spot.around.beside, table.file, table.layout)
    if table.sha256 is not UNSET and table.sha256 != bars.sha256:
        raise spot.error(
            f"the list has SHA-256 {bars.sha256}, and {table.sha256} is declared",
            key,
            hint="it is another list, or was changed since",
        )
    return bars


def _monetary(spot: Spot, table: MonetaryTable) -> MonetaryAsset:
    encumbered = spot.known_figure(table.encumbered, "encumbered")
    asset = MonetaryAsset(
        id=table.id,
        asset_class=_CLASSES[type(table)],
        value=spot.figure(table.value.removeprefix("-"), "value"),
        negative=table.value.startswith("-"),
        currency=table.currency,
        provenance=_provenance(table),
        custody=_custody(table),
        instrument=known_text(table.instrument),
        maturity=spot.known_day(table.maturity, "maturity"),
        average_tenor_days=known_count(table.average_tenor_days),
        valuation=known_text(table.valuation),
    )
    with spot.document.blame(*spot.path, "encumbered"):
        return replace(asset, encumbered=encumbered)


def _crypto(spot: Spot, table: CryptoTable) -> CryptoHolding:
    account = spot.account(table.chain, table.account, "account")
    token: AssetId | None = None
    if table.token != "native":  # noqa: S105 - a word of the schema
        token = spot.asset(table.chain, table.token, "token")
    return CryptoHolding(
        id=table.id,
        account=account,
        token=token,
        symbol=table.symbol,
        decimals=table.decimals,
        declared=spot.known_figure(table.declared, "declared"),
        provenance=_provenance(table),
        custody=_custody(table),
    )


def _custody(table: HeldTable) -> Custody:
    return Custody(
        custodian=known_text(table.custodian),
        jurisdiction=known_text(table.jurisdiction),
        location=known_text(table.location),
        related_party=known_flag(table.related_party),
        segregated=known_flag(table.segregated),
        pledged=known_flag(table.pledged),
    )


def _provenance(table: HeldTable) -> Provenance:
    return Provenance(table.source, table.as_of)
