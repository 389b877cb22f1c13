"""The JSON that a webhook gets where a verdict changed, version 1. See `values`."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.sections import Verdict
from stableaudit.report.v1.values import Flag, Instant, Record, SchemaVersion, Text

SCHEMA_VERSION = "1.0.0"

ExitCode = Annotated[int, Meta(description="0 passed, 3 undecided, 4 failed.")]


class Outcome(Record, frozen=True):
    """How a check ended."""

    verdict: Verdict
    exit_code: ExitCode


class Notice(Record, frozen=True, tag_field="kind", tag="verdict-changed"):
    """A check of a token ends otherwise than was told last."""

    schema_version: SchemaVersion
    program: Text
    token: Annotated[str, Meta(description="Key of the token.")]
    title: Text
    symbol: Text
    simulated: Annotated[bool, Meta(description="True if any chain was a devnet.")]
    recovered: Annotated[Flag, Meta(description="Whether it passes again after it did not.")]
    before: Annotated[Outcome | None, Meta(description="As told last; null for the first.")]
    now: Outcome
    times: Annotated[int, Meta(description="In how many of the last runs it was found so.")]
    of_runs: Annotated[int, Meta(description="How many of the last runs were looked at.")]
    why: Annotated[str, Meta(description="The sentence why, as the report has it.")]
    measurement_time: Instant
    collected_at: Instant
