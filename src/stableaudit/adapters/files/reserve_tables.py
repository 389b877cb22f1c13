"""The schema of what a statement declares to hold: one table a class of asset, told by `class`."""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from stableaudit.adapters.files.bar_columns import Layout
from stableaudit.adapters.files.vocabulary import (
    UNKNOWN,
    Address,
    AddressOrNative,
    BoolOrUnknown,
    Count,
    Currency,
    DayOrUnknown,
    DecimalPlaces,
    Fact,
    FigureOrUnknown,
    FigureText,
    Key,
    PathText,
    Sha256,
    ShortText,
    SignedFigureText,
    Strict,
    UnknownWord,
)


class BarListTable(Strict, frozen=True, kw_only=True):
    """The file that lists the bars."""

    file: Annotated[
        PathText, Meta(description="Path of the list, from this file's directory; CSV.")
    ]
    sha256: Annotated[
        Sha256 | msgspec.UnsetType, Meta(description="SHA-256 that the file must have.")
    ] = msgspec.UNSET
    layout: Annotated[Layout, Meta(description="How its columns are named.")] = "own"


class HeldTable(Fact, frozen=True, kw_only=True):
    """What every line of a reserve says: its name, and who keeps it for whom."""

    id: Annotated[Key, Meta(description="Name of the asset, unique in the statement.")]
    custodian: Annotated[ShortText, Meta(description='Who keeps it, or "unknown".')] = UNKNOWN
    jurisdiction: Annotated[
        ShortText, Meta(description='Whose law the custodian is under, or "unknown".')
    ] = UNKNOWN
    location: Annotated[ShortText, Meta(description='Where it lies, or "unknown".')] = UNKNOWN
    related_party: Annotated[
        BoolOrUnknown, Meta(description="Whether the custodian is of the issuer's own group.")
    ] = UNKNOWN
    segregated: Annotated[
        BoolOrUnknown, Meta(description="Whether it is kept apart from the custodian's own.")
    ] = UNKNOWN
    pledged: Annotated[
        BoolOrUnknown, Meta(description="Whether it is pledged, lent or otherwise encumbered.")
    ] = UNKNOWN


class GoldTable(
    HeldTable, frozen=True, kw_only=True, tag_field="class", tag="gold_bullion_allocated"
):
    """One lot of allocated gold bars."""

    custodian: Annotated[ShortText, Meta(description='Who keeps the bars, or "unknown".')]
    quantity: Annotated[
        FigureText,
        Meta(description='Declared mass as written: "376" says half a unit either way.'),
    ]
    unit: Annotated[Literal["kg", "g", "ozt"], Meta(description="Kilograms, grams or troy ounces.")]
    weight_basis: Annotated[
        Literal["gross", "fine", "unknown"],
        Meta(description="Whether the mass is of the bars or of the gold in them."),
    ]
    fineness: Annotated[FigureOrUnknown, Meta(description="Per mille, such as 999.9.")]
    fineness_floor: Annotated[
        FigureOrUnknown,
        Meta(description="Least fineness that the declared kind of bar can have, per mille."),
    ]
    bars: Annotated[Count | UnknownWord, Meta(description="How many bars.")]
    declared_price: Annotated[
        FigureOrUnknown, Meta(description="Price per fine troy ounce that the statement used.")
    ]
    price_fix: Annotated[
        Literal["am", "pm", "unknown"],
        Meta(description="Of which LBMA auction the price is: 10:30 or 15:00 London."),
    ]
    declared_value: Annotated[FigureOrUnknown, Meta(description="Value that the statement gives.")]
    currency: Annotated[Currency, Meta(description="Of price and value, ISO 4217.")]
    good_delivery: Annotated[
        BoolOrUnknown, Meta(description="Whether the bars are said to be London Good Delivery.")
    ] = UNKNOWN
    bar_list: Annotated[
        BarListTable | UnknownWord, Meta(description="The list of the bars, bar by bar.")
    ] = UNKNOWN
    previous_bar_list: Annotated[
        BarListTable | UnknownWord, Meta(description="The list of the statement before.")
    ] = UNKNOWN
    encumbered: Annotated[
        FigureOrUnknown, Meta(description="How much is pledged or lent, in the same unit.")
    ] = UNKNOWN


class MonetaryTable(HeldTable, frozen=True, kw_only=True, tag_field="class"):
    """An asset declared by its value."""

    value: Annotated[FigureText, Meta(description="Fair value, as written.")]
    currency: Annotated[Currency, Meta(description="Of the value, ISO 4217.")]
    instrument: Annotated[
        ShortText, Meta(description='ISIN, CUSIP or account as published, or "unknown".')
    ] = UNKNOWN
    maturity: Annotated[DayOrUnknown, Meta(description="The date that it falls due.")] = UNKNOWN
    average_tenor_days: Annotated[
        Count | UnknownWord, Meta(description="Of many instruments, the average.")
    ] = UNKNOWN
    valuation: Annotated[
        ShortText, Meta(description='How it was valued, in the issuer\'s words, or "unknown".')
    ] = UNKNOWN
    encumbered: Annotated[
        FigureOrUnknown, Meta(description="How much is pledged or lent, in the same currency.")
    ] = UNKNOWN


class CashTable(MonetaryTable, frozen=True, kw_only=True, tag="cash"):
    """Notes and coin."""


class CentralBankTable(MonetaryTable, frozen=True, kw_only=True, tag="central_bank"):
    """Money at a central bank."""


class DepositTable(MonetaryTable, frozen=True, kw_only=True, tag="deposit"):
    """Money at a bank."""


class TreasuryBillTable(MonetaryTable, frozen=True, kw_only=True, tag="tbill"):
    """Short debt of a state."""


class RepoTable(MonetaryTable, frozen=True, kw_only=True, tag="repo"):
    """Money lent against securities, overnight or for a term."""


class FundTable(MonetaryTable, frozen=True, kw_only=True, tag="fund"):
    """Shares of a money-market fund."""


class OtherTable(MonetaryTable, frozen=True, kw_only=True, tag="other"):
    """Anything else that has a value."""


class NetOtherTable(MonetaryTable, frozen=True, kw_only=True, tag="net_other"):
    """Receivables less payables of the reserve."""

    value: Annotated[
        SignedFigureText, Meta(description="As written; with a minus where more is owed.")
    ]


class CryptoTable(HeldTable, frozen=True, kw_only=True, tag_field="class", tag="crypto"):
    """What an account on a chain holds of a coin or token."""

    chain: Annotated[Key, Meta(description="Key of the chain that the account is on.")]
    account: Annotated[Address, Meta(description="The account: 0x… (EIP-55), on TRON T….")]
    token: Annotated[
        AddressOrNative, Meta(description='The token\'s contract, or "native" for the coin.')
    ]
    symbol: Annotated[ShortText, Meta(description="Of which a feed gives the price: BNB, ETH.")]
    decimals: Annotated[DecimalPlaces, Meta(description="Decimals of the smallest unit.")]
    declared: Annotated[
        FigureOrUnknown, Meta(description="What the account is said to hold; it is read anyway.")
    ] = UNKNOWN


ReserveTable: TypeAlias = (
    GoldTable
    | CashTable
    | CentralBankTable
    | DepositTable
    | TreasuryBillTable
    | RepoTable
    | FundTable
    | OtherTable
    | NetOtherTable
    | CryptoTable
)
