"""Who may act for an account of TRON, by its permissions. Its own key may have no power at all.

The owner's permission may do everything, an active one what its bits allow; a contract is called by
transactions of type 31. Source: java-tron 4.8.0, TransactionUtil; TIP-16.
"""

from typing import Final

from stableaudit.domain.control_questions import Permission, Permissions
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import say
from stableaudit.domain.power_map import Actor, ActorKind, Member, Rule

TRIGGER: Final = 31
"""TriggerSmartContract: what mints, freezes, pauses."""


def account_of_permissions(account: AccountId, permissions: Permissions) -> Actor:
    """Return an account of TRON as those who may call contracts for it."""
    if permissions.owner is None:
        return Actor(account, ActorKind.KEY)
    rules = (
        _rule("owner permission", permissions.owner),
        *(
            _rule(say("active permission {name}", name=each.name or each.id), each)
            for each in permissions.active
            if each.allows(TRIGGER)
        ),
    )
    own = (Member(account, 1),)
    if all(rule.threshold == 1 and rule.members == own for rule in rules):
        return Actor(account, ActorKind.KEY)
    powerless = all(account != member.account for rule in rules for member in rule.members)
    notes = ("its own key has no power",) if powerless else ()
    return Actor(account, ActorKind.PERMISSIONED, rules=rules, notes=notes)


def _rule(name: str, permission: Permission) -> Rule:
    members = tuple(Member(key.account, key.weight) for key in permission.keys)
    return Rule(name, permission.threshold, members)
