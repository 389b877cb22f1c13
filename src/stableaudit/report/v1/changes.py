"""The objects of `check --since-last` as JSON, version 1. See `values` for the rules."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.history import Finding, Verdict
from stableaudit.report.v1.ledger import Event, Token
from stableaudit.report.v1.values import (
    AmountOrOpen,
    Caip,
    Instant,
    Open,
    RangeOrOpen,
    Record,
    Text,
)

SCHEMA_VERSION = "1.0.0"


class Side(Record, frozen=True, tag_field="status", tag="known"):
    """One of the two checks."""

    measurement_time: Instant
    verdict: Verdict
    why: Text


class Word(Record, frozen=True):
    """One thing that is told, and is told otherwise."""

    subject: Text
    what: Annotated[str, Meta(description="`verdict`, `statement` or `code hash`.")]
    before: Text
    after: Text


class Causes(Record, frozen=True, tag_field="status", tag="known"):
    """The mints and burns between the two reference blocks, in chain order."""

    events: tuple[Event, ...]


class Supply(Record, frozen=True):
    """The supply of one contract."""

    subject: Text
    asset: Caip
    before: AmountOrOpen
    after: AmountOrOpen
    causes: Causes | Open
    unexplained: Annotated[
        AmountOrOpen, Meta(description="What of the difference the causes do not add up to.")
    ]


class AmountChange(Record, frozen=True):
    """One amount of tokens in the books."""

    label: Text
    before: AmountOrOpen
    after: AmountOrOpen


class RangeChange(Record, frozen=True):
    """One ratio or price of the books."""

    label: Text
    before: RangeOrOpen
    after: RangeOrOpen


class ChangesReport(Record, frozen=True, tag_field="kind", tag="changes"):
    """What changed since the last result that was kept."""

    schema_version: Annotated[str, Meta(description="Semantic version of this shape.")]
    program: Text
    exit_code: Annotated[int, Meta(description="Of the check; changes never alter it.")]
    token: Token
    simulated: Annotated[bool, Meta(description="True on a devnet: no figure is the token's.")]
    before: Side | Open
    after: Side
    changed: Annotated[
        Literal["yes", "no", "not known"],
        Meta(description="`not known` where there is nothing to compare with."),
    ]
    words: tuple[Word, ...]
    supplies: tuple[Supply, ...]
    amounts: tuple[AmountChange, ...]
    ranges: tuple[RangeChange, ...]
    appeared: Annotated[tuple[Finding, ...], Meta(description="Findings that are new.")]
    gone: tuple[Finding, ...]
