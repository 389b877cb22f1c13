"""What the past of a deployment tells of control: who used which power, who came, who is frozen.

Worked out once, for the checks and for the report.
"""

from dataclasses import dataclass

from stableaudit.controls.frozen import Frozen, FrozenThen, frozen, frozen_series, is_confirmed
from stableaudit.controls.membership import (
    Contradiction,
    Term,
    allowance,
    contradictions,
    terms,
)
from stableaudit.controls.roles import MINTER, holds
from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import controlled
from stableaudit.controls.uses import PowerUse, count, uses
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.distinct import distinct
from stableaudit.domain.evidence import ControlEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment


@dataclass(frozen=True, slots=True)
class FrozenAccount:
    """An account that is frozen by the events."""

    frozen: Frozen
    base_units: int | Unavailable
    """What it holds, by the ledger."""

    confirmed: bool | None
    """Whether the getter says so; None where it was not asked, or did not say."""


@dataclass(frozen=True, slots=True)
class Minter:
    """An account that may mint, by the getter."""

    account: AccountId
    allowance: int | None
    """What it may still mint, in base units; None where nobody could tell."""


@dataclass(frozen=True, slots=True)
class PastControl:
    """What the events of one deployment tell, held against its getters."""

    history: ControlHistory
    uses: tuple[PowerUse, ...]
    """The newest, in chain order."""

    acts: int
    """How many there are in all."""

    calls: Unavailable | None
    """Why their transactions could not be had; None where they were."""

    brief: tuple[Term, ...]
    """Roles that were granted and revoked inside one block, in chain order."""

    contradicted: tuple[Contradiction, ...]
    """Roles of which the getter says otherwise than the events."""

    minters: tuple[Minter, ...]
    frozen: tuple[FrozenAccount, ...]
    """By when it began."""

    series: tuple[FrozenThen, ...]
    """How many were frozen after each event that changed it."""


def past_control(
    deployment: Deployment, evidence: ControlEvidence | None
) -> PastControl | Unavailable | None:
    """Return what the past of a deployment tells, or why nothing; None where nobody looked."""
    if evidence is None:
        return None
    history = evidence.history
    if not isinstance(history, ControlHistory):
        return history
    token = deployment.asset.contract
    logs, seen = history.told.logs, Seen(dict(evidence.answers))
    found = terms(token, logs)
    return PastControl(
        history,
        uses(token, evidence, controlled(deployment, evidence)),
        count(history),
        evidence.calls if isinstance(evidence.calls, Unavailable) else None,
        tuple(term for term in found if term.within_a_block),
        contradictions(token, logs, seen),
        _minters(token, found, seen),
        tuple(_frozen(deployment, history, each, seen) for each in frozen(token, logs)),
        frozen_series(token, logs),
    )


def _minters(token: AccountId, found: tuple[Term, ...], seen: Seen) -> tuple[Minter, ...]:
    named = distinct(term.membership.account for term in found if term.membership.role == MINTER)
    return tuple(
        Minter(account, allowance(token, account, seen))
        for account in named
        if seen.number(holds(token, MINTER, account)) == 1
    )


def _frozen(
    deployment: Deployment, history: ControlHistory, each: Frozen, seen: Seen
) -> FrozenAccount:
    token = deployment.asset.contract
    return FrozenAccount(
        each,
        _balance(history, each.account),
        is_confirmed(token, deployment.law, each.account, seen),
    )


def _balance(history: ControlHistory, account: AccountId) -> int | Unavailable:
    if isinstance(history.frozen, Unavailable):
        return history.frozen
    found = history.frozen.get(account.address)
    if found is None:
        asked = say("what {account} holds", account=account)
        return not_asked(asked, whom="its ledger", reason="too many accounts are frozen")
    return found
