"""Who controls a token, as the JSON report has it."""

from collections.abc import Mapping
from typing import Final

from stableaudit.domain import power_map, readings
from stableaudit.domain.identifiers import AccountId
from stableaudit.report.accounts import spell
from stableaudit.report.sections.controls import ControlEntry
from stableaudit.report.v1 import values
from stableaudit.report.v1.controls import (
    Actor,
    Control,
    ControlMap,
    Holder,
    HolderOrNot,
    Kind,
    Member,
    Office,
    Power,
    Proposal,
    Proxy,
    Rule,
    Switch,
)
from stableaudit.report.v1.fill_control_history import control_past
from stableaudit.report.v1.fill_values import block_or_not, unavailable

_POWERS: Final[Mapping[power_map.Power, Power]] = {
    power_map.Power.UPGRADE: "upgrade",
    power_map.Power.ISSUE: "issue",
    power_map.Power.APPOINT: "appoint",
    power_map.Power.DESTROY: "destroy",
    power_map.Power.FREEZE: "freeze",
    power_map.Power.REDEEM: "redeem",
    power_map.Power.PAUSE: "pause",
    power_map.Power.FEE: "set a fee",
}
_KINDS: Final[Mapping[power_map.ActorKind, Kind]] = {
    power_map.ActorKind.NOBODY: "NOBODY",
    power_map.ActorKind.KEY: "KEY",
    power_map.ActorKind.DELEGATED_KEY: "DELEGATED_KEY",
    power_map.ActorKind.PERMISSIONED: "PERMISSIONED",
    power_map.ActorKind.MULTISIG: "MULTISIG",
    power_map.ActorKind.SAFE: "SAFE",
    power_map.ActorKind.TIMELOCK: "TIMELOCK",
    power_map.ActorKind.OWNED: "OWNED",
    power_map.ActorKind.PUBLISHED_CODE: "PUBLISHED_CODE",
    power_map.ActorKind.CONTRACT: "CONTRACT",
    power_map.ActorKind.UNREAD: "UNREAD",
}


def control(entry: ControlEntry) -> Control:
    """Return who controls one deployment."""
    found = entry.found
    return Control(
        asset=str(entry.deployment.asset),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        block=block_or_not(entry.block),
        control=(
            unavailable(found)
            if isinstance(found, readings.Unavailable)
            else _map(found, entry.labels)
        ),
        past=control_past(entry),
    )


def _map(found: power_map.PowerMap, labels: Mapping[AccountId, str]) -> ControlMap:
    return ControlMap(
        offices=tuple(_office(grip) for grip in found.grips),
        switches=tuple(Switch(name=one.name, value=_stated(one.value)) for one in found.switches),
        proxy=None if found.proxy is None else _proxy(found.proxy),
        actors=tuple(_actor(actor, labels) for actor in found.actors),
        unknown=found.unknown,
        pending=tuple(_proposal(one) for one in found.pending),
    )


def _proposal(one: power_map.Proposal) -> Proposal:
    return Proposal(
        multisig=_known(one.multisig),
        digest=f"0x{one.digest.hex()}",
        nonce=str(one.nonce),
        threshold=str(one.threshold),
        approved_by=tuple(_known(owner) for owner in one.approved_by),
        target=_known(one.target),
        selector=f"0x{one.selector.hex()}",
        issues_to=None if one.recipient is None else _known(one.recipient),
        issues=None if one.base_units is None else str(one.base_units),
    )


def _office(grip: power_map.Grip) -> Office:
    powers = tuple(_POWERS[power] for power in grip.powers)
    return Office(powers=powers, office=grip.office, holder=_holder(grip.holder))


def _proxy(found: power_map.Proxy) -> Proxy:
    return Proxy(
        kind=found.kind.value,
        implementation=_holder(found.implementation),
        code_hash=_stated(found.code_hash),
    )


def _actor(actor: power_map.Actor, labels: Mapping[AccountId, str]) -> Actor:
    delay = actor.delay_seconds
    return Actor(
        account=str(actor.account),
        address=spell(actor.account),
        label=labels.get(actor.account),
        kind=_KINDS[actor.kind],
        code_hash=actor.code_hash,
        published=actor.published,
        rules=tuple(_rule(rule) for rule in actor.rules),
        heads=tuple(_office(grip) for grip in actor.heads),
        delay_seconds=None if delay is None else str(delay),
        notes=actor.notes,
    )


def _rule(rule: power_map.Rule) -> Rule:
    return Rule(
        name=rule.name,
        threshold=str(rule.threshold),
        members=tuple(
            Member(
                account=str(member.account),
                address=spell(member.account),
                weight=str(member.weight),
            )
            for member in rule.members
        ),
        one_is_enough=rule.by_one,
    )


def _holder(holder: AccountId | readings.Unavailable) -> HolderOrNot:
    if isinstance(holder, readings.Unavailable):
        return unavailable(holder)
    return _known(holder)


def _known(account: AccountId) -> Holder:
    return Holder(account=str(account), address=spell(account))


def _stated(value: str | readings.Unavailable) -> values.Stated | values.Unavailable:
    if isinstance(value, readings.Unavailable):
        return unavailable(value)
    return values.Stated(value=value)
