"""Who controls a token, as objects of the JSON report, version 1. See `values`."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.control_history import ControlPast
from stableaudit.report.v1.values import (
    Address,
    BlockOrNot,
    Caip,
    Flag,
    Integer,
    Record,
    Stated,
    Text,
    Unavailable,
)

Power = Annotated[
    Literal["upgrade", "issue", "appoint", "destroy", "freeze", "redeem", "pause", "set a fee"],
    Meta(description="What somebody may do to a token."),
]
Kind = Annotated[
    Literal[
        "NOBODY",
        "KEY",
        "DELEGATED_KEY",
        "PERMISSIONED",
        "MULTISIG",
        "SAFE",
        "TIMELOCK",
        "OWNED",
        "PUBLISHED_CODE",
        "CONTRACT",
        "UNREAD",
    ],
    Meta(description="What stands at the account; MULTISIG and TIMELOCK by its own word."),
]


class Holder(Record, frozen=True, tag_field="status", tag="known"):
    """An account that an office names; `actors` tells what it is."""

    account: Caip
    address: Address


HolderOrNot = Holder | Unavailable


class Office(Record, frozen=True):
    """One office of a contract: what its holder may do, and who holds it."""

    powers: tuple[Power, ...]
    office: Annotated[str, Meta(description="As it was read: `owner()`, `EIP-1967 admin slot`.")]
    holder: HolderOrNot


class Switch(Record, frozen=True):
    """A setting of a contract that decides what holders may do."""

    name: Text
    value: Stated | Unavailable


class Proxy(Record, frozen=True):
    """The code that a contract runs and that is another's."""

    kind: Text
    implementation: HolderOrNot
    code_hash: Annotated[Stated | Unavailable, Meta(description="Of the implementation.")]


class Member(Record, frozen=True):
    """One of those who decide together."""

    account: Caip
    address: Address
    weight: Integer


class Rule(Record, frozen=True):
    """One way to act for an account: members whose weights reach the threshold."""

    name: Text
    threshold: Integer
    members: tuple[Member, ...]
    one_is_enough: Annotated[bool, Meta(description="Whether one of the members can act alone.")]


class Actor(Record, frozen=True):
    """An account that holds an office or moves one that does."""

    account: Caip
    address: Address
    label: Annotated[str | None, Meta(description="The registry's; null where it has none.")]
    kind: Kind
    code_hash: Annotated[str | None, Meta(description="Null without code, or where not read.")]
    published: Annotated[
        str | None, Meta(description="What its code is, by its hashes: `Safe 1.4.1`; or null.")
    ]
    rules: tuple[Rule, ...]
    heads: Annotated[
        tuple[Office, ...], Meta(description="Those who may act for it, or change it.")
    ]
    delay_seconds: Annotated[
        Integer | None, Meta(description="Between a proposal and its execution.")
    ]
    notes: Annotated[tuple[Text, ...], Meta(description="What is odd, and what could not be read.")]


class Proposal(Record, frozen=True):
    """A call that owners of a multisig approved and that was not made yet."""

    multisig: Holder
    digest: Annotated[Text, Meta(description="What they approved: 0x and 64 digits.")]
    nonce: Integer
    threshold: Integer
    approved_by: tuple[Holder, ...]
    target: Holder
    selector: Annotated[Text, Meta(description="First bytes of the call's data: 0x and digits.")]
    issues_to: Annotated[Holder | None, Meta(description="Null where it issues none of these.")]
    issues: Annotated[Integer | None, Meta(description="In base units; null where it issues none.")]


class ControlMap(Record, frozen=True, tag_field="status", tag="mapped"):
    """Everything that was learnt of who controls one deployment."""

    offices: tuple[Office, ...]
    switches: tuple[Switch, ...]
    proxy: Annotated[Proxy | None, Meta(description="Null where its code is its own.")]
    actors: Annotated[
        tuple[Actor, ...], Meta(description="Each once: holders first, then who moves them.")
    ]
    unknown: Annotated[tuple[Text, ...], Meta(description="What is not in here.")]
    pending: Annotated[
        tuple[Proposal, ...], Meta(description="Calls that wait for signatures, where it shows.")
    ] = ()


class Control(Record, frozen=True):
    """One deployment, and who controls it."""

    asset: Annotated[str, Meta(description="CAIP-19.")]
    chain_title: Text
    simulated: Flag
    block: BlockOrNot
    control: ControlMap | Unavailable
    past: Annotated[
        ControlPast | Unavailable | None,
        Meta(description="What its events tell; null where no ledger was looked at."),
    ] = None
