"""What changed between two audits of one token, and which mints and burns made the difference.

A difference of supply that the newer ledger's events do not add up to is kept as what it is: a
residual that nobody explains.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger import EntryKind, EntryRow
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import describe
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.outcome import (
    NOT_AUDITED,
    FindingLine,
    Outcome,
    StatementOutcome,
    outcome_of,
)

VERDICT: Final = "verdict"
"""What of an audit changed, where its verdict did."""


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
class AmountChange:
    """One amount of tokens in the books that is another one."""

    label: str
    before: TokenAmount | Open
    after: TokenAmount | Open


@dataclass(frozen=True, slots=True)
class RangeChange:
    """One ratio or price of the books that is another one."""

    label: str
    before: Interval | Open
    after: Interval | Open
    currency: str = ""
    """Of a price per fine troy ounce; empty for a ratio."""


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

    figures: tuple[AmountChange | RangeChange, ...]
    appeared: tuple[FindingLine, ...]
    gone: tuple[FindingLine, ...]

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return any((self.words, self.supplies, self.figures, self.appeared, self.gone))


def changes_between(old: Result, new: Result) -> Changes:
    """Return what changed from one audit to a later one. Raises as changes_since does."""
    return changes_since(outcome_of(old), new)


def changes_since(old: Outcome, new: Result) -> Changes:
    """Return what changed from what an audit came to until a later one.

    Raises:
        DeclarationError: they are of two tokens, or the new one is of an earlier time.
    """
    after = outcome_of(new)
    if old.token != after.token:
        raise DeclarationError(f"one is of {old.token}, the other of {after.token}", where="NEW")
    if after.measurement_time < old.measurement_time:
        raise DeclarationError(
            "the new one is of an earlier time than the old one",
            where="NEW",
            hint="give them in the order of time",
        )
    return Changes(
        tuple(_words(old, after, new)),
        tuple(_supplies(old, after, new)),
        tuple(_figures(old, after)),
        _only_in(after.findings, old.findings),
        _only_in(old.findings, after.findings),
    )


def _words(old: Outcome, after: Outcome, new: Result) -> list[WordChange]:
    pairs = [("the audit", VERDICT, old.verdict.value, after.verdict.value)]
    pairs.append(("the audit", "statement", _statement(old), _statement(after)))
    for deployment in new.case.scope.token.deployments:
        subject = describe(deployment, new.case.scope)
        one, other = _code(old, deployment), _code(after, deployment)
        if one and other:
            pairs.append((subject, "code hash", one, other))
    earlier, later = _waivers(old), _waivers(after)
    pairs += [
        (f"{check}, {subject}", "waiver", earlier[check, subject], text)
        for (check, subject), text in later.items()
        if (check, subject) in earlier
    ]
    return [WordChange(*pair) for pair in pairs if pair[2] != pair[3]]


def _waivers(outcome: Outcome) -> dict[tuple[str, str], str]:
    """Return who lets each finding by; of several alike the last."""
    return {(one.check, one.subject): one.waived or "none" for one in outcome.findings}


def _statement(outcome: Outcome) -> str:
    found = outcome.statement
    return f"{found.id} {found.digest}".strip() if isinstance(found, StatementOutcome) else "none"


def _code(outcome: Outcome, deployment: Deployment) -> str:
    found = outcome.deployment(deployment.asset)
    return found.code_hash if found is not None and isinstance(found.code_hash, str) else ""


def _supplies(old: Outcome, after: Outcome, new: Result) -> list[SupplyChange]:
    changes: list[SupplyChange] = []
    for deployment in new.case.scope.token.deployments:
        one, other = _supply(old, deployment), _supply(after, deployment)
        if one == other:
            continue
        causes = _causes(old, new, deployment)
        changes.append(
            SupplyChange(
                describe(deployment, new.case.scope),
                deployment,
                one,
                other,
                causes,
                _unexplained(one, other, causes),
            )
        )
    return changes


def _supply(outcome: Outcome, deployment: Deployment) -> TokenAmount | Open:
    found = outcome.deployment(deployment.asset)
    return NOT_AUDITED if found is None else found.supply


def _causes(old: Outcome, new: Result, deployment: Deployment) -> tuple[EntryRow, ...] | Open:
    state = new.case.ledger(deployment.asset)
    if not isinstance(state, LedgerState) or isinstance(state.history, Unavailable):
        return Open("its ledger could not be read")
    reference = old.reference(deployment.asset.chain)
    if isinstance(reference, Open):
        return Open("the older audit has no reference block there")
    first = reference.number
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


def _figures(old: Outcome, after: Outcome) -> list[AmountChange | RangeChange]:
    redeemable = "coverage of redeemable tokens"
    pairs: list[AmountChange | RangeChange] = [
        AmountChange("natively minted", old.native, after.native),
        AmountChange("declared supply", old.declared, after.declared),
        RangeChange("coverage", old.coverage, after.coverage),
        RangeChange(redeemable, old.redeemable_coverage, after.redeemable_coverage),
        # Of what coverage is made of it alone moves by itself.
        RangeChange("price of gold", old.price, after.price, after.currency),
    ]
    return [pair for pair in pairs if not _same(pair)]


def _same(change: AmountChange | RangeChange) -> bool:
    """Return whether a figure is what it was; with how many decimals it is written is no change."""
    before, after = change.before, change.after
    if isinstance(before, TokenAmount) and isinstance(after, TokenAmount):
        return before.tokens == after.tokens
    return before == after


def _only_in(
    some: tuple[FindingLine, ...], others: tuple[FindingLine, ...]
) -> tuple[FindingLine, ...]:
    """Return the findings whose check and subject are not, or not as often, among others."""
    known = Counter((one.check, one.subject) for one in others)
    only: list[FindingLine] = []
    for one in some:
        key = (one.check, one.subject)
        if known[key]:
            known[key] -= 1
        else:
            only.append(one)
    return tuple(only)
