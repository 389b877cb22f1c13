"""Findings of a JSON report, their figures, and the waivers that let some of them by."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.values import Flag, Record, Severity, Text

Day = Annotated[str, Meta(description="A day of UTC, such as 2026-12-31.")]


class Figure(Record, frozen=True):
    """One figure of a finding: exact or bounded for machines, and as people read it."""

    label: Text
    kind: Literal[
        "money", "ratio", "fine-gold", "price", "duration", "instant", "tokens", "block", "integer",
        "text", "account", "bar-weight",
    ]  # fmt: skip
    text: Text
    low: Annotated[
        str | None,
        Meta(description="Plain number: bounds, seconds, or the exact value; null for text."),
    ]
    high: Annotated[str | None, Meta(description="Equal to `low` for an exact value.")]
    unit: Text


class FindingWaiver(Record, frozen=True):
    """Whose word lets a finding by."""

    reason: Text
    owner: Text
    expires: Day


class Waiver(Record, frozen=True):
    """One waiver that was given, whether it lets anything by or not."""

    check: Text
    subject: Annotated[str, Meta(description="Empty for every subject.")]
    reason: Text
    owner: Text
    expires: Day
    expired: Flag
    findings: Annotated[int, Meta(description="How many findings it lets by.", ge=0)]


class Finding(Record, frozen=True):
    """One result of one check."""

    check: Text
    severity: Severity
    bearing: Literal["contradicts", "undecided", "noted"]
    subject: Text
    statement: Text
    figures: tuple[Figure, ...]
    remedy: Text
    waiver: Annotated[
        FindingWaiver | None,
        Meta(description="Who lets it by; null where it counts. The verdict's word counts it."),
    ] = None
