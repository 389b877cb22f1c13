"""Declared holdings on chain as objects of the JSON report, version 1. See `values`."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.values import (
    Address,
    AmountOrOpen,
    Caip,
    Flag,
    RangeOrOpen,
    ReadingOrNot,
    Record,
    StatedOrNot,
    Text,
)


class PriceMove(Record, frozen=True):
    """What all declared holdings would be worth after every price has moved by a share."""

    move: Annotated[str, Meta(description="-0.3 is a fall by 30 %.")]
    worth: RangeOrOpen


class OnChainHolding(Record, frozen=True):
    """What one declared account holds, by the chain, and what that is worth."""

    id: Text
    account: Caip
    address: Address
    chain_title: Text
    simulated: Flag
    token: Annotated[str | None, Meta(description="CAIP-19; null for the chain's own coin.")]
    symbol: Text
    declared: StatedOrNot
    balance: ReadingOrNot
    decimals: Annotated[
        ReadingOrNot | None, Meta(description="Of the token's contract; null for a coin.")
    ]
    amount: AmountOrOpen
    residual: Annotated[AmountOrOpen, Meta(description="declared − read.")]
    price: RangeOrOpen
    worth: RangeOrOpen
