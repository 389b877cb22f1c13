"""The object of `controls` as JSON, version 1. See `values` for the rules."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.controls import Control
from stableaudit.report.v1.sections import Chain
from stableaudit.report.v1.values import Flag, Instant, Record, Text

SCHEMA_VERSION = "1.0.0"

SchemaVersion = Annotated[str, Meta(description="Semantic version of this shape.")]


class SurveyedToken(Record, frozen=True):
    """What was asked about."""

    key: Text
    title: Text
    symbol: Text


class ControlReport(Record, frozen=True):
    """Who controls every deployment of one token."""

    schema_version: SchemaVersion
    program: Text
    exit_code: Annotated[int, Meta(description="Exit code of the process that printed this.")]
    simulated: Flag
    token: SurveyedToken
    measurement_time: Instant
    collected_at: Instant
    controls: tuple[Control, ...]
    unread: Annotated[
        tuple[Text, ...], Meta(description="What was asked and not answered; empty for exit 0.")
    ]
    chains: tuple[Chain, ...]
