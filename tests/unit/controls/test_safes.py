"""Which multisig is a Safe: by its own code and the code that its slot names, not by its word."""

import pytest

from stableaudit.controls.paths import alone
from stableaudit.controls.safes import GUARD, HANDLER, SINGLETON
from stableaudit.domain.control_questions import Code, CodeOf, StorageWord
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.power_map import Actor, ActorKind, Grip, Power
from tests.unit.controls.answers import (
    FAILED,
    SOME_CODE,
    TOKEN,
    World,
    deployment,
    listed,
    on_ethereum,
    the,
    word,
)

PROXY = "0xd7d408ebcd99b2b70be43e20253d6d92a8ea8fab29bd3be7f55b10032331fb4c"
SAFE_1_4_1 = "0x1fe2df852ba3299d6534ef416eefa406e56ced995bca886ab7a553e6d0c5e1c4"
HANDLER_1_4_1 = "0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9"
OWNER, LOGIC, ASIDE, KEEPER = (on_ethereum(bytes([number]) * 20) for number in range(0xA0, 0xA4))
KEYS = tuple(on_ethereum(bytes([number]) * 20) for number in range(1, 4))
GETTERS = {"getOwners()": listed(*KEYS), "getThreshold()": word(2)}
RUNS = "runs the code of"


def code(digest: str, size: int = 171) -> Code:
    return Code(size, digest, b"")


def world(
    own: str = PROXY, singleton: str = SAFE_1_4_1, slots: dict[int, AccountId] | None = None
) -> World:
    """USDKG, owned by an account that answers as a multisig, with a singleton in slot 0."""
    made = World()
    made.contract(on_ethereum(TOKEN), {"owner()": word(OWNER), "compliance()": word(KEYS[0])})
    made.contract(OWNER, GETTERS, slots={SINGLETON: LOGIC, **(slots or {})}, code=code(own))
    made.contract(LOGIC, {"getOwners()": listed(), "getThreshold()": word(1)}, code=code(singleton))
    return made


def owner(of: World) -> Actor:
    return the(of.map(deployment()), OWNER)


def test_proxy_of_safe_that_runs_a_published_singleton_is_a_safe_with_its_version() -> None:
    actor = owner(world())
    assert (actor.kind, actor.published) == (ActorKind.SAFE, "Safe 1.4.1")
    assert actor.heads == (Grip((Power.UPGRADE,), RUNS, LOGIC),)
    assert (actor.rules[0].threshold, actor.notes) == (2, ())


def test_singleton_is_published_code_that_is_not_asked_for_owners() -> None:
    made = world()
    actor = the(made.map(deployment()), LOGIC)
    assert (actor.kind, actor.published) == (ActorKind.PUBLISHED_CODE, "Safe 1.4.1")
    assert (actor.rules, actor.notes) == ((), ())
    seen, _ = made.seen(deployment())
    asked = {type(one).__name__ for one in seen.answers if one.contract == LOGIC}
    assert asked == {"CodeOf"}


def test_safe_is_asked_in_no_more_rounds_than_another_multisig() -> None:
    _, of_a_safe = world(slots={HANDLER: ASIDE, GUARD: KEEPER}).seen(deployment())
    _, of_another = world(own=SOME_CODE.hash).seen(deployment())
    assert of_a_safe == of_another == 4


def test_other_code_with_a_true_singleton_in_its_slot_is_a_multisig_by_its_own_word() -> None:
    """What a liar would do: answer as a Safe, and keep a Safe's address where a Safe keeps it."""
    made = world(own=SOME_CODE.hash)
    actor = owner(made)
    assert (actor.kind, actor.published, actor.heads) == (ActorKind.MULTISIG, None, ())
    seen, _ = made.seen(deployment())
    assert StorageWord(OWNER, SINGLETON) not in seen


def test_proxy_of_safe_that_runs_other_code_is_a_multisig_by_its_own_word() -> None:
    actor = owner(world(singleton=SOME_CODE.hash))
    assert (actor.kind, actor.published) == (ActorKind.MULTISIG, None)
    assert actor.heads == (Grip((Power.UPGRADE,), RUNS, LOGIC),)


def test_proxy_of_safe_that_runs_a_handler_is_no_safe() -> None:
    assert owner(world(singleton=HANDLER_1_4_1)).kind is ActorKind.MULTISIG


@pytest.mark.parametrize("unread", ["the slot", "the code"])
def test_safe_whose_singleton_could_not_be_read_is_one_by_its_own_word(unread: str) -> None:
    made = world()
    if unread == "the slot":
        made.values[StorageWord(OWNER, SINGLETON)] = FAILED
    else:
        made.values.update({one: FAILED for one in made.values if one.contract == LOGIC})
    actor = owner(made)
    (head,) = actor.heads
    assert (actor.kind, actor.published) == (ActorKind.MULTISIG, None)
    assert head.holder == (FAILED if unread == "the slot" else LOGIC)


def test_empty_slot_of_a_proxy_of_safe_runs_nothing() -> None:
    actor = owner(world(slots={SINGLETON: on_ethereum(bytes(20))}))
    assert (actor.kind, actor.heads) == (ActorKind.MULTISIG, ())


def test_guard_and_handler_stand_beside_the_owners_of_a_safe_and_suffice_for_nothing() -> None:
    made = world(slots={HANDLER: ASIDE, GUARD: KEEPER})
    made.contract(ASIDE, {}, code=code(HANDLER_1_4_1))
    made.contract(KEEPER, {"owner()": word(KEYS[2])})
    found = made.map(deployment())
    _, handler, guard = the(found, OWNER).heads
    assert handler == Grip((), "fallback handler, in its name", ASIDE)
    assert guard == Grip((), "guard, which may refuse", KEEPER)
    assert the(found, ASIDE).published == "Safe 1.4.1 handler"
    assert the(found, KEEPER).kind is ActorKind.OWNED
    assert alone(found, OWNER) == ()
    assert the(found, OWNER).notes == ()


def test_handler_that_safe_did_not_publish_is_odd_and_one_without_code_or_unread_is_not() -> None:
    """The token itself as handler: whoever calls the Safe moves its tokens."""
    made = world(slots={HANDLER: on_ethereum(TOKEN)})
    (note,) = owner(made).notes
    assert note == (
        f"whoever calls it reaches {on_ethereum(TOKEN).local} in its name, whose code is no "
        "published handler"
    )
    assert owner(world(slots={HANDLER: ASIDE})).notes == ()
    unread = world(slots={HANDLER: ASIDE})
    unread.values[CodeOf(ASIDE)] = FAILED
    assert owner(unread).notes == ()


def test_proxy_of_safe_without_owners_is_a_contract_that_runs_another() -> None:
    made = world(slots={GUARD: KEEPER})
    made.contract(OWNER, {"getOwners()": listed(), "getThreshold()": word(0)}, code=code(PROXY))
    actor = owner(made)
    assert actor.kind is ActorKind.CONTRACT
    assert actor.heads == (Grip((Power.UPGRADE,), RUNS, LOGIC),)
