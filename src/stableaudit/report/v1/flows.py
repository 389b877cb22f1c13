"""The flow book as objects of the JSON report, version 1. See `values` for the rules."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.values import (
    Amount,
    Caip,
    Count,
    Decimal,
    Flag,
    Instant,
    Integer,
    Open,
    Range,
    RangeOrOpen,
    Record,
    StatedOrNot,
    Text,
)


class Mint(Record, frozen=True):
    """One mint on chain."""

    asset: Caip
    block: Integer
    time: Instant
    transaction: Text
    amount: Amount


class Issuance(Record, frozen=True):
    """One issuance as the issuer declares it."""

    id: Text
    time: Instant
    amount: Decimal
    asset: StatedOrNot
    reserve_event: StatedOrNot


class Match(Record, frozen=True):
    """A mint and the declared issuance that explains it."""

    mint: Mint
    issuance: Text


class TimeToMint(Record, frozen=True):
    """From the declared change of the reserve to the mint that it pays for."""

    issuance: Text
    reserve_event: Text
    seconds: Annotated[str, Meta(description="Below zero where the tokens were there first.")]


class Age(Record, frozen=True):
    """Unmatched events of an age in whole days at the measurement time."""

    first_day: Count
    last_day: Annotated[int | None, Meta(description="Null for the last band, which has no end.")]
    events: Count
    amount: Amount


class Lowest(Record, frozen=True, tag_field="status", tag="known"):
    """The least running coverage, by its low end, and its block."""

    asset: Caip
    block: Integer
    time: Instant
    supply: Amount
    value: RangeOrOpen
    coverage: Range


class Since(Record, frozen=True, tag_field="status", tag="known"):
    """What changed on chain after the time that the statement speaks of."""

    minted: Amount
    burned: Amount
    net: Amount
    then: Annotated[Amount, Meta(description="Natively minted at the statement's time, by events.")]


class Flows(Record, frozen=True, tag_field="status", tag="known"):
    """Mints against declared issuances. Lists hold the first hundred; counts are of all."""

    mints: Count
    minted: Amount
    left_out: Annotated[int, Meta(description="Earlier mints and burns that were not kept.", ge=0)]
    issuances_declared: Flag
    issuances: Count
    matched: Count
    matches: tuple[Match, ...]
    times_to_mint: tuple[TimeToMint, ...]
    unmatched_mints: Annotated[tuple[Age, ...], Meta(description="By age.")]
    first_unmatched_mints: tuple[Mint, ...]
    unmatched_issuances: Annotated[tuple[Age, ...], Meta(description="By age.")]
    first_unmatched_issuances: tuple[Issuance, ...]
    issuances_without_reserve_event: Count
    increases_without_issuance: tuple[Text, ...]
    priced: Annotated[str, Meta(description="At which price gold is taken in running coverage.")]
    price_of_the_time: Flag
    blocks_that_minted: Count
    blocks_not_known: Annotated[
        int, Meta(description="Blocks that minted whose coverage is not known.", ge=0)
    ]
    lowest_coverage: Lowest | Open
    since_statement: Since | Open
