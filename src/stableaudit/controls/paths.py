"""From the holder of a power to the keys behind it: who suffices alone, and how long it takes.

What a contract says of itself is taken at its word here; the words beside it say so.
"""

from stableaudit.domain.distinct import distinct
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.power_map import Actor, ActorKind, PowerMap, Rule

_KEYS = (ActorKind.KEY, ActorKind.DELEGATED_KEY)


def alone(found: PowerMap, account: AccountId) -> tuple[AccountId, ...]:
    """Return the keys of which each suffices to act for an account; empty where it takes more.

    Empty, too, where nobody knows who moves it.
    """
    return distinct(_alone(found, account, ()))


def keys_behind(found: PowerMap, account: AccountId) -> tuple[AccountId, ...]:
    """Return every key that has a say in what an account does, alone or with others."""
    return distinct(_behind(found, account, ()))


def least_delay(found: PowerMap, account: AccountId) -> int:
    """Return the fewest seconds between a decision and what an account then does."""
    return _delay(found, account, ())


def _alone(found: PowerMap, account: AccountId, above: tuple[AccountId, ...]) -> list[AccountId]:
    actor = found.actor(account)
    if actor is None or account in above:
        return []
    if actor.kind in _KEYS:
        return [account]
    path = (*above, account)
    enough = [one for rule in actor.rules for one in _sufficient(rule)] + _heads(actor)
    return [key for one in enough for key in _moves(found, one, account, path)]


def _moves(
    found: PowerMap, one: AccountId, account: AccountId, path: tuple[AccountId, ...]
) -> list[AccountId]:
    # An account of TRON may name its own key among those that move it.
    return [one] if one == account else _alone(found, one, path)


def _sufficient(rule: Rule) -> list[AccountId]:
    return [member.account for member in rule.members if member.weight >= rule.threshold]


def _behind(found: PowerMap, account: AccountId, above: tuple[AccountId, ...]) -> list[AccountId]:
    actor = found.actor(account)
    if actor is None or account in above:
        return []
    if actor.kind in _KEYS:
        return [account]
    path = (*above, account)
    return [key for one in actor.follows for key in _behind(found, one, path)]


def _delay(found: PowerMap, account: AccountId, above: tuple[AccountId, ...]) -> int:
    actor = found.actor(account)
    if actor is None or account in above:
        return 0
    own = actor.delay_seconds or 0
    if actor.kind is ActorKind.OWNED:
        path = (*above, account)
        return own + min(_delay(found, head, path) for head in _heads(actor))
    return own


def _heads(actor: Actor) -> list[AccountId]:
    if actor.kind in (ActorKind.TIMELOCK, ActorKind.MULTISIG, ActorKind.SAFE):
        # Its admin may change who proposes; what it does still takes its own way.
        return []
    return [grip.holder for grip in actor.heads if isinstance(grip.holder, AccountId)]
