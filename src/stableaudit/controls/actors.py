"""What stands at an account that holds a power, and who moves it.

Whatever a contract answers is its own word: `getThreshold` can be faked, and an owner that a getter
names need not be the one that its code obeys. So kinds say "by its own word", and code hashes are
beside them for whoever knows the code; where the hashes are those of a Safe, the kind says so.
"""

from typing import Final

from stableaudit.controls.permissions import account_of_permissions
from stableaudit.controls.safes import (
    handler_oddity,
    published,
    safe_of,
    safe_questions,
    singleton_head,
    slot_heads,
)
from stableaudit.controls.seen import Seen, has_none, is_nobody
from stableaudit.domain.control_questions import (
    Code,
    CodeOf,
    ControlQuestion,
    Getter,
    PermissionsOf,
)
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.power_map import Actor, ActorKind, Grip, Member, Power, Rule
from stableaudit.domain.readings import Unavailable

_DELEGATION: Final = bytes.fromhex("ef0100")
_LONGEST_DELAY: Final = 100 * 366 * 86_400
_OF_PEOPLE: Final = ("getOwners()", "getThreshold()", "required()", "owner()", "nonce()")
_OF_TIME: Final = ("pendingOwner()", "getMinDelay()", "delay()", "admin()")
_MODULES: Final = "getModulesPaginated(address,uint256)"
_FROM_THE_FIRST: Final = (1).to_bytes(32) + (50).to_bytes(32)


def actor_questions(account: AccountId, seen: Seen) -> tuple[ControlQuestion, ...]:
    """Return what to ask of an account, as far as it is known by now what it is."""
    if is_nobody(account):
        return ()
    return _of_tron(account, seen) if _has_permissions(account) else _of_evm(account, seen)


def actor_of(account: AccountId, seen: Seen) -> Actor:
    """Return what stands at an account."""
    if is_nobody(account):
        return Actor(account, ActorKind.NOBODY)
    if _has_permissions(account):
        found = seen.permissions(account)
        if isinstance(found, Unavailable):
            return Actor(account, ActorKind.UNREAD, notes=(str(found),))
        if not found.is_contract:
            return account_of_permissions(account, found)
    code = seen.code(account)
    if isinstance(code, Unavailable):
        return Actor(account, ActorKind.UNREAD, notes=(str(code),))
    return _by_code(account, code, seen)


def _has_permissions(account: AccountId) -> bool:
    return account.chain.namespace == "tron"


def _of_tron(account: AccountId, seen: Seen) -> tuple[ControlQuestion, ...]:
    if PermissionsOf(account) not in seen:
        return (PermissionsOf(account),)
    found = seen.permissions(account)
    if isinstance(found, Unavailable) or not found.is_contract:
        return ()
    # Each is a request of its own there, so only what names people.
    return (CodeOf(account), *(Getter(account, each) for each in _OF_PEOPLE))


def _of_evm(account: AccountId, seen: Seen) -> tuple[ControlQuestion, ...]:
    if CodeOf(account) not in seen:
        return (CodeOf(account),)
    code = seen.code(account)
    if isinstance(code, Unavailable) or code.size == 0 or _delegate(code) is not None:
        return ()
    if published(code) is not None:
        # What it would answer is about its own state, which nobody runs it with.
        return ()
    getters = (Getter(account, each) for each in (*_OF_PEOPLE, *_OF_TIME))
    modules = Getter(account, _MODULES, _FROM_THE_FIRST)
    return (*getters, modules, *safe_questions(account, code))


def _by_code(account: AccountId, code: Code, seen: Seen) -> Actor:
    if code.size == 0:
        return Actor(account, ActorKind.KEY)
    delegate = _delegate(code)
    if delegate is not None:
        runs = Grip((Power.UPGRADE,), "runs the code of", AccountId(account.chain, delegate))
        return Actor(account, ActorKind.DELEGATED_KEY, code.hash, heads=(runs,))
    name = published(code)
    if name is not None:
        return Actor(account, ActorKind.PUBLISHED_CODE, code.hash, published=name)
    return _contract(account, code, seen)


