"""A map of who controls a token, as the plain data that a later map is compared with."""

from collections.abc import Iterable
from dataclasses import replace

from stableaudit.controls.proxies import slots_are_read
from stableaudit.controls.roles import is_role
from stableaudit.controls.seen import Seen
from stableaudit.domain.control_questions import Code
from stableaudit.domain.control_snapshot import (
    ControlSnapshot,
    KeptActor,
    KeptCode,
    KeptControls,
    KeptOffice,
)
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.power_map import Actor, Grip, Member, PowerMap, Proxy, Rule


def snapshot_of(token: str, deployments: Iterable[KeptControls]) -> ControlSnapshot:
    """Return the snapshot of a token by its key. Raises ValueError: a deployment stands twice."""
    return ControlSnapshot(token, tuple(sorted(deployments, key=_asset)))


def kept(found: PowerMap, seen: Seen, *, block: int) -> KeptControls:
    """Return what a snapshot keeps of one deployment.

    Args:
        found: its map.
        seen: the answers that the map was drawn from; the token's own code is among them.
        block: number of the block that they were read at.
    """
    code = seen.code(found.asset.contract)
    return in_order(
        KeptControls(
            found.asset,
            block,
            code.hash if isinstance(code, Code) else None,
            _code(found.proxy) if found.proxy is not None else _no_proxy(found, seen),
            _offices(found.grips),
            tuple(_actor(actor) for actor in found.actors),
        )
    )


def in_order(controls: KeptControls) -> KeptControls:
    """Return the same with everything in its place, whatever order it came in."""
    return replace(
        controls,
        offices=tuple(sorted(controls.offices, key=_office)),
        actors=tuple(sorted((_ordered(each) for each in controls.actors), key=_account)),
    )


def _ordered(actor: KeptActor) -> KeptActor:
    return replace(
        actor,
        rules=tuple(sorted((_rule(rule) for rule in actor.rules), key=_order)),
        heads=tuple(sorted(actor.heads, key=_office)),
    )


def _rule(rule: Rule) -> Rule:
    return replace(rule, members=tuple(sorted(rule.members, key=_weighed)))


def _no_proxy(found: PowerMap, seen: Seen) -> KeptCode | None:
    """Return that it is no proxy, or that nobody can tell."""
    return None if slots_are_read(found.asset.contract, seen) else KeptCode(None, None)


def _code(proxy: Proxy) -> KeptCode:
    implementation, code_hash = proxy.implementation, proxy.code_hash
    return KeptCode(
        implementation if isinstance(implementation, AccountId) else None,
        code_hash if isinstance(code_hash, str) else None,
    )


def _actor(actor: Actor) -> KeptActor:
    return KeptActor(
        actor.account,
        actor.kind,
        actor.code_hash,
        actor.rules,
        _offices(actor.heads),
        actor.delay_seconds,
    )


def _offices(grips: tuple[Grip, ...]) -> tuple[KeptOffice, ...]:
    return tuple(_kept_office(grip) for grip in grips)


def _kept_office(grip: Grip) -> KeptOffice:
    if not isinstance(grip.holder, AccountId):
        return KeptOffice(grip.office, None)
    # Several may have a role, and in a snapshot an office stands once.
    several = f", {grip.holder.local}" if is_role(grip.office) else ""
    return KeptOffice(f"{grip.office}{several}", grip.holder)


def _order(rule: Rule) -> tuple[str, int, tuple[tuple[AccountId, int], ...]]:
    return rule.name, rule.threshold, tuple(_weighed(each) for each in rule.members)


def _weighed(member: Member) -> tuple[AccountId, int]:
    return member.account, member.weight


def _asset(of: KeptControls) -> AssetId:
    return of.asset


def _account(of: KeptActor) -> AccountId:
    return of.account


def _office(of: KeptOffice) -> str:
    return of.office
