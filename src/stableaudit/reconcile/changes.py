"""What changed between two audits of one token, and which mints and burns made the difference.

A difference of supply that the newer ledger's events do not add up to is kept as what it is: a
residual that nobody explains.
"""

from collections import Counter
from dataclasses import dataclass

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.findings import Finding
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger import EntryKind, EntryRow
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.judge import Result


@dataclass(frozen=True, slots=True)
class SupplyChange:
    """The supply of one deployment, before and after."""

    subject: str
    deployment: Deployment
    before: TokenAmount | Open
    after: TokenAmount | Open
    causes: tuple[EntryRow, ...] | Open
    """Mints and burns after the older reference block, up to the newer one, in chain order."""

    unexplained: TokenAmount | Open
    """What of the difference those do not add up to; 0 where they explain it."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure of the books that is another one."""

    label: str
    before: Interval | TokenAmount | Open
    after: Interval | TokenAmount | Open


@dataclass(frozen=True, slots=True)
class WordChange:
    """One thing that is told, and is told otherwise."""

    subject: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that two audits say differently."""

    words: tuple[WordChange, ...]
    supplies: tuple[SupplyChange, ...]
    """Of each deployment whose supply differs."""

    figures: tuple[FigureChange, ...]
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return any((self.words, self.supplies, self.figures, self.appeared, self.gone))


def changes_between(old: Result, new: Result) -> Changes:
    """Return what changed from one audit to a later one.

    Raises:
        DeclarationError: they are of two tokens, or the new one is of an earlier time.
    """
    before, after = old.case.scope.token.key, new.case.scope.token.key
    if before != after:
        raise DeclarationError(f"one is of {before}, the other of {after}", where="NEW")
    if new.case.evidence.measurement_time < old.case.evidence.measurement_time:
        raise DeclarationError(
            "the new one is of an earlier time than the old one",
            where="NEW",
            hint="give them in the order of time",
        )
    return Changes(
        tuple(_words(old, new)),
        tuple(_supplies(old, new)),
        tuple(_figures(old, new)),
        _only_in(new.findings, old.findings),
        _only_in(old.findings, new.findings),
    )


def _words(old: Result, new: Result) -> list[WordChange]:
    pairs = [("the audit", "verdict", old.verdict.value, new.verdict.value)]
    pairs.append(("the audit", "statement", _statement(old.case), _statement(new.case)))
    for deployment in new.case.scope.token.deployments:
        subject = describe(deployment, new.case.scope)
        before, after = _code(old.case, deployment), _code(new.case, deployment)
        if before and after:
            pairs.append((subject, "code hash", before, after))
    earlier, later = _waivers(old), _waivers(new)
    pairs += [
        (f"{check}, {subject}", "waiver", earlier[check, subject], text)
        for (check, subject), text in later.items()
        if (check, subject) in earlier
    ]
    return [WordChange(*pair) for pair in pairs if pair[2] != pair[3]]


def _waivers(result: Result) -> dict[tuple[str, str], str]:
    """Return who lets each finding by; of several alike the last."""
    return {
        (one.check, one.subject): "none"
        if one.waiver is None
        else f"until {one.waiver.expires.isoformat()} by {one.waiver.owner}"
        for one in result.findings
    }


def _statement(case: Case) -> str:
    statement = case.scope.statement
    return "none" if statement is None else f"{statement.id} {statement.digest}".strip()


def _code(case: Case, deployment: Deployment) -> str:
    evidence = case.deployment(deployment.asset)
    hash_ = None if evidence is None else evidence.code_hash
    return hash_.value if isinstance(hash_, Reading) else ""


def _supplies(old: Result, new: Result) -> list[SupplyChange]:
    changes: list[SupplyChange] = []
    for deployment in new.case.scope.token.deployments:
        before, after = _supply(old, deployment), _supply(new, deployment)
        if before == after:
            continue
        causes = _causes(old, new, deployment)
        changes.append(
            SupplyChange(
                describe(deployment, new.case.scope),
                deployment,
                before,
                after,
                causes,
                _unexplained(before, after, causes),
            )
        )
    return changes


def _supply(result: Result, deployment: Deployment) -> TokenAmount | Open:
    for line in result.books.supply.lines:
        if line.asset == deployment.asset:
            amount = line.amount
            return amount if amount is not None else Open("its supply could not be read")
    return Open("it was not audited")


def _causes(old: Result, new: Result, deployment: Deployment) -> tuple[EntryRow, ...] | Open:
    state = new.case.ledger(deployment.asset)
    if not isinstance(state, LedgerState) or isinstance(state.history, Unavailable):
        return Open("its ledger could not be read")
    evidence = old.case.chain(deployment.asset.chain)
    if evidence is None or isinstance(evidence.reference, Unavailable):
        return Open("the older audit has no reference block there")
    first = evidence.reference.number
    rows = state.history.rows
    if state.history.left_out and (not rows or rows[0].entry.block > first):
        return Open("the newer audit kept too few of its mints and burns")
    return tuple(row for row in rows if row.entry.block > first)


def _unexplained(
    before: TokenAmount | Open,
    after: TokenAmount | Open,
    causes: tuple[EntryRow, ...] | Open,
) -> TokenAmount | Open:
    if isinstance(before, Open):
        return before
    if isinstance(after, Open):
        return after
    if isinstance(causes, Open):
        return causes
    made = sum(
        row.entry.base_units if row.entry.kind is EntryKind.MINT else -row.entry.base_units
        for row in causes
    )
    return TokenAmount(after.base_units - before.base_units - made, after.decimals)


def _figures(old: Result, new: Result) -> list[FigureChange]:
    one, other = old.books, new.books
    pairs: list[FigureChange] = [
        FigureChange("natively minted", one.supply.native, other.supply.native),
        FigureChange("declared supply", one.supply.declared, other.supply.declared),
        FigureChange("coverage", one.reserves.coverage, other.reserves.coverage),
        FigureChange(
            "coverage of redeemable tokens",
            one.reserves.redeemable_coverage,
            other.reserves.redeemable_coverage,
        ),
    ]
    return [pair for pair in pairs if pair.before != pair.after]


def _only_in(some: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings whose check and subject are not, or not as often, among others."""
    known = Counter((one.check, one.subject) for one in others)
    only: list[Finding] = []
    for one in some:
        key = (one.check, one.subject)
        if known[key]:
            known[key] -= 1
        else:
            only.append(one)
    return tuple(only)
