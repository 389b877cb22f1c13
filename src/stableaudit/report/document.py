"""One document of one result, from which every format is laid out.

`build` is pure: it arranges what the result holds (and asks the core's own functions for the age of
the statement, the fine mass of each holding and the price of each round); it judges nothing and
works out no figure of its own.
"""

import shlex
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from stableaudit import __version__
from stableaudit.domain.finality import FAST_FINALITY, SYNC_COMMITTEE
from stableaudit.domain.findings import Finding, Gate, Severity, Verdict
from stableaudit.domain.policy import Policy
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import OpenPoint, Token
from stableaudit.reconcile.checks import checks_for
from stableaudit.reconcile.conduct import ConductLine, conduct_lines
from stableaudit.reconcile.evident_days import evident_days
from stableaudit.reconcile.figures_of import figures_of
from stableaudit.reconcile.grounds import Ground
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.profiles import Profile
from stableaudit.report.figures import calendar
from stableaudit.report.language import Language
from stableaudit.report.limits import limits_of
from stableaudit.report.sections.accounts import AccountEntry, account_entries
from stableaudit.report.sections.chains import ChainEntry, chain_entries
from stableaudit.report.sections.controls import ControlEntry, control_entries
from stableaudit.report.sections.flows import FlowSection, flow_section
from stableaudit.report.sections.history import HistorySection, history_section
from stableaudit.report.sections.ledgers import LedgerEntry, ledger_entries
from stableaudit.report.sections.on_chain import OnChainSection, on_chain_section
from stableaudit.report.sections.profile import ProfileSection, profile_section
from stableaudit.report.sections.proofs import ProofEntry, proof_entries
from stableaudit.report.sections.rates import RatesSection, rates_section
from stableaudit.report.sections.reserve import ReserveSection, reserve_section
from stableaudit.report.sections.series import SeriesSection, series_section
from stableaudit.report.sections.statement import StatementSection, statement_section
from stableaudit.report.sections.stress import StressSection, stress_section
from stableaudit.report.sections.supply import SupplySection, supply_section
from stableaudit.report.sections.times import TimeEntry, time_entries
from stableaudit.report.sections.waivers import WaiverEntry, waiver_entries
from stableaudit.report.verdicts import fail_on_word, reason

_ROOTS: Final = MappingProxyType(
    {SYNC_COMMITTEE: "--beacon-root", FAST_FINALITY: "--fast-finality"}
)
"""By which option a person says from what a proof of a chain's finality begins."""


class Chapter(StrEnum):
    """How much of a document a text lays out; the command that asks for it has the same name."""

    WHOLE = "check"
    RESERVES = "reserves"


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
    on_chain: OnChainSection
    rates: RatesSection
    accounts: tuple[AccountEntry, ...]
    findings: tuple[Finding, ...]
    """By severity, highest first, then in the order of the checks."""

    checks: tuple[CheckEntry, ...]
    open_points: tuple[OpenPoint, ...]
    limits: tuple[str, ...]
    times: tuple[TimeEntry, ...]
    chains: tuple[ChainEntry, ...]
    policy: Policy
    series: SeriesSection
    """What is known over time; no text lays it out."""

    repeat: str
    """The command that asks the same question again."""

    conduct: tuple[ConductLine, ...] = ()
    """Who misbehaved while the chains were read."""

    proofs: tuple[ProofEntry, ...] = ()
    """Empty where nothing was to be proven."""

    controls: tuple[ControlEntry, ...] = ()
    """Empty where nobody asked who controls the token."""

    profile: ProfileSection | None = None
    """The checklist that was asked for."""

    chapter: Chapter = Chapter.WHOLE
    waivers: tuple[WaiverEntry, ...] = ()
    """What was given to be let by; empty where nothing was."""

    language: Language = Language.ENGLISH
    """What its words are said in, for people; machine formats are English."""

    figures: tuple[Ground, ...] = ()
    """Every figure that has a name, as `explain` knows it."""

    history: HistorySection | None = None
    """Past days by the evidence's ledgers; in a check also what earlier ones came to, which is no
    evidence: the JSON report, which a bundle must give again, has neither."""


def build(
    result: Result, *, profile: Profile | None = None, chapter: Chapter = Chapter.WHOLE
) -> Document:
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
        on_chain_section(case),
        rates_section(result),
        account_entries(case),
        result.findings,
        _checks(case.scope.token, result.findings),
        case.scope.token.open_points,
        limits_of(case.scope.token),
        time_entries(case),
        chain_entries(case),
        case.scope.policy,
        series_section(result),
        _command(result, profile, chapter),
        conduct_lines(case),
        proof_entries(case),
        control_entries(case),
        None if profile is None else profile_section(profile, result),
        chapter,
        waiver_entries(result),
        figures=figures_of(result),
        history=history_section((), evident_days(case)),
    )


def _checks(token: Token, findings: tuple[Finding, ...]) -> tuple[CheckEntry, ...]:
    ids = tuple(finding.check for finding in findings)
    return tuple(
        CheckEntry(check.id, check.proposition, check.severity, ids.count(check.id))
        for check in checks_for(token)
    )


def _command(result: Result, profile: Profile | None, chapter: Chapter) -> str:
    case = result.case
    measured = calendar(case.evidence.measurement_time)
    instant = ("--as-of", measured) if measured is not None else ()
    fail_on = ("--fail-on", fail_on_word(result.fail_on))
    named = case.scope.named or case.scope.token.key
    statement = case.scope.statement
    file = statement.named if statement is not None else ""
    declaration = ("--declaration", file) if file else ()
    asked = () if profile is None else ("--profile", profile.key)
    files = tuple(word for option in case.scope.files for word in option)
    quorum = () if case.scope.policy.quorum is None else ("--quorum", str(case.scope.policy.quorum))
    trusted = tuple(
        word
        for one in case.scope.trusted
        for word in ("--trusted-block", f"{case.scope.chain(one.chain).key}={one.hash}")
    )
    roots = tuple(word for one in case.scope.roots for word in (_ROOTS[one.chain], one.hash))
    words = (named, *declaration, *files, *instant, *quorum, *trusted, *roots, *fail_on, *asked)
    return shlex.join(("stableaudit", chapter.value, *words))
