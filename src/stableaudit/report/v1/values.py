"""The values of the JSON report, version 1: frozen, and independent of every type of the core.

A field may be added in a minor version; nothing is renamed, removed or given another meaning within
version 1. Amounts, figures and whatever a chain answered are strings, so that no reader rounds
them and no hostile size breaks one; counts of our own are integers.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(description="One line of text, safe to print.")]
Integer = Annotated[str, Meta(description="An integer in digits.", pattern=r"^-?[0-9]+$")]
Decimal = Annotated[
    str, Meta(description="A plain decimal, no exponent.", pattern=r"^-?[0-9]+(\.[0-9]+)?$")
]
Caip = Annotated[str, Meta(description="A CAIP-2, CAIP-10 or CAIP-19 name.")]
Address = Annotated[str, Meta(description="As its chain spells it: EIP-55, or base58 on TRON.")]
Flag = Annotated[bool, Meta(description="True or false, as the name says.")]
Count = Annotated[int, Meta(description="How many.", ge=0)]
SchemaVersion = Annotated[str, Meta(description="Semantic version of this shape.")]
Severity = Annotated[
    Literal["info", "low", "medium", "high", "critical"], Meta(description="Least to most severe.")
]
Pin = Annotated[
    Literal["EXACT", "BRACKETED", "DERIVED", "UNPINNED"],
    Meta(description="How firmly the value is tied to the reference block, strongest first."),
]
TrustLevel = Annotated[
    Literal["PROVEN", "AGREED", "SINGLE"],
    Meta(description="On whose word the value rests, strongest first."),
]


class Record(Struct, frozen=True, kw_only=True):
    """Base of every object."""


class Instant(Record, frozen=True):
    """A point in time."""

    seconds: Integer
    utc: Annotated[
        str | None, Meta(description="RFC 3339; null where no calendar holds the seconds.")
    ]


class Block(Record, frozen=True, tag_field="status", tag="known"):
    """One block of one chain."""

    chain: Caip
    number: Integer
    hash: Text
    time: Instant


class Amount(Record, frozen=True, tag_field="status", tag="known"):
    """An exact token amount."""

    base_units: Integer
    decimals: Count
    tokens: Decimal


class Range(Record, frozen=True, tag_field="status", tag="known"):
    """A figure as an interval that contains the true value."""

    low: Decimal
    high: Decimal
    exact: Annotated[
        bool, Meta(description="Whether both ends are written in whole, not rounded outwards.")
    ]
    unit: Annotated[str, Meta(description="Currency, `g`, `ozt`, `ratio`, or currency per unit.")]


class Open(Record, frozen=True, tag_field="status", tag="open"):
    """A figure that there is none of, and what is missing."""

    missing: Text


class Stated(Record, frozen=True, tag_field="status", tag="known"):
    """A value as it was declared."""

    value: Text


class Undeclared(Record, frozen=True, tag_field="status", tag="unknown"):
    """A value that the declaration does not give, and why."""

    why: Text


class Trust(Record, frozen=True):
    """How many independent operators gave the same value."""

    level: TrustLevel
    agreeing: Count
    asked: Count


class Source(Record, frozen=True):
    """Who answered, and what was asked."""

    operator: Text
    endpoint: Text
    call: Text


class Basis(Record, frozen=True):
    """What a value read from a chain rests on."""

    block: Annotated[Block, Meta(description="The reference block the value speaks of.")]
    observed_block: Annotated[Block, Meta(description="The block the node answered from.")]
    pin: Pin
    trust: Trust
    sources: Annotated[tuple[Source, ...], Meta(description="One per operator.", min_length=1)]


class Reading(Basis, frozen=True, tag_field="status", tag="read"):
    """A value that a chain answered."""

    value: Text


class Round(Basis, frozen=True, tag_field="status", tag="read"):
    """A round that a price feed answered."""

    round_id: Integer
    answer: Integer
    started_at: Instant
    updated_at: Instant


class Unavailable(Record, frozen=True, tag_field="status", tag="unavailable"):
    """The stated reason for not having a value."""

    kind: Text
    asked: Text
    whom: Text
    at: Text
    came: Text
    hint: Text


class Provenance(Record, frozen=True):
    """Where a fact comes from and when that source was read."""

    source: Text
    as_of: Text


AmountOrOpen = Amount | Open
RangeOrOpen = Range | Open
StatedOrNot = Stated | Undeclared
ReadingOrNot = Reading | Unavailable
ReadingOrOpen = Reading | Open
RoundOrNot = Round | Unavailable
BlockOrNot = Block | Unavailable
