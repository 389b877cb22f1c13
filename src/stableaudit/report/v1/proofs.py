"""Proofs as objects of the JSON report, version 1. See `values`."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.values import (
    Address,
    Block,
    Caip,
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


class TokenProof(Record, frozen=True, tag_field="status", tag="proven"):
    """What follows from the hash of a block."""

    block: Block
    code_hash: Text
    supply: Annotated[Integer, Meta(description="In base units.")]
    balances: tuple[ProvenBalance, ...]
    layout: Annotated[Text, Meta(description="Whose word it is that these slots are meant.")]
    steps: Annotated[tuple[Text, ...], Meta(description="From the block's hash to the supply.")]


class Proof(Record, frozen=True):
    """One deployment where proving was asked for."""

    asset: Annotated[str, Meta(description="CAIP-19.")]
    chain_title: Text
    simulated: Flag
    proof: TokenProof | Unavailable
    confirmed: Annotated[
        tuple[Text, ...], Meta(description="Operators that showed which slots are what.")
    ]
