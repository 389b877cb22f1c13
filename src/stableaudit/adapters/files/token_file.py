"""The schema of a token's file; token_values.py turns it into the domain value."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stableaudit.adapters.files.vocabulary import (
    Address,
    AsOf,
    Currency,
    DecimalPlaces,
    Fact,
    FigureText,
    Instant,
    Key,
    ShortText,
    Source,
    Strict,
    Text,
)
from stableaudit.domain.instants import first_instant

_Law = Literal["tether", "usdkg", "tether-tron", "fiat-token", "paxos", "zero-transfer"]
_Depth = Literal["full", "supply-events"]
_Kind = Literal["stablecoin", "crypto-reserve", "digital-currency"]
_Role = Literal["treasury", "exchange", "owner", "escrow"]


class PegTable(Fact, frozen=True, kw_only=True):
    """What one token promises to be worth."""

    currency: Annotated[Currency, Meta(description="ISO 4217; XAU is one fine troy ounce.")]
    per_token: Annotated[FigureText, Meta(description="How much of it one token promises.")]


class DeploymentTable(Fact, frozen=True, kw_only=True):
    """One token contract on one chain."""

    chain: Annotated[Key, Meta(description="Key of the chain it stands on.")]
    address: Annotated[Address, Meta(description="The contract: 0x… (EIP-55), on TRON T….")]
    decimals: Annotated[DecimalPlaces, Meta(description="Decimals of the smallest unit.")]
    law: Annotated[_Law, Meta(description="Which events change the supply.")]
    law_established: Annotated[
        bool, Meta(description="False where the law is an assumption until events prove it.")
    ]
    native: Annotated[bool, Meta(description="False for a copy of tokens minted elsewhere.")]
    ledger: Annotated[
        _Depth,
        Meta(description="full: every transfer; supply-events: mints and burns alone."),
    ] = "full"
    since: Annotated[
        Instant | msgspec.UnsetType,
        Meta(
            description="An instant, or a date (its beginning, UTC), before which it did nothing."
        ),
    ] = msgspec.UNSET
    since_why: Annotated[
        Text | msgspec.UnsetType, Meta(description="Why nothing can have happened before it.")
    ] = msgspec.UNSET

    def __post_init__(self) -> None:
        """Require `since` and `since_why` together, and dates that a calendar has."""
        super().__post_init__()
        if self.since is not msgspec.UNSET:
            first_instant(self.since)
        if (self.since is msgspec.UNSET) != (self.since_why is msgspec.UNSET):
            message = "give since and since_why together"
            raise ValueError(message)


class AccountTable(Fact, frozen=True, kw_only=True):
    """A labelled account whose balance the check reads."""

    chain: Annotated[Key, Meta(description="Key of the chain it is on.")]
    address: Annotated[Address, Meta(description="0x… (EIP-55), on TRON T….")]
    label: Annotated[ShortText, Meta(description="Who it is, for people.")]
    role: Annotated[_Role, Meta(description="What it is to the token.")]


class OpenPointTable(Fact, frozen=True, kw_only=True):
    """Something that is not known, or on which the sources conflict."""

    about: Annotated[ShortText, Meta(description="What it is about, in a few words.")]
    conflict: Annotated[bool, Meta(description="True where sources contradict one another.")]
    statement: Annotated[Text, Meta(description="What is not known, or who says what.")]


class StatementReference(Strict, frozen=True, kw_only=True):
    """The file of the reserve statement, or where one was looked for and not found."""

    file: Annotated[
        ShortText | msgspec.UnsetType,
        Meta(description="Path of the statement's file, from this file's directory."),
    ] = msgspec.UNSET
    missing: Annotated[
        Text | msgspec.UnsetType, Meta(description="Why there is none, and where was looked.")
    ] = msgspec.UNSET
    ask: Annotated[
        Text | msgspec.UnsetType, Meta(description="Whom to ask for what is missing.")
    ] = msgspec.UNSET
    source: Source | msgspec.UnsetType = msgspec.UNSET
    as_of: AsOf | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        """Require `file`, or `missing` with `source` and `as_of`."""
        told = (self.missing, self.source, self.as_of)
        unset = tuple(value is msgspec.UNSET for value in told)
        if (all(unset)) == (self.file is msgspec.UNSET) or (any(unset) and not all(unset)):
            message = "give either file, or missing with source and as_of"
            raise ValueError(message)
        if self.ask is not msgspec.UNSET and self.file is not msgspec.UNSET:
            message = "ask goes with missing: a statement that is at hand need not be asked for"
            raise ValueError(message)


class TokenFile(Fact, frozen=True, kw_only=True):
    """One entry of the registry: everything its check starts from."""

    key: Annotated[Key, Meta(description="Name in commands.")]
    title: Annotated[ShortText, Meta(description="Name for people.")]
    symbol: Annotated[ShortText, Meta(description="What symbol() must answer.")]
    issuer: Annotated[ShortText, Meta(description="Who owes the redemption, or keeps it.")]
    peg: Annotated[
        PegTable,
        Meta(description="What one token promises to be worth; 0 for a crypto reserve."),
    ]
    deployments: Annotated[
        tuple[DeploymentTable, ...],
        Meta(max_length=100, description="Every contract on the chains that are read."),
    ]
    statement: Annotated[
        StatementReference,
        Meta(
            description="The reserve statement, or why there is none.",
            extra_json_schema={
                "oneOf": [{"required": ["file"]}, {"required": ["missing", "source", "as_of"]}]
            },
        ),
    ]
    kind: Annotated[
        _Kind,
        Meta(
            description="stablecoin; crypto-reserve: holdings that back no token; "
            "digital-currency: central bank money."
        ),
    ] = "stablecoin"
    no_deployments_because: Annotated[
        Text | msgspec.UnsetType,
        Meta(description="Why deployments is empty; required exactly then."),
    ] = msgspec.UNSET
    accounts: Annotated[
        tuple[AccountTable, ...],
        Meta(max_length=1000, description="Accounts whose balances are read and shown."),
    ] = ()
    open_points: Annotated[
        tuple[OpenPointTable, ...],
        Meta(max_length=100, description="What is not known about the token."),
    ] = ()
