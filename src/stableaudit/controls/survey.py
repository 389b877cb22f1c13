"""From a token to everybody who moves it: what to ask next, and the map when nothing is left.

`questions` and `power_map` look at the same answers: ask what the first wants until it wants
nothing, then draw. Depth and number of accounts are bounded; whoever is beyond is said to be.
"""

from dataclasses import replace
from typing import Final, TypeAlias

from stableaudit.controls.actors import actor_of, actor_questions
from stableaudit.controls.families import Family, Setting, family_of
from stableaudit.controls.frozen import frozen_questions
from stableaudit.controls.membership import MOST_MEMBERS, member_questions
from stableaudit.controls.proposals import waiting
from stableaudit.controls.proxies import (
    has_slots,
    proxy_of,
    proxy_questions,
    slots_are_read,
    upgrade_grips,
)
from stableaudit.controls.roles import role_grips, role_questions, unread_roles
from stableaudit.controls.seen import Seen, has_none, is_nobody
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.control_questions import ControlQuestion, Getter
from stableaudit.domain.distinct import distinct
from stableaudit.domain.evidence import ControlEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import say
from stableaudit.domain.power_map import Actor, Grip, Power, PowerMap, Proposal, Proxy, Switch
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment

History: TypeAlias = ControlHistory | Unavailable | None
"""What a token's events told; None where no ledger was looked at."""

MOST_DEPTH: Final = 5
"""Steps from an office of the token to whoever moves its holder."""

MOST_ACCOUNTS: Final = 60
MOST_ASKED: Final = 20
"""Accounts of the map that are asked for their roles, the nearest first."""

MOST_SINGLY: Final = 20
"""Memberships that are asked about on TRON, where each is a request of its own."""


def questions(
    deployment: Deployment,
    seen: Seen,
    candidates: tuple[AccountId, ...] = (),
    history: History = None,
) -> tuple[ControlQuestion, ...]:
    """Return what to ask next, each once; nothing where the map can be drawn.

    Args:
        deployment: whose control.
        seen: what was answered so far.
        candidates: who may have a role, beside those that the map holds otherwise.
        history: whoever its events name is asked about, too.
    """
    token = deployment.asset.contract
    family = family_of(deployment.law)
    wanted: list[ControlQuestion] = [
        *(Getter(token, office.signature) for office in family.offices),
        *(Getter(token, setting.signature) for setting in family.settings),
        *proxy_questions(token, seen),
    ]
    accounts, _ = _reached(deployment, seen)
    for account in accounts:
        wanted += actor_questions(account, seen)
    if family.has_roles and has_slots(token):
        # On TRON each would be a request of its own.
        wanted += role_questions(token, (*candidates, *accounts[:MOST_ASKED]))
    if isinstance(history, ControlHistory):
        most = MOST_MEMBERS if has_slots(token) else MOST_SINGLY
        wanted += member_questions(token, history.told.logs, most=most)
        if has_slots(token):
            wanted += frozen_questions(token, deployment.law, history.told.logs)
    return tuple(each for each in distinct(wanted) if each not in seen)


def power_map(deployment: Deployment, seen: Seen, history: History = None) -> PowerMap:
    """Return the map as far as the answers go."""
    family = family_of(deployment.law)
    accounts, beyond = _reached(deployment, seen)
    proxy = proxy_of(deployment.asset.contract, seen)
    unknown = [*_untold(family, history)]
    if beyond:
        unknown.append(
            say(
                "Whoever moves {beyond} more accounts was not followed: more than "
                "{most_depth} steps or {most_accounts} accounts away.",
                beyond=beyond,
                most_depth=MOST_DEPTH,
                most_accounts=MOST_ACCOUNTS,
            )
        )
    return PowerMap(
        deployment.asset,
        _grips(deployment, seen),
        _switches(deployment, family, seen),
        proxy,
        tuple(actor_of(account, seen) for account in accounts),
        (*unknown, *_unexplained(deployment, seen, proxy)),
    )


