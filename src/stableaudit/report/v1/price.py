"""The object of `price` as JSON, version 1. See `values` for the rules."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.findings import Finding
from stableaudit.report.v1.sections import Incident
from stableaudit.report.v1.values import (
    Address,
    Decimal,
    Flag,
    Instant,
    Integer,
    Range,
    ReadingOrNot,
    Record,
    RoundOrNot,
    Text,
)

SCHEMA_VERSION = "1.0.0"

SchemaVersion = Annotated[str, Meta(description="Semantic version of this shape.")]


class FeedPrice(Record, frozen=True):
    """One feed's price at the instant."""

    chain: Annotated[str, Meta(description="Key of the chain, such as `ethereum`.")]
    simulated: Annotated[bool, Meta(description="True on a devnet: no figure is the real one.")]
    contract: Address
    pair: Text
    price: Annotated[
        Range | None,
        Meta(description="Null where no round was read, or it is not surely the registry's feed."),
    ]
    phase: Annotated[Integer | None, Meta(description="Of the round: its upper bits.")]
    age_seconds: Annotated[Integer | None, Meta(description="Of the round, at the instant.")]
    heartbeat_seconds: Annotated[
        Integer | None,
        Meta(description="Most open market time between the last rounds; null for fewer than two."),
    ]
    round: RoundOrNot
    decimals: ReadingOrNot
    description: ReadingOrNot


class FilePrice(Record, frozen=True):
    """What a price file of the user's own says beside."""

    name: Text
    sha256: Text
    currency: Text
    at: Annotated[Instant | None, Meta(description="Null where the file begins later.")]
    price: Annotated[Decimal | None, Meta(description="Per fine troy ounce, as written.")]
    source: Annotated[str | None, Meta(description="By the file's word.")]


class PriceReport(Record, frozen=True):
    """What something cost at an instant, by every feed of the registry."""

    schema_version: SchemaVersion
    program: Text
    exit_code: Annotated[int, Meta(description="Exit code of the process that printed this.")]
    settled: Annotated[
        bool, Meta(description="Whether every feed answered, is alive, and they agree.")
    ]
    why: Text
    simulated: Flag
    priced: Annotated[str, Meta(description="What is priced: `GOLD`.")]
    at: Instant
    gold_market: Literal["open", "closed"]
    feeds: tuple[FeedPrice, ...]
    divergence: Annotated[
        Range | None, Meta(description="Highest over lowest less 1; null for fewer than two.")
    ]
    max_feed_divergence: Decimal
    max_price_age_seconds: Integer
    max_weekend_price_age_seconds: Integer
    file: FilePrice | None
    findings: tuple[Finding, ...]
    incidents: tuple[Incident, ...]
