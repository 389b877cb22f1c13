"""The two books as objects of the JSON report, version 1. See `values` for the rules."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.values import (
    Address,
    Amount,
    AmountOrOpen,
    Caip,
    Count,
    Decimal,
    Flag,
    Instant,
    Open,
    Provenance,
    RangeOrOpen,
    ReadingOrNot,
    ReadingOrOpen,
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
    at_statement: Annotated[
        RoundOrNot | None, Meta(description="At the statement's time; null without a statement.")
    ]
    heartbeat_seconds: Annotated[
        str | None,
        Meta(description="Most open market seconds between its last rounds; null if not known."),
    ]
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


class Deduction(Record, frozen=True):
    """Tokens declared not redeemable, and what came of verifying it."""

    kind: Text
    permanent: Flag
    account: Caip
    address: Address
    asset: Caip
    declared: Decimal
    deducted: Amount
    not_deducted_because: Annotated[str, Meta(description="Empty where it was deducted.")]
    control_not_proven_because: Annotated[
        str, Meta(description="Empty where the issuer is shown to hold the account's key.")
    ]
    balance: ReadingOrOpen
    provenance: Provenance


class Outstanding(Record, frozen=True):
    """From total supply to redeemable tokens outstanding."""

    total_supply: AmountOrOpen
    bridged: AmountOrOpen
    native: AmountOrOpen
    deductions: tuple[Deduction, ...]
    redeemable: AmountOrOpen


class Custody(Record, frozen=True):
    """Who keeps an asset, and whether somebody else has a claim on it; as declared."""

    custodian: StatedOrNot
    jurisdiction: StatedOrNot
    location: StatedOrNot
    related_party: StatedOrNot
    segregated: StatedOrNot
    pledged: StatedOrNot


class Asset(Record, frozen=True):
    """One declared asset as it counts in the book."""

    id: Text
    asset_class: Text
    driver: Annotated[str, Meta(description="What moves its value: XAU, a currency, a coin.")]
    gross: RangeOrOpen
    encumbered: RangeOrOpen
    haircut: Decimal
    eligible: RangeOrOpen
    custody: Custody
    provenance: Provenance


class HaircutLine(Record, frozen=True):
    """Coverage if that share of the gold were not counted."""

    share: Decimal
    coverage: RangeOrOpen


class DaysBelow(Record, frozen=True, tag_field="status", tag="known"):
    """Days of UTC on which a feed's price was below break-even, as far as it is known."""

    surely: Count
    perhaps: Annotated[int, Meta(description="Below the upper end of break-even.", ge=0)]
    sampled: Annotated[bool, Meta(description="True where there may be more such days.")]
    last_day: Annotated[str | None, Meta(description="The last of `perhaps`; null for none.")]
    since: Instant
    feed: Text


class PriceFile(Record, frozen=True):
    """A price file that takes the place of gold's feeds."""

    name: Text
    sha256: Text
    price: StatedOrNot
    at: Instant | None
    source: Text


class EffectReading(Record, frozen=True):
    """Coverage, if the unknown were so."""

    if_so: Text
    coverage: RangeOrOpen


class Effect(Record, frozen=True):
    """What it is worth to know something that the declaration leaves unknown."""

    unknown: Text
    readings: tuple[EffectReading, ...]


class Reserve(Record, frozen=True):
    """The reserve book: what is owed, what is declared to back it, and how they compare."""

    outstanding: Outstanding
    owed_at_par: RangeOrOpen
    owed_at_par_redeemable: RangeOrOpen
    assets: tuple[Asset, ...]
    holdings: tuple[Holding, ...]
    feeds: tuple[Feed, ...]
    gold_market_closed: Flag
    fine_grams: RangeOrOpen
    price: RangeOrOpen
    value: RangeOrOpen
    coverage: RangeOrOpen
    required_coverage: Decimal
    surplus: RangeOrOpen
    redeemable_coverage: RangeOrOpen
    redeemable_surplus: RangeOrOpen
    break_even_price: RangeOrOpen
    haircuts: tuple[HaircutLine, ...]
    effects: tuple[Effect, ...]
    price_at_statement: RangeOrOpen
    days_below_break_even: DaysBelow | Open
    price_file: Annotated[PriceFile | None, Meta(description="Null where feeds were read.")]
    settles: Annotated[
        tuple[Text, ...], Meta(description="What would settle what leaves the check undecided.")
    ]
    by_the_statement: StatementTerms
