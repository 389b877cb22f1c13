"""The two books as objects of the JSON report, version 1. See `values` for the rules."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.values import (
    Address,
    AmountOrOpen,
    Caip,
    Count,
    Decimal,
    Flag,
    Provenance,
    RangeOrOpen,
    ReadingOrNot,
    Record,
    RoundOrNot,
    StatedOrNot,
    Text,
)


class Deployment(Record, frozen=True):
    """One token contract on one chain, and what was read of it."""

    asset: Caip
    address: Address
    chain_title: Text
    simulated: Flag
    native: Annotated[bool, Meta(description="False for a bridged copy, which is not added.")]
    registered_decimals: Count
    law: Text
    law_established: Flag
    amount: AmountOrOpen
    total_supply: ReadingOrNot
    decimals: ReadingOrNot
    name: ReadingOrNot
    symbol: ReadingOrNot
    code_hash: ReadingOrNot
    provenance: Provenance


class Supply(Record, frozen=True):
    """The global book: natively minted against declared."""

    deployments: tuple[Deployment, ...]
    native: AmountOrOpen
    declared: AmountOrOpen
    residual: Annotated[AmountOrOpen, Meta(description="declared − native; tolerance 0.")]


class Holding(Record, frozen=True):
    """Declared gold."""

    id: Text
    quantity: Decimal
    unit: Text
    weight_basis: StatedOrNot
    fineness_per_mille: StatedOrNot
    fineness_floor_per_mille: StatedOrNot
    bars: StatedOrNot
    custodian: StatedOrNot
    declared_price: StatedOrNot
    declared_value: StatedOrNot
    currency: Text
    fine_grams: RangeOrOpen
    provenance: Provenance


class Feed(Record, frozen=True):
    """One price feed and its last round at or before the measurement time."""

    contract: Caip
    address: Address
    chain_title: Text
    simulated: Flag
    base: Text
    quote: Text
    price: RangeOrOpen
    round: RoundOrNot
    recent: tuple[RoundOrNot, ...]
    decimals: ReadingOrNot
    description: ReadingOrNot
    provenance: Provenance


class StatementTerms(Record, frozen=True):
    """The statement's own arithmetic, beside ours."""

    price: RangeOrOpen
    value: RangeOrOpen
    implied_ounces: RangeOrOpen
    coverage: RangeOrOpen
    coverage_by_value: RangeOrOpen
    break_even_price: RangeOrOpen


class Reserve(Record, frozen=True):
    """The reserve book: what is owed, what is declared to back it, and how they compare."""

    owed_at_par: RangeOrOpen
    holdings: tuple[Holding, ...]
    feeds: tuple[Feed, ...]
    gold_market_closed: Flag
    fine_grams: RangeOrOpen
    price: RangeOrOpen
    value: RangeOrOpen
    coverage: RangeOrOpen
    required_coverage: Decimal
    surplus: RangeOrOpen
    break_even_price: RangeOrOpen
    by_the_statement: StatementTerms
