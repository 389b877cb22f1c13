"""The dollar view as objects of the JSON report, version 1."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.values import (
    Flag,
    Instant,
    Integer,
    Range,
    RangeOrOpen,
    Record,
    Text,
    Unavailable,
)

Day = Annotated[
    str,
    Meta(description="A day of the calendar in Bishkek.", pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
]


class Rate(Record, frozen=True, tag_field="status", tag="known"):
    """An exchange rate that a source gave."""

    operator: Text
    source: Annotated[str, Meta(description="The endpoint without path or query, or a file.")]
    simulated: Flag
    rate: Annotated[Range, Meta(description="For one unit of the base currency.")]
    effective: Annotated[Day, Meta(description="The first day that it applies to.")]
    valid_for_days: Integer
    age_days: Annotated[
        Integer, Meta(description="At the measurement time; negative for a later day.")
    ]
    standing: Annotated[
        Literal["in force", "of a later day", "stale"],
        Meta(description="Only a rate in force is used."),
    ]
    used: Annotated[bool, Meta(description="Whether the view is at this rate.")]
    sha256: Annotated[str, Meta(description="Of the bytes as received.", pattern="^[0-9a-f]{64}$")]
    fetched_at: Instant


class DollarView(Record, frozen=True):
    """The supply in the pegged currency and in dollars. Outside the books; decides nothing."""

    base: Annotated[str, Meta(description="ISO 4217 code of what `worth` is in.")]
    quote: Annotated[str, Meta(description="ISO 4217 code of what the token owes.")]
    measured_on: Day
    rates: Annotated[
        tuple[Rate | Unavailable, ...], Meta(description="By source, the official one first.")
    ]
    rate: Annotated[RangeOrOpen, Meta(description="The rate that is used.")]
    owed_at_par: RangeOrOpen
    worth: RangeOrOpen
