"""The JSON of a listing pack, version 1, down from `ListingPack`. See `values` for the rules."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stableaudit.report.v1.sections import Verdict
from stableaudit.report.v1.values import (
    Address,
    Amount,
    AmountOrOpen,
    BlockOrNot,
    Caip,
    Decimal,
    Flag,
    Instant,
    Record,
    SchemaVersion,
    Text,
)

SCHEMA_VERSION = "1.0.0"
SCHEMA_NAME = f"urn:stableaudit:listing-pack:{SCHEMA_VERSION}"


class Issued(Record, frozen=True):
    """What one contract has issued."""

    asset: Caip
    chain: Caip
    chain_title: Text
    contract: Address
    native: Annotated[bool, Meta(description="False for a bridged copy, which is not added.")]
    total_supply: AmountOrOpen
    block: BlockOrNot


class UncirculatedWallet(Record, frozen=True):
    """An account whose tokens the issuer declares not to circulate."""

    asset: Caip
    account: Caip
    address: Address
    reason: Literal["test", "unspendable", "unissued", "timelocked", "access_denied"]
    permanent: Flag
    declared: Decimal
    deducted: Annotated[Amount, Meta(description="What is not counted as circulating; 0 if none.")]
    not_deducted_because: Annotated[str, Meta(description="Empty where it is deducted.")]
    control_proven: Annotated[
        bool, Meta(description="Whether the issuer is shown to hold the account's key.")
    ]


class ListingPack(Record, frozen=True):
    """Supply of one token, as trackers and exchanges ask for it."""

    schema: Annotated[
        str, Meta(description="`$id` of the schema: `stableaudit schema listing-pack`.")
    ] = msgspec.field(name="$schema")
    schema_version: SchemaVersion
    program: Text
    token: Text
    symbol: Text
    title: Text
    issuer: Text
    simulated: Annotated[
        bool, Meta(description="True if any chain was a devnet: no figure is the real token's.")
    ]
    verdict: Verdict
    measurement_time: Instant
    total_supply: Annotated[Amount, Meta(description="Natively minted, all chains.")]
    circulating_supply: Annotated[Amount, Meta(description="Total less what is deducted below.")]
    deployments: tuple[Issued, ...]
    uncirculated_wallets: tuple[UncirculatedWallet, ...]
    repeat: Annotated[str, Meta(description="The command that asks the same question again.")]
