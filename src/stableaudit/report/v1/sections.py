"""The objects of the JSON report, version 1, down from `Report`. See `values` for the rules."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stableaudit.report.v1.books import Reserve, Supply
from stableaudit.report.v1.controls import Control
from stableaudit.report.v1.declared import Account, Checklist, NoStatement, Statement
from stableaudit.report.v1.errors import Lack
from stableaudit.report.v1.findings import Finding, Waiver
from stableaudit.report.v1.flows import Flows
from stableaudit.report.v1.ledgers import Ledger
from stableaudit.report.v1.on_chain import OnChainHolding, PriceMove
from stableaudit.report.v1.proofs import Proof, SignedFinality
from stableaudit.report.v1.rates import DollarView
from stableaudit.report.v1.stress import Stress
from stableaudit.report.v1.values import (
    BlockOrNot,
    Caip,
    Count,
    Decimal,
    Flag,
    Instant,
    Integer,
    Open,
    Provenance,
    Record,
    SchemaVersion,
    Severity,
    Text,
    Unavailable,
)

SCHEMA_VERSION = "1.3.0"
SCHEMA_NAME = f"urn:stableaudit:report:{SCHEMA_VERSION}"

Verdict = Annotated[
    Literal["RECONCILED", "UNRECONCILED", "INCONCLUSIVE"], Meta(description="How the check ended.")
]


class Token(Record, frozen=True):
    """The token that was checked, by the registry's word."""

    key: Text
    title: Text
    symbol: Text
    issuer: Text
    kind: Annotated[
        Literal["stablecoin", "crypto-reserve", "digital-currency"],
        Meta(description="What the entry of the registry is."),
    ]
    peg_currency: Text
    peg_per_token: Decimal


class Check(Record, frozen=True):
    """One check that was run."""

    id: Text
    proposition: Text
    severity: Severity
    findings: Count


class OpenPoint(Record, frozen=True):
    """Something the registry does not know, or on which its sources conflict."""

    about: Text
    conflict: Flag
    statement: Text
    provenance: Provenance


class Endpoint(Record, frozen=True):
    """One endpoint that was asked."""

    operator: Text
    endpoint: Text
    used: Flag
    asked_at: Instant
    head: BlockOrNot
    final: BlockOrNot


class Incident(Record, frozen=True):
    """An endpoint that failed, or operators that dissented."""

    dissent: Flag
    outvoted: Annotated[
        tuple[Text, ...], Meta(description="Operators that a quorum of others contradicted.")
    ]
    what: Text


class Deed(Record, frozen=True):
    """One kind of misbehaviour."""

    kind: Literal[
        "outvoted", "contradicted itself", "another chain", "lagged", "no state of the block",
        "rate-limited", "out of reach", "no readable answer", "incomplete answer",
    ]  # fmt: skip
    times: Count


class Conduct(Record, frozen=True):
    """One endpoint, or operator, that did what it should not, and how often."""

    chain: Caip
    chain_title: Text
    whom: Annotated[Text, Meta(description="The operator; its endpoint where that is known.")]
    deeds: tuple[Deed, ...]


class Chain(Record, frozen=True):
    """Where one chain was pinned, and who was asked."""

    id: Caip
    title: Text
    simulated: Flag
    reference: BlockOrNot
    reread: Annotated[BlockOrNot, Meta(description="The same block, after the last reading.")]
    endpoints: tuple[Endpoint, ...]
    incidents: tuple[Incident, ...]
    trusted: Annotated[
        BlockOrNot | None,
        Meta(description="The trusted block that commits to the reference; null where none is."),
    ] = None
    finality: Annotated[
        SignedFinality | Unavailable | None,
        Meta(description="A block signed as final; null where no proof was asked for."),
    ] = None


class Policy(Record, frozen=True):
    """The tolerances of this check. The token side has none."""

    fail_on: Annotated[
        Literal["info", "low", "medium", "high", "critical", "never"],
        Meta(description="Least severity of a contradiction that decides."),
    ]
    min_coverage: Decimal
    max_statement_age_seconds: Integer
    max_price_age_seconds: Integer
    max_weekend_price_age_seconds: Integer
    max_feed_divergence: Decimal
    max_price_divergence: Decimal
    max_skew_seconds: Integer
    quorum: Annotated[int | None, Meta(description="Null where none was asked for.")]
    coverage_basis: Literal["minted", "redeemable"]
    haircuts: Annotated[
        dict[str, Decimal], Meta(description="Share that is not counted, by class of asset.")
    ]
    max_rate_age_days: Integer
    max_rate_divergence: Decimal
    min_gold_fall: Decimal
    max_holder_share: Decimal
    match_window_seconds: Integer
    max_event_lag_seconds: Integer


class Report(Record, frozen=True):
    """One check of one token, ended in a verdict."""

    schema: Annotated[
        str, Meta(description="`$id` of the schema that describes it: `stableaudit schema report`.")
    ] = msgspec.field(name="$schema")
    schema_version: SchemaVersion
    program: Text
    verdict: Verdict
    exit_code: Annotated[
        int, Meta(description="By the program's own table, whatever --exit-style makes of it.")
    ]
    why: Text
    simulated: Annotated[
        bool, Meta(description="True if any chain was a devnet: no figure is the real token's.")
    ]
    token: Token
    measurement_time: Instant
    collected_at: Instant
    supply: Supply
    ledgers: tuple[Ledger, ...]
    proofs: Annotated[tuple[Proof, ...], Meta(description="Empty where none was asked for.")]
    reserve: Reserve
    on_chain: Annotated[
        tuple[OnChainHolding, ...], Meta(description="Declared holdings, as the chain shows them.")
    ]
    on_chain_stress: Annotated[
        tuple[PriceMove, ...], Meta(description="Empty where no holding is declared.")
    ]
    stress: Stress | Open
    flows: Flows | Open
    statement: Statement | NoStatement
    dollar_views: Annotated[
        tuple[DollarView, ...], Meta(description="Beside the books; empty for a peg to the dollar.")
    ]
    accounts: tuple[Account, ...]
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    open_points: tuple[OpenPoint, ...]
    chains: tuple[Chain, ...]
    conduct: Annotated[
        tuple[Conduct, ...], Meta(description="Who misbehaved while the chains were read.")
    ]
    policy: Policy
    checklist: Annotated[Checklist | None, Meta(description="Where --profile asked for one.")]
    limits: Annotated[tuple[Text, ...], Meta(description="What this check does not prove.")]
    repeat: Annotated[str, Meta(description="The command that asks the same question again.")]
    controls: Annotated[
        tuple[Control, ...], Meta(description="Empty where nobody asked who controls the token.")
    ] = ()
    waivers: Annotated[
        tuple[Waiver, ...], Meta(description="As --waivers gave them; empty without.")
    ] = ()
    errors: Annotated[
        tuple[Lack, ...],
        Meta(description="All that was asked and could not be had, wherever it is missing above."),
    ] = ()
