"""The statement and labelled accounts as objects of the JSON report, version 1."""

from typing import Annotated, Literal

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
    Undeclared,
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


class Redemption(Record, frozen=True, tag_field="status", tag="known"):
    """On what terms tokens are redeemed, as declared."""

    at_par: StatedOrNot
    settlement_days: StatedOrNot
    minimum: StatedOrNot
    fee_bps: StatedOrNot
    eligible: StatedOrNot
    provenance: Provenance


class Announced(Record, frozen=True):
    """A target that was announced; it backs nothing."""

    what: Text
    amount: Text
    currency: Text
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
    stale: Flag
    sha256: Annotated[str, Meta(description="Of the file as received; empty where unknown.")]
    supersedes: StatedOrNot
    redemption: Redemption | Undeclared
    announced: tuple[Announced, ...]
    provenance: Provenance


class NoStatement(Record, frozen=True, tag_field="status", tag="missing"):
    """No reserve statement is known."""

    reason: Text
    ask: StatedOrNot
    provenance: Provenance


class ChecklistLine(Record, frozen=True):
    """One requirement of a regime, and how far this check answers it."""

    requirement: Text
    asks: Text
    reference: Text
    support: Literal["met by evidence", "declared only", "missing", "not applicable"]
    words: Text


class Checklist(Record, frozen=True):
    """A regime's checklist; says nothing about compliance."""

    key: Text
    title: Text
    status: Text
    lines: tuple[ChecklistLine, ...]


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
