"""The statement and labelled accounts as objects of the JSON report, version 1."""

from typing import Annotated

from msgspec import Meta

from stableaudit.report.v1.values import (
    Address,
    AmountOrOpen,
    Caip,
    Flag,
    Instant,
    Integer,
    Provenance,
    ReadingOrNot,
    Record,
    StatedOrNot,
    Text,
)


class NoAssurance(Record, frozen=True, tag_field="status", tag="unknown"):
    """No practitioner's report is referenced."""

    why: Text


class Assurance(Record, frozen=True, tag_field="status", tag="known"):
    """A practitioner's report."""

    signer: Text
    network: Text
    standard: Text
    level: Text
    level_in_words: Text
    as_of: Instant
    issued: Instant
    document_sha256: StatedOrNot
    provenance: Provenance


class Statement(Record, frozen=True, tag_field="status", tag="known"):
    """The reserve statement as a document."""

    id: Text
    issuer: Text
    as_of: Instant
    published: Instant
    age_seconds: Integer
    declared_supply: StatedOrNot
    promised_cadence_days: StatedOrNot
    overdue_seconds: Annotated[
        str | None, Meta(description="Negative while not yet due; null without a promise.")
    ]
    assurance: Assurance | NoAssurance
    provenance: Provenance


class NoStatement(Record, frozen=True, tag_field="status", tag="missing"):
    """No reserve statement is known."""

    reason: Text
    provenance: Provenance


class Account(Record, frozen=True):
    """The balance of one labelled account."""

    account: Caip
    address: Address
    chain_title: Text
    simulated: Flag
    label: Text
    role: Text
    amount: AmountOrOpen
    balance: ReadingOrNot
    provenance: Provenance
