"""The objects of `history` as JSON, version 1. See `values` for the rules."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.ledger import Date, Share, Token
from stableaudit.report.v1.values import (
    AmountOrOpen,
    Block,
    Caip,
    Count,
    Flag,
    Instant,
    Open,
    RangeOrOpen,
    Record,
    Severity,
    Text,
)

SCHEMA_VERSION = "1.0.0"

Verdict = Annotated[
    Literal["RECONCILED", "UNRECONCILED", "INCONCLUSIVE"], Meta(description="How a check ended.")
]
Holders = Annotated[
    int | None, Meta(description="Accounts with a balance, or null where that is not known.")
]


class Chain(Record, frozen=True):
    """One chain of a check."""

    chain: Caip
    reference: Block | Open


class Spread(Record, frozen=True, tag_field="status", tag="known"):
    """How a contract's tokens are spread over their holders; see `holders`."""

    hhi: Share
    nakamoto: Count
    largest: Annotated[Share, Meta(description="Share of the largest holder.")]


class Deployment(Record, frozen=True):
    """One contract of a check."""

    asset: Caip
    native: Flag
    supply: AmountOrOpen
    holders: Holders
    concentration: Spread | Open


class Statement(Record, frozen=True, tag_field="status", tag="known"):
    """The reserve statement that was in force."""

    id: Text
    sha256: Annotated[str, Meta(description="Of its file; empty for one that is no file.")]
    as_of: Instant


class Finding(Record, frozen=True):
    """One result of one check, without its figures."""

    check: Text
    severity: Severity
    bearing: Literal["contradicts", "undecided", "noted"]
    subject: Text
    statement: Text


class Result(Record, frozen=True):
    """What a check came to, as it was kept."""

    program: Text
    measurement_time: Instant
    collected_at: Instant
    verdict: Verdict
    gate: Literal["passed", "undecided", "failed"]
    why: Text
    native: AmountOrOpen
    declared: AmountOrOpen
    holders: Holders
    price: Annotated[RangeOrOpen, Meta(description="Of gold.")]
    coverage: RangeOrOpen
    redeemable_coverage: RangeOrOpen
    break_even: RangeOrOpen
    statement: Statement | Open
    chains: tuple[Chain, ...]
    deployments: tuple[Deployment, ...]
    findings: tuple[Finding, ...]
    report_sha256: Annotated[str, Meta(description="Of the JSON report that the check gave.")]


class Turn(Record, frozen=True):
    """A check that ended otherwise than the one before it."""

    time: Instant
    before: Verdict
    after: Verdict
    why: Text


class Day(Record, frozen=True):
    """The end of a day, derived from the ledgers: no chain was asked for its state of then."""

    day: Date
    supply: AmountOrOpen
    coverage: RangeOrOpen
    holders: Holders


class DayLedger(Record, frozen=True):
    """A ledger that the days are derived from, and the block it goes to."""

    asset: Caip
    last_block: Block


class Days(Record, frozen=True, tag_field="status", tag="derived"):
    """Every day from the first mint to the last that every ledger has whole."""

    price: Annotated[str, Meta(description="In words, the price that coverage is at.")]
    ledgers: tuple[DayLedger, ...]
    days: tuple[Day, ...]


class HistoryReport(Record, frozen=True, tag_field="kind", tag="history"):
    """What checks of a token came to over time, and its days between, by what was fetched."""

    schema_version: Annotated[str, Meta(description="Semantic version of this shape.")]
    program: Text
    token: Token
    simulated: Annotated[bool, Meta(description="True on a devnet: no figure is the token's.")]
    results: Annotated[tuple[Result, ...], Meta(description="By measurement time.")]
    unfinished: Annotated[bool, Meta(description="Whether a last result was never finished.")]
    verdict_changes: tuple[Turn, ...]
    days: Days | Open
