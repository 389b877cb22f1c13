"""The assets that an issuer declares to hold, class by class.

Whatever a class needs to be valued is a field; what its author left out is `Unknown` and widens
the interval, or leaves the value open. The words of the classes are those of the AICPA's criteria
and of the schedules that issuers publish.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.coins import COINS, Coin
from stableaudit.domain.declarations import MassUnit, Provenance, Unknown, WeightBasis
from stableaudit.domain.identifiers import AccountId, AssetId


class AssetClass(StrEnum):
    """What kind of asset a line of the reserve is."""

    ALLOCATED_GOLD = "gold_bullion_allocated"
    CASH = "cash"
    CENTRAL_BANK = "central_bank"
    DEPOSIT = "deposit"
    TREASURY_BILL = "tbill"
    REPO = "repo"
    FUND = "fund"
    CRYPTO = "crypto"
    NET_OTHER = "net_other"
    """Receivables less payables of the reserve: the one class that may be negative."""

    OTHER = "other"


class PriceFix(StrEnum):
    """Which of the day's two auctions a price is of: LBMA Gold Price, 10:30 and 15:00 London."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class Custody:
    """Who keeps an asset, where, for whom, and whether somebody else has a claim on it."""

    custodian: str | Unknown = field(default_factory=Unknown)
    jurisdiction: str | Unknown = field(default_factory=Unknown)
    location: str | Unknown = field(default_factory=Unknown)
    related_party: bool | Unknown = field(default_factory=Unknown)
    """Whether the custodian belongs to the issuer's own group."""

    segregated: bool | Unknown = field(default_factory=Unknown)
    pledged: bool | Unknown = field(default_factory=Unknown)
    """Whether it is pledged, lent or otherwise encumbered."""


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
    declared_price: Figure | Unknown
    """Price per fine troy ounce that the statement used."""

    declared_value: Figure | Unknown
    currency: str
    provenance: Provenance
    custody: Custody = field(default_factory=Custody)
    price_fix: PriceFix | Unknown = field(default_factory=Unknown)
    """Of which auction the declared price is."""

    good_delivery: bool | Unknown = field(default_factory=Unknown)
    """Whether the bars are declared to be London Good Delivery."""

    bar_list: BarList | Unknown = field(default_factory=Unknown)
    previous_bar_list: BarList | Unknown = field(default_factory=Unknown)
    encumbered: Figure | Unknown = field(default_factory=Unknown)
    """How much of the quantity is pledged or lent, in the same unit and basis."""

    def __post_init__(self) -> None:
        for fineness in (self.fineness, self.fineness_floor):
            if isinstance(fineness, Figure) and not 100 <= fineness.value <= 1000:  # noqa: PLR2004 - per mille
                message = (
                    f"a fineness is per mille, 100 to 1000, not {fineness.text}: 24 karat is 999.9"
                )
                raise ValueError(message)
        if isinstance(self.encumbered, Figure) and self.encumbered.value > self.quantity.value:
            message = f"{self.encumbered.text} encumbered is more than {self.quantity.text} held"
            raise ValueError(message)

    @property
    def asset_class(self) -> AssetClass:
        """Allocated gold."""
        return AssetClass.ALLOCATED_GOLD


@dataclass(frozen=True, slots=True)
class MonetaryAsset:
    """An asset declared by its value: cash, deposits, bills, repo, funds, net other."""

    id: str
    asset_class: AssetClass
    value: Figure
    """At fair value, in `currency`."""

    negative: bool
    """True for net other liabilities: payables of the reserve above its receivables."""

    currency: str
    provenance: Provenance
    custody: Custody = field(default_factory=Custody)
    instrument: str | Unknown = field(default_factory=Unknown)
    """ISIN, CUSIP or account, as published."""

    maturity: str | Unknown = field(default_factory=Unknown)
    """A date; of a class of many instruments the average."""

    average_tenor_days: int | Unknown = field(default_factory=Unknown)
    valuation: str | Unknown = field(default_factory=Unknown)
    """How it was valued, in the declaration's words."""

    encumbered: Figure | Unknown = field(default_factory=Unknown)

    def __post_init__(self) -> None:
        if self.asset_class in (AssetClass.ALLOCATED_GOLD, AssetClass.CRYPTO):
            message = f"{self.asset_class} is not declared by its value"
            raise ValueError(message)
        if self.negative and self.asset_class is not AssetClass.NET_OTHER:
            message = f"only net_other may be negative, not {self.asset_class}"
            raise ValueError(message)
        if isinstance(self.encumbered, Figure) and self.encumbered.value > self.value.value:
            message = f"{self.encumbered.text} encumbered is more than {self.value.text} held"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class CryptoHolding:
    """What an account on a chain holds of a coin or token; the amount is read, not believed."""

    id: str
    account: AccountId
    token: AssetId | None
    """The token's contract; None for the chain's own coin."""

    symbol: str
    """Of which a feed gives the price: BNB, ETH. Of a token it is the declaration's word."""

    decimals: int
    declared: Figure | Unknown
    """What the declaration says the account holds."""

    provenance: Provenance
    custody: Custody = field(default_factory=Custody)

    def __post_init__(self) -> None:
        if self.token is not None and self.token.chain != self.account.chain:
            message = f"{self.token} is on another chain than the account {self.account}"
            raise ValueError(message)
        if self.token is None and COINS.get(self.account.chain) != Coin(self.symbol, self.decimals):
            message = (
                f"{self.symbol} of {self.decimals} decimals is not the coin of {self.account.chain}"
            )
            raise ValueError(message)

    @property
    def asset_class(self) -> AssetClass:
        """Crypto."""
        return AssetClass.CRYPTO


ReserveAsset: TypeAlias = AllocatedGold | MonetaryAsset | CryptoHolding
