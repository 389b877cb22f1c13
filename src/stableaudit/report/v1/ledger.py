"""The objects of `holders` and `events` as JSON, version 1. See `values` for the rules."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.ledgers import Coverage
from stableaudit.report.v1.values import (
    Address,
    Amount,
    Caip,
    Count,
    Decimal,
    Flag,
    Instant,
    Integer,
    Provenance,
    Record,
    Text,
)

SCHEMA_VERSION = "1.0.0"

SchemaVersion = Annotated[str, Meta(description="Semantic version of this shape.")]
Date = Annotated[str, Meta(description="A day of UTC.", pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Share = Annotated[
    Decimal | None,
    Meta(description="A share, rounded down at 18 decimals; null where there is nothing to share."),
]
Kind = Annotated[Literal["transfer", "mint", "burn", "wipe"], Meta(description="What happened.")]
Party = Annotated[
    str, Meta(description="An address as its chain spells it, or `supply` or `suspense`.")
]


class Token(Record, frozen=True):
    """The token, by the registry's word."""

    key: Text
    title: Text
    symbol: Text


class Unfetched(Record, frozen=True):
    """A deployment of the token that there is no ledger of yet."""

    chain: Text
    asset: Caip


class Deployment(Record, frozen=True):
    """One token contract on one chain."""

    chain: Annotated[str, Meta(description="Key of the chain, such as `ethereum`.")]
    asset: Caip
    contract: Address
    decimals: Count
    law: Text
    law_established: Flag
    native: Flag
    depth: Annotated[
        Literal["full", "supply-events"],
        Meta(description="Whether the ledger holds every transfer, or supply events only."),
    ]
    simulated: Annotated[bool, Meta(description="True on a devnet: no figure is the token's.")]


class Label(Record, frozen=True):
    """Who an account is said to be."""

    name: Text
    role: Text
    contract: Annotated[bool | None, Meta(description="Has code; null where it is not known.")]
    provenance: Provenance


class Holder(Record, frozen=True):
    """One account with a balance."""

    rank: Count
    address: Address
    balance: Amount
    share: Share
    label: Annotated[Label | None, Meta(description="Null where nobody has stated who it is.")]


class Remainder(Record, frozen=True):
    """The holders that are not listed."""

    holders: Annotated[Count | None, Meta(description="Null where they are not followed.")]
    balance: Amount
    share: Share


class Apart(Record, frozen=True):
    """Accounts that a measure sets apart."""

    accounts: Count
    balance: Amount


class Top(Record, frozen=True):
    """What the largest holders have."""

    holders: Count
    share: Share


class Measures(Record, frozen=True):
    """How the token is spread. Measures are rounded down at 18 decimals."""

    holders: Count
    balance: Amount
    floor: Amount
    above_floor: Count
    top: Annotated[tuple[Top, ...], Meta(description="Empty where nobody holds anything.")]
    hhi: Annotated[Decimal | None, Meta(description="Null where nobody holds anything.")]
    effective_holders: Annotated[Decimal | None, Meta(description="1 / HHI, or null.")]
    nakamoto: Annotated[int | None, Meta(description="Fewest with more than half, or null.")]
    gini: Annotated[Decimal | None, Meta(description="Over holders above the floor, or null.")]
    excluded: Apart
    negative: Apart


class DayIssuance(Record, frozen=True):
    """One day's issuance; `burned` includes what was wiped. Base units."""

    day: Date
    minted: Integer
    burned: Integer
    supply: Annotated[str, Meta(description="At the end of the day.", pattern=r"^-?[0-9]+$")]
    transfers: Count


class DayCount(Record, frozen=True):
    """Holders of more than the floor at the end of one day."""

    day: Date
    holders: Count


class Spread(Record, frozen=True, tag_field="status", tag="known"):
    """How a token is spread over its holders."""

    holders: Annotated[int, Meta(description="Accounts whose balance is not zero.", ge=0)]
    everyone: Measures
    unlabelled: Annotated[Measures, Meta(description="Labelled accounts set apart.")]
    by_day: Annotated[tuple[DayCount, ...], Meta(description="Idle days left out.")]


class Unfollowed(Record, frozen=True, tag_field="status", tag="unknown"):
    """Why nothing is known of the holders."""

    why: Text


class Holders(Record, frozen=True):
    """The holders of one token contract."""

    deployment: Deployment
    coverage: Coverage
    block: Integer
    time: Instant
    supply: Amount
    minted: Amount
    burned: Amount
    wiped: Amount
    suspense: Amount
    unattributed: Annotated[int, Meta(description="Entries that stand in suspense.", ge=0)]
    residual: Annotated[Amount, Meta(description="Supply less all balances and suspense.")]
    holders: tuple[Holder, ...]
    remainder: Remainder
    spread: Annotated[
        Spread | Unfollowed, Meta(description="How the token is spread over its holders.")
    ]
    issuance: Annotated[tuple[DayIssuance, ...], Meta(description="Days without any left out.")]
    irregularities: tuple[Text, ...]


class HoldersReport(Record, frozen=True, tag_field="kind", tag="holders"):
    """Who holds a token, chain by chain, by what was fetched."""

    schema_version: SchemaVersion
    program: Text
    token: Token
    chains: tuple[Holders, ...]
    unfetched: tuple[Unfetched, ...]


class Event(Record, frozen=True):
    """One entry of a ledger."""

    time: Instant
    block: Integer
    ordinal: Annotated[int, Meta(description="Position among all logs of the block.", ge=0)]
    kind: Kind
    source: Party
    destination: Party
    amount: Amount
    attribution: Annotated[
        Literal["log", "calldata", "nested-calldata", "balance-difference", "none"],
        Meta(description="Where the account is known from."),
    ]
    transaction: Annotated[
        str | None, Meta(description="Null for a plain transfer, found by block and ordinal.")
    ]


class Events(Record, frozen=True):
    """What happened to one token contract."""

    deployment: Deployment
    coverage: Coverage
    kinds: tuple[Kind, ...]
    since: Annotated[Instant | None, Meta(description="Null for the beginning.")]
    until: Instant
    events: tuple[Event, ...]
    complete: Annotated[bool, Meta(description="False where a limit left some out.")]


class EventsReport(Record, frozen=True, tag_field="kind", tag="events"):
    """What happened to a token, chain by chain, by what was fetched."""

    schema_version: SchemaVersion
    program: Text
    token: Token
    chains: tuple[Events, ...]
    unfetched: tuple[Unfetched, ...]
