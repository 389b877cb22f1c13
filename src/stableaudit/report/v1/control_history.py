"""What a token's events tell of control, as objects of the JSON report, version 1. See `values`."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.values import (
    Address,
    Amount,
    Caip,
    Instant,
    Integer,
    Record,
    Text,
    Unavailable,
)

Kind = Annotated[
    Literal[
        "GRANT",
        "REVOKE",
        "ROLE_ADMIN",
        "OFFICE",
        "UPGRADE",
        "PAUSE",
        "UNPAUSE",
        "FREEZE",
        "UNFREEZE",
        "SETTING",
        "ISSUE",
        "REDEEM",
        "DESTROY",
    ],
    Meta(description="What was done by a power over the token."),
]


class Party(Record, frozen=True):
    """An account."""

    account: Caip
    address: Address
    label: Annotated[str | None, Meta(description="The registry's; null where it has none.")]


class Approvals(Record, frozen=True):
    """Who agreed to what a multisig did."""

    owners: Annotated[tuple[Party, ...], Meta(description="Those who are named, each once.")]
    number: Annotated[Integer, Meta(description="Of approvals or signatures, named or not.")]
    threshold: Annotated[Integer, Meta(description="How many it asks for now.")]
    signed: Annotated[bool, Meta(description="Whether signatures came with the call.")]


class Use(Record, frozen=True):
    """Something that was done by a power over the token, and what its transaction tells."""

    kind: Kind
    event: Annotated[Text, Meta(description="Its name; of a ledger's entry what that calls it.")]
    detail: Annotated[Text, Meta(description="The role, or the numbers that were set; or empty.")]
    time: Instant
    block: Integer
    transaction: Annotated[Text, Meta(description="0x and 64 digits.")]
    about: Annotated[Party | None, Meta(description="Whom it made, freezes, credits or debits.")]
    amount: Annotated[Amount | None, Meta(description="Null where it moves none.")]
    sender: Annotated[Party | None, Meta(description="Who signed; null where not known.")]
    through: Annotated[Party | None, Meta(description="The contract that acted for the sender.")]
    approvals: Annotated[Approvals | None, Meta(description="Null where not known, or none.")]


class BriefRole(Record, frozen=True):
    """A role that was granted and revoked inside one block."""

    role: Text
    account: Party
    block: Integer
    granted_by: Annotated[Text, Meta(description="Transaction: 0x and 64 digits.")]
    revoked_by: Annotated[Text, Meta(description="Transaction: 0x and 64 digits.")]


class Minter(Record, frozen=True):
    """An account that may mint."""

    account: Party
    allowance: Annotated[Amount | None, Meta(description="Null where it could not be read.")]


class FrozenAccount(Record, frozen=True):
    """An account that is frozen by the events."""

    account: Party
    since: Instant
    block: Integer
    balance: Amount | Unavailable
    confirmed: Annotated[bool | None, Meta(description="By its getter; null where not asked.")]


class FrozenThen(Record, frozen=True):
    """How many accounts were frozen after an event changed it."""

    time: Instant
    block: Integer
    accounts: Integer


class ControlPast(Record, frozen=True, tag_field="status", tag="known"):
    """What a deployment's events tell of control."""

    first_block: Annotated[Integer, Meta(description="Of its ledger.")]
    last_block: Integer
    acts: Annotated[Integer, Meta(description="How often power was used in all.")]
    uses: Annotated[tuple[Use, ...], Meta(description="The newest, in chain order.")]
    brief_roles: tuple[BriefRole, ...]
    minters: tuple[Minter, ...]
    frozen: Annotated[tuple[FrozenAccount, ...], Meta(description="By when it began.")]
    frozen_series: Annotated[
        tuple[FrozenThen, ...], Meta(description="After each event that changed it.")
    ]
