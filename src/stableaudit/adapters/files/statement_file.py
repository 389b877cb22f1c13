"""The schema of a reserve statement's file; statement_values.py turns it into the domain value.

The tables inside are those of reserve_tables, undertaking_tables and assurance_table.
"""

from typing import Annotated, Final

from msgspec import UNSET, Meta, UnsetType

from stableaudit.adapters.files.assurance_table import AssuranceTable
from stableaudit.adapters.files.reserve_tables import ReserveTable
from stableaudit.adapters.files.undertaking_tables import (
    AnnouncementTable,
    DeclaredDeploymentTable,
    IssuanceEventTable,
    NonredeemableTable,
    RedemptionTable,
    ReserveEventTable,
)
from stableaudit.adapters.files.vocabulary import (
    UNKNOWN,
    Count,
    Fact,
    FigureOrUnknown,
    Instant,
    Key,
    PathText,
    ShortText,
    Supersedes,
    UnknownWord,
    Version,
)

SCHEMA_VERSION: Final = "1.0"


class StatementFile(Fact, frozen=True, kw_only=True):
    """What an issuer declares to hold and to owe, as of one instant."""

    schema_version: Annotated[
        Version, Meta(description=f'Version of this format: "{SCHEMA_VERSION}".')
    ]
    id: Annotated[Key, Meta(description="Name of the statement; the file's own name.")]
    issuer: Annotated[ShortText, Meta(description="Who declares it.")]
    symbol: Annotated[
        ShortText, Meta(description='Of which token it speaks, by its symbol, or "unknown".')
    ] = "unknown"
    jurisdiction: Annotated[
        ShortText, Meta(description='Whose law the issuer is under, or "unknown".')
    ] = UNKNOWN
    measured_at: Annotated[
        Instant, Meta(description="The instant it speaks of; a date means its end, UTC.")
    ]
    published_at: Annotated[Instant, Meta(description="When it became public.")]
    supersedes: Annotated[
        Supersedes,
        Meta(description='SHA-256 of the statement before; "none" for the first, or "unknown".'),
    ] = UNKNOWN
    supersedes_file: Annotated[
        PathText | UnsetType,
        Meta(description="That statement's file, from this file's directory."),
    ] = UNSET
    declared_supply: Annotated[
        FigureOrUnknown, Meta(description="Tokens that the statement says are issued.")
    ]
    promised_cadence_days: Annotated[
        Count | UnknownWord, Meta(description="How often the issuer promises a statement, days.")
    ]
    deployments: Annotated[
        tuple[DeclaredDeploymentTable, ...],
        Meta(max_length=100, description="Its word on each contract."),
    ] = ()
    nonredeemable: Annotated[
        tuple[NonredeemableTable, ...],
        Meta(max_length=1000, description="Tokens declared not redeemable."),
    ] = ()
    reserves: Annotated[
        tuple[ReserveTable, ...],
        Meta(min_length=1, max_length=1000, description="The assets held."),
    ]
    assurance: Annotated[
        AssuranceTable | UnknownWord, Meta(description="The practitioner's report on it.")
    ]
    redemption: Annotated[
        RedemptionTable | UnknownWord, Meta(description="On what terms tokens are redeemed.")
    ] = UNKNOWN
    issuance_events: Annotated[
        tuple[IssuanceEventTable, ...],
        Meta(max_length=10_000, description="Every issuance, oldest first."),
    ] = ()
    reserve_events: Annotated[
        tuple[ReserveEventTable, ...],
        Meta(max_length=10_000, description="Every change of the reserve, oldest first."),
    ] = ()
    announced: Annotated[
        tuple[AnnouncementTable, ...],
        Meta(max_length=100, description="Targets that were announced; they back nothing."),
    ] = ()
