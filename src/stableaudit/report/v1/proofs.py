"""Proofs as objects of the JSON report, version 1. See `values`."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.values import (
    Address,
    Block,
    Caip,
    Count,
    Flag,
    Integer,
    Record,
    Text,
    Unavailable,
)


class ProvenBalance(Record, frozen=True):
    """The balance of one account, from the block."""

    account: Caip
    address: Address
    balance: Annotated[Integer, Meta(description="In base units.")]


class ProvenSlot(Record, frozen=True):
    """One slot that says which code runs and who may change it, from the block."""

    slot: Annotated[Text, Meta(description="0x and 64 digits.")]
    word: Annotated[Text, Meta(description="0x and 64 digits; zeros where it is empty.")]


class TokenProof(Record, frozen=True, tag_field="status", tag="proven"):
    """What follows from the hash of a block."""

    block: Block
    code_hash: Text
    supply: Annotated[Integer, Meta(description="In base units.")]
    balances: tuple[ProvenBalance, ...]
    layout: Annotated[Text, Meta(description="Whose word it is that these slots are meant.")]
    steps: Annotated[tuple[Text, ...], Meta(description="From the block's hash to the supply.")]
    control_slots: tuple[ProvenSlot, ...] = ()


class ProvenBlock(Record, frozen=True, tag_field="status", tag="proven"):
    """One block, and what of the ledger it bears out."""

    block: Block
    shown: Annotated[Text, Meta(description="What of the block is proven, against which root.")]
    rests_on: Annotated[Text, Meta(description="Why its hash is taken for the chain's.")]
    sampled: Annotated[
        bool, Meta(description="Whether a hash picked it, and not what the ledger has of it.")
    ]
    ledger_lines: Annotated[Count, Meta(description="Of the ledger, borne out by the block.")]
    signers: Annotated[
        tuple[Address, ...], Meta(description="Whose keys signed; empty where logs are proven.")
    ]
    differences: Annotated[
        tuple[Text, ...], Meta(description="What is proven and the ledger has otherwise.")
    ]


class UnprovenBlock(Record, frozen=True, tag_field="status", tag="unproven"):
    """One block of which nothing could be proven."""

    number: Integer
    why: Text


class Finality(Record, frozen=True, tag_field="status", tag="proven"):
    """The reference block, that enough distinct producers have built on."""

    block: Block
    last: Annotated[Integer, Meta(description="The last block of the run that shows it.")]
    builders: Annotated[Integer, Meta(description="Distinct producers in that run.")]
    rests_on: Annotated[Text, Meta(description="Whose word the list of producers is.")]


class SignedFinality(Record, frozen=True, tag_field="status", tag="proven"):
    """A block that at least two thirds of a known set of validators signed as final."""

    block: Block
    signers: Count
    validators: Annotated[Count, Meta(description="How many the set has.")]
    needed: Annotated[Count, Meta(description="Least signers that make a block final.")]
    rests_on: Annotated[tuple[Text, ...], Meta(description="What has to be true beside them.")]
    steps: Annotated[tuple[Text, ...], Meta(description="From what is trusted to the block.")]
    unlinked: Annotated[
        Unavailable | None,
        Meta(description="Why the reference block does not follow from it; null where it does."),
    ]


class IssuanceBlocks(Record, frozen=True, tag_field="status", tag="asked"):
    """What the blocks with mints and burns, and some others, bear out of the ledger."""

    blocks: tuple[ProvenBlock | UnprovenBlock, ...]
    finality: Annotated[
        Finality | Unavailable | None,
        Meta(description="Null on chains whose producers' signatures are not read."),
    ]
    left_out: Annotated[
        Count, Meta(description="Older mints and burns, whose blocks were not asked.")
    ]


class Proof(Record, frozen=True):
    """One deployment where proving was asked for."""

    asset: Annotated[str, Meta(description="CAIP-19.")]
    chain_title: Text
    simulated: Flag
    proof: TokenProof | Unavailable
    confirmed: Annotated[
        tuple[Text, ...], Meta(description="Operators that showed which slots are what.")
    ]
    issuances: Annotated[
        IssuanceBlocks | Unavailable | None,
        Meta(description="Null where there was no ledger to bear out."),
    ] = None
