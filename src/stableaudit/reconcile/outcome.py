"""What an audit came to: the figures that are kept of it, and that a later one is compared with.

A result holds every reading and may be gigabytes of holders; an outcome is a few lines. Nothing is
judged or rounded here: each figure is the books' own, and what they left open stays open with its
reason.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.findings import Bearing, Finding, Gate, Severity, Verdict
from stableaudit.domain.identifiers import AssetId, ChainId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.waivers import Waiver
from stableaudit.ledger.distribution import Concentration, Distribution
from stableaudit.reconcile.books import LedgerBook, Open, SupplyLine
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import Result

NOT_AUDITED: Final = Open("it was not audited")


@dataclass(frozen=True, slots=True)
class ChainOutcome:
    """At which block a chain was read."""

    chain: ChainId
    reference: BlockStamp | Open


@dataclass(frozen=True, slots=True)
class DeploymentOutcome:
    """One contract: how many tokens, and how they are spread."""

    asset: AssetId
    native: bool
    supply: TokenAmount | Open
    holders: int | Open
    """Accounts with a balance above zero, by the ledger."""

    concentration: Concentration | Open
    code_hash: str | Open


@dataclass(frozen=True, slots=True)
class StatementOutcome:
    """Which reserve statement was in force."""

    id: str
    digest: str
    """SHA-256 of its file, hex; empty for one that is no file."""

    as_of: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding without its figures."""

    check: str
    severity: Severity
    bearing: Bearing
    subject: str
    statement: str
    waived: str = ""
    """Until when and by whom it is let by; empty where it is not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of one audit."""

    token: str
    """Key of the token."""

    measurement_time: int
    collected_at: int
    verdict: Verdict
    gate: Gate
    chains: tuple[ChainOutcome, ...]
    deployments: tuple[DeploymentOutcome, ...]
    """In the registry's order."""

    native: TokenAmount | Open
    """Natively minted, on all chains together."""

    declared: TokenAmount | Open
    currency: str
    """Of price and break-even."""

    price: Interval | Open
    """Of gold per fine troy ounce."""

    coverage: Interval | Open
    redeemable_coverage: Interval | Open
    break_even: Interval | Open
    """Price per fine troy ounce."""

    statement: StatementOutcome | Open
    findings: tuple[FindingLine, ...]

    @property
    def holders(self) -> int | Open:
        """Accounts with a balance on all native contracts together: one on two counts as two."""
        total = 0
        native = tuple(one for one in self.deployments if one.native)
        for one in native:
            if isinstance(one.holders, Open):
                return one.holders
            total += one.holders
        return total if native else Open("the token has no contract of its own")

    def deployment(self, asset: AssetId) -> DeploymentOutcome | None:
        """Return what became of a contract, or None where it was not audited."""
        return next((one for one in self.deployments if one.asset == asset), None)

    def reference(self, chain: ChainId) -> BlockStamp | Open:
        """Return at which block a chain was read, or why there is none."""
        found = (one.reference for one in self.chains if one.chain == chain)
        return next(found, NOT_AUDITED)


@dataclass(frozen=True, slots=True)
class KeptResult:
    """An outcome as it is kept: with the sentence why, and with what made it."""

    outcome: Outcome
    why: str
    program: str
    """Name and version of the program that judged."""

    report_sha256: str
    """Of the JSON report that the check gave, hex."""


def outcome_of(result: Result) -> Outcome:
    """Return what a result came to. The same result always gives the same outcome."""
    case, books = result.case, result.books
    ledgers = {ledger.asset: ledger for ledger in books.ledgers}
    return Outcome(
        case.scope.token.key,
        case.evidence.measurement_time,
        case.evidence.collected_at,
        result.verdict,
        result.gate,
        tuple(_chain(case, spec.id) for spec in case.scope.chains),
        tuple(_deployment(case, line, ledgers.get(line.asset)) for line in books.supply.lines),
        books.supply.native,
        books.supply.declared,
        books.reserves.currency,
        books.reserves.price,
        books.reserves.coverage,
        books.reserves.redeemable_coverage,
        books.reserves.break_even,
        _statement(case.scope.statement),
        tuple(finding_line(one) for one in result.findings),
    )


def finding_line(finding: Finding) -> FindingLine:
    """Return a finding without its figures."""
    return FindingLine(
        finding.check,
        finding.severity,
        finding.bearing,
        finding.subject,
        finding.statement,
        "" if finding.waiver is None else _waived(finding.waiver),
    )


def _waived(waiver: Waiver) -> str:
    return say(
        "until {isoformat} by {owner}", isoformat=waiver.expires.isoformat(), owner=waiver.owner
    )


def _chain(case: Case, chain: ChainId) -> ChainOutcome:
    evidence = case.chain(chain)
    if evidence is None or isinstance(evidence.reference, Unavailable):
        return ChainOutcome(chain, Open("it had no reference block"))
    return ChainOutcome(chain, evidence.reference)


def _deployment(case: Case, line: SupplyLine, ledger: LedgerBook | None) -> DeploymentOutcome:
    amount = line.amount
    spread = NOT_AUDITED if ledger is None else ledger.distribution
    return DeploymentOutcome(
        line.asset,
        line.native,
        Open("its supply could not be read") if amount is None else amount,
        spread if isinstance(spread, Open) else spread.holders,
        _concentration(spread),
        _code_hash(case, line.asset),
    )


def _concentration(spread: Distribution | Open) -> Concentration | Open:
    if isinstance(spread, Open):
        return spread
    return spread.concentration or Open("nobody holds anything")


def _code_hash(case: Case, asset: AssetId) -> str | Open:
    evidence = case.deployment(asset)
    found = None if evidence is None else evidence.code_hash
    return found.value if isinstance(found, Reading) else Open("its code could not be read")


def _statement(statement: ReserveStatement | None) -> StatementOutcome | Open:
    if statement is None:
        return Open("no reserve statement is known")
    return StatementOutcome(statement.id, statement.digest, statement.as_of)
