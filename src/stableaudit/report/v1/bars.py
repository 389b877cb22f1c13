"""The JSON of `bars`, version 1, down from `BarsReport`. See `values` for the rules."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.findings import Figure
from stableaudit.report.v1.values import Count, Flag, Range, Record, SchemaVersion, Severity, Text

SCHEMA_VERSION = "1.0.0"


class BarFault(Record, frozen=True):
    """One thing that does not hold."""

    lines: Annotated[
        tuple[int, ...],
        Meta(description="The first lines of the file that it is about; none for the list."),
    ]
    lines_in_all: Count
    statement: Text
    figures: tuple[Figure, ...]


class BarRule(Record, frozen=True):
    """One rule, and what it found."""

    id: Text
    proposition: Text
    severity: Severity
    judged: Flag
    missing: Annotated[str, Meta(description="Why it was not judged; empty if it was.")]
    findings: Count
    shown: Annotated[tuple[BarFault, ...], Meta(description="The first findings.")]
    remedy: Text


class BarsReport(Record, frozen=True, tag_field="kind", tag="bars"):
    """A list of bars, summed and judged."""

    schema_version: SchemaVersion
    program: Text
    passed: Flag
    exit_code: Annotated[int, Meta(description="Exit code of the process that printed this.")]
    fail_on: Annotated[
        Literal["info", "low", "medium", "high", "critical", "never"],
        Meta(description="Least severity of a finding that fails."),
    ]
    file: Text
    sha256: Annotated[str, Meta(description="Of the file's bytes.", pattern="^[0-9a-f]{64}$")]
    bars: Count
    gross: Annotated[tuple[Range, ...], Meta(description="The same weight in g and in ozt.")]
    fine: Annotated[tuple[Range, ...], Meta(description="The same weight in g and in ozt.")]
    price: Annotated[Range | None, Meta(description="Per fine troy ounce; null if none was given.")]
    value: Annotated[Range | None, Meta(description="Of the gold; null if no price was given.")]
    rules: tuple[BarRule, ...]