def controlled(deployment: Deployment, evidence: ControlEvidence) -> PowerMap:
    """Return the map of an evidence, with the calls that wait for signatures."""
    seen = Seen(dict(evidence.answers))
    found = power_map(deployment, seen, evidence.history)
    token, law = deployment.asset.contract, deployment.law
    pending: tuple[Proposal, ...] = ()
    unknown: tuple[str, ...] = ()
    for one in evidence.approvals:
        actor = found.actor(one.account)
        nonce = seen.number(Getter(one.account, "nonce()"))
        if isinstance(one.logs, Unavailable):
            unknown += (
                say(
                    "What waits for signatures at {local}: {logs}",
                    local=one.account.local,
                    logs=one.logs,
                ),
            )
        elif isinstance(nonce, Unavailable) and one.logs:
            unknown += (
                say(
                    "Which approvals at {local} still wait: {nonce}",
                    local=one.account.local,
                    nonce=nonce,
                ),
            )
        elif actor is not None and actor.rules and isinstance(nonce, int):
            pending += waiting(actor, nonce, one.logs, token=token, law=law)
    return replace(found, pending=pending, unknown=(*found.unknown, *unknown))


def _untold(family: Family, history: History) -> tuple[str, ...]:
    """Return what events would have told, of a family whose getters do not tell it."""
    if not family.unknown or history is None:
        return family.unknown
    if isinstance(history, Unavailable):
        return (*family.unknown, say("Why they are not: {history}", history=history))
    found: list[str] = []
    if history.first:
        found.append(
            say(
                "Who was appointed before block {first} is not known by events.",
                first=history.first,
            )
        )
    if history.told.left_out:
        found.append(
            say(
                "The first {left_out} events of control were left out.",
                left_out=history.told.left_out,
            )
        )
    return tuple(found)


def _grips(deployment: Deployment, seen: Seen) -> tuple[Grip, ...]:
    token = deployment.asset.contract
    offices = (
        Grip(office.powers, office.signature, seen.account(Getter(token, office.signature)))
        for office in family_of(deployment.law).offices
    )
    found = (*upgrade_grips(token, seen), *offices, *role_grips(token, seen))
    return tuple(grip for grip in found if not has_none(grip.holder))


def _switches(deployment: Deployment, family: Family, seen: Seen) -> tuple[Switch, ...]:
    token = deployment.asset.contract
    found = (
        Switch(each.signature, _text(each, seen.number(Getter(token, each.signature))))
        for each in family.settings
    )
    return tuple(switch for switch in found if not has_none(switch.value))


def _text(setting: Setting, value: int | Unavailable) -> str | Unavailable:
    if isinstance(value, Unavailable) or not setting.is_flag:
        return value if isinstance(value, Unavailable) else str(value)
    return {0: "no", 1: "yes"}.get(value, str(value))


def _unexplained(deployment: Deployment, seen: Seen, proxy: Proxy | None) -> tuple[str, ...]:
    powers = {power for grip in _grips(deployment, seen) for power in grip.powers}
    token = deployment.asset.contract
    missing: list[str] = []
    if not has_slots(token):
        missing.append(
            "Whether it is a proxy by its slots is not known: no node of TRON gives them."
        )
    elif not slots_are_read(token, seen):
        missing.append("Whether it is a proxy is not known: not all of its slots could be read.")
    unread = unread_roles(token, seen)
    if unread:
        missing.append(
            say("Whether somebody has a role could not be read: {unread}", unread=unread[0])
        )
    if Power.ISSUE not in powers:
        missing.append("No getter tells who may issue.")
    if proxy is not None and Power.UPGRADE not in powers:
        missing.append("It is a proxy, and no slot tells who may upgrade it: its code decides.")
    return tuple(missing)


def _reached(deployment: Deployment, seen: Seen) -> tuple[tuple[AccountId, ...], int]:
    """Return the accounts of the map, nearest first, and how many more there would be."""
    level = _holders(_grips(deployment, seen))
    reached: tuple[AccountId, ...] = ()
    for _ in range(MOST_DEPTH):
        together = distinct((*reached, *level))
        fresh, beyond = together[len(reached) : MOST_ACCOUNTS], together[MOST_ACCOUNTS:]
        reached += fresh
        moved = [each for account in fresh for each in _moved_by(actor_of(account, seen))]
        level = [*beyond, *moved]
    return reached, len(distinct((*reached, *level))) - len(reached)


def _moved_by(actor: Actor) -> tuple[AccountId, ...]:
    return tuple(account for account in actor.follows if not is_nobody(account))


def _holders(grips: tuple[Grip, ...]) -> list[AccountId]:
    found = [grip.holder for grip in grips if isinstance(grip.holder, AccountId)]
    return list(distinct(found))