def _contract(account: AccountId, code: Code, seen: Seen) -> Actor:
    heads = tuple(
        Grip((Power.APPOINT,), signature, holder)
        for signature in ("owner()", "admin()", "pendingOwner()")
        if isinstance(holder := seen.account(Getter(account, signature)), AccountId)
        and not (is_nobody(holder) and signature == "pendingOwner()")
    )
    runs = singleton_head(account, seen)
    notes = _failures(account, seen)
    rule, oddity = _multisig(account, seen)
    notes += () if oddity is None else (oddity,)
    if rule is not None:
        return _by_owners(account, code, rule, ((*heads, *runs), notes), seen)
    delay = _delay(account, seen)
    if delay is not None:
        notes += ("who may propose and execute is told by its events alone, which are not read",)
        kind = ActorKind.TIMELOCK
        return Actor(account, kind, code.hash, heads=heads, delay_seconds=delay, notes=notes)
    kind = ActorKind.OWNED if heads else ActorKind.CONTRACT
    return Actor(account, kind, code.hash, heads=(*heads, *runs), notes=notes)


def _by_owners(
    account: AccountId,
    code: Code,
    rule: Rule,
    found: tuple[tuple[Grip, ...], tuple[str, ...]],
    seen: Seen,
) -> Actor:
    heads, notes = found
    name = safe_of(account, seen)
    return Actor(
        account,
        ActorKind.MULTISIG if name is None else ActorKind.SAFE,
        code.hash,
        (rule,),
        (*heads, *slot_heads(account, seen)),
        notes=(*notes, *_modules(account, seen), *handler_oddity(account, seen)),
        published=name,
    )


def _multisig(account: AccountId, seen: Seen) -> tuple[Rule | None, str | None]:
    owners = seen.accounts(Getter(account, "getOwners()"))
    if isinstance(owners, Unavailable):
        return None, None
    threshold = seen.number(Getter(account, "getThreshold()"))
    if isinstance(threshold, Unavailable):
        threshold = seen.number(Getter(account, "required()"))
    if isinstance(threshold, Unavailable):
        return None, say("it names {owners} owners, and not how many must sign", owners=len(owners))
    if len(set(owners)) != len(owners) or not 1 <= threshold <= len(owners):
        return None, say(
            "it says {threshold} of {owners} owners, which no multisig has",
            threshold=threshold,
            owners=len(owners),
        )
    return Rule("owners", threshold, tuple(Member(owner, 1) for owner in owners)), None


def _modules(account: AccountId, seen: Seen) -> tuple[str, ...]:
    modules = seen.accounts(Getter(account, _MODULES, _FROM_THE_FIRST))
    if isinstance(modules, Unavailable) or not modules:
        return ()
    named = joined(", ", (module.local for module in modules))
    return (say("modules that act without its owners: {named}", named=named),)


def _delay(account: AccountId, seen: Seen) -> int | None:
    for signature in ("getMinDelay()", "delay()"):
        found = seen.number(Getter(account, signature))
        if isinstance(found, int) and found <= _LONGEST_DELAY:
            return found
    return None


def _failures(account: AccountId, seen: Seen) -> tuple[str, ...]:
    """Return what was asked and failed, beyond that the contract has no such function."""
    asked = (Getter(account, signature) for signature in (*_OF_PEOPLE, *_OF_TIME))
    answers = (seen.value(each) for each in asked if each in seen)
    return tuple(
        str(answer)
        for answer in answers
        if isinstance(answer, Unavailable) and not has_none(answer)
    )


def _delegate(code: Code) -> bytes | None:
    is_one = code.short.startswith(_DELEGATION) and code.size == len(_DELEGATION) + ADDRESS_BYTES
    return code.short[len(_DELEGATION) :] if is_one else None
