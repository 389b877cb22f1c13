"""One document of one result, from which every format is laid out.

`build` is pure: it arranges what the result holds (and asks the core's own functions for the age of
the statement, the fine mass of each holding and the price of each round); it judges nothing and
works out no figure of its own.
"""

import shlex
from dataclasses import dataclass
from typing import Final

from stableaudit import __version__
from stableaudit.domain.findings import Finding, Gate, Severity, Verdict
from stableaudit.domain.policy import Policy
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import OpenPoint, Token
from stableaudit.reconcile.checks import CHECKS
from stableaudit.reconcile.judge import Result
from stableaudit.report.figures import calendar
from stableaudit.report.sections.accounts import AccountEntry, account_entries
from stableaudit.report.sections.chains import ChainEntry, chain_entries
from stableaudit.report.sections.flows import FlowSection, flow_section
from stableaudit.report.sections.ledgers import LedgerEntry, ledger_entries
from stableaudit.report.sections.reserve import ReserveSection, reserve_section
from stableaudit.report.sections.statement import StatementSection, statement_section
from stableaudit.report.sections.stress import StressSection, stress_section
from stableaudit.report.sections.supply import SupplySection, supply_section
from stableaudit.report.sections.times import TimeEntry, time_entries
from stableaudit.report.verdicts import fail_on_word, reason

LIMITS: Final = (
    (
        "This is a check of published figures and of what nodes answered. It is not an audit "
        "opinion and not an attestation, and it gives no assurance."
    ),
    (
        "Figures read on chain rest on the word of the operators named beside them. AGREED says "
        "that operators gave the same answer, not that it was proven against the chain's own state."
    ),
    (
        "The reserve is declared, not seen: for this check nobody counted or weighed a bar, and "
        "whether bars are pledged, lent or insured is not known to it."
    ),
    (
        "No block commits to the logs that an endpoint answers. That the ledger is whole follows "
        "from the balances of all accounts it names, as far as they were asked; two lost transfers "
        "that cancel for every account change no balance and are not found."
    ),
    (
        "Nonredeemable tokens (unissued, locked, frozen) are not yet told apart in this version. "
        "Nothing is deducted from what is owed."
    ),
    "The verdict speaks of the measurement time and of no other.",
)
"""What a check of this version does not prove; the same in every report."""


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One check that was run, and how often it found something."""

    id: str
    proposition: str
    severity: Severity
    findings: int


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a report shows, in the order it is shown."""

    program: str
    """Name and version of the program that judged."""

    token: Token
    simulated: bool
    """Whether any chain in scope is a devnet: then no figure is of the real token."""

    verdict: Verdict
    gate: Gate
    why: str
    fail_on: Severity | None
    measurement_time: int
    """Seconds of UTC."""

    collected_at: int
    """When the evidence was collected, by the clock of the machine that did; seconds of UTC."""

    supply: SupplySection
    ledgers: tuple[LedgerEntry, ...]
    reserve: ReserveSection
    stress: StressSection
    flows: FlowSection
    statement: StatementSection | MissingStatement
    accounts: tuple[AccountEntry, ...]
    findings: tuple[Finding, ...]
    """By severity, highest first, then in the order of the checks."""

    checks: tuple[CheckEntry, ...]
    open_points: tuple[OpenPoint, ...]
    limits: tuple[str, ...]
    times: tuple[TimeEntry, ...]
    chains: tuple[ChainEntry, ...]
    policy: Policy
    repeat: str
    """The command that asks the same question again."""


def build(result: Result) -> Document:
    """Return the document of a result. The same result always gives the same document."""
    case = result.case
    return Document(
        f"stableaudit {__version__}",
        case.scope.token,
        case.scope.simulated,
        result.verdict,
        result.gate,
        reason(result),
        result.fail_on,
        case.evidence.measurement_time,
        case.evidence.collected_at,
        supply_section(result),
        ledger_entries(result),
        reserve_section(result),
        stress_section(result),
        flow_section(result),
        statement_section(case),
        account_entries(case),
        result.findings,
        _checks(result.findings),
        case.scope.token.open_points,
        LIMITS,
        time_entries(case),
        chain_entries(case),
        case.scope.policy,
        _command(result),
    )


def _checks(findings: tuple[Finding, ...]) -> tuple[CheckEntry, ...]:
    ids = tuple(finding.check for finding in findings)
    return tuple(
        CheckEntry(check.id, check.proposition, check.severity, ids.count(check.id))
        for check in CHECKS
    )


def _command(result: Result) -> str:
    case = result.case
    measured = calendar(case.evidence.measurement_time)
    instant = ("--as-of", measured) if measured is not None else ()
    fail_on = ("--fail-on", fail_on_word(result.fail_on))
    named = case.scope.named or case.scope.token.key
    return shlex.join(("stableaudit", "check", named, *instant, *fail_on))
