"""From a holder to its keys: who suffices alone, who has a say, and how long it takes."""

from stableaudit.controls.paths import alone, keys_behind, least_delay
from stableaudit.domain.power_map import Actor, ActorKind, Grip, Member, Power, PowerMap, Rule
from tests.unit.controls.answers import FAILED, TOKEN, deployment, on_ethereum

ONE, TWO, THREE = (on_ethereum(bytes([each]) * 20) for each in (1, 2, 3))
SAFE, LOCK, ADMIN = (on_ethereum(bytes([each]) * 20) for each in (0x5A, 0x10, 0xAD))
KEYS = tuple(Actor(each, ActorKind.KEY) for each in (ONE, TWO, THREE))
MEMBERS = (Member(ONE, 1), Member(TWO, 1), Member(THREE, 1))


def found(*actors: Actor) -> PowerMap:
    return PowerMap(deployment().asset, (), (), None, (*actors, *KEYS), ())


def multisig(threshold: int, *members: Member) -> Actor:
    rule = Rule("owners", threshold, members or MEMBERS)
    return Actor(SAFE, ActorKind.MULTISIG, rules=(rule,))


def owned(account: bytes, *heads: object) -> Actor:
    grips = tuple(Grip((Power.APPOINT,), f"head {at}", each) for at, each in enumerate(heads))  # type: ignore[arg-type]
    return Actor(on_ethereum(account), ActorKind.OWNED, heads=grips)


def test_key_acts_alone_and_at_once() -> None:
    assert alone(found(), ONE) == keys_behind(found(), ONE) == (ONE,)
    assert least_delay(found(), ONE) == 0


def test_multisig_of_two_takes_more_than_one_and_of_one_takes_any() -> None:
    assert alone(found(multisig(2)), SAFE) == ()
    assert alone(found(multisig(1)), SAFE) == (ONE, TWO, THREE)
    assert keys_behind(found(multisig(2)), SAFE) == (ONE, TWO, THREE)
    heavy = multisig(2, Member(ONE, 2), Member(TWO, 1))
    assert alone(found(heavy), SAFE) == (ONE,)


def test_owner_of_an_owner_acts_alone() -> None:
    chain = (owned(ADMIN.address, LOCK), owned(LOCK.address, ONE, FAILED))
    assert alone(found(*chain), ADMIN) == keys_behind(found(*chain), ADMIN) == (ONE,)


def test_contract_that_a_multisig_owns_is_moved_by_no_key_alone() -> None:
    assert alone(found(owned(ADMIN.address, SAFE), multisig(2)), ADMIN) == ()


def test_timelock_takes_its_delay_and_its_admin_does_not_shorten_it() -> None:
    head = Grip((Power.APPOINT,), "admin()", ONE)
    lock = Actor(LOCK, ActorKind.TIMELOCK, heads=(head,), delay_seconds=3600)
    assert least_delay(found(lock), LOCK) == 3600
    assert least_delay(found(owned(ADMIN.address, LOCK), lock), ADMIN) == 3600
    assert least_delay(found(owned(ADMIN.address, LOCK, ONE), lock), ADMIN) == 0
    assert alone(found(lock), LOCK) == ()


def test_cycle_and_stranger_have_no_key() -> None:
    cycle = (owned(ADMIN.address, LOCK), owned(LOCK.address, ADMIN))
    for question in (alone, keys_behind):
        assert question(found(*cycle), ADMIN) == ()
        assert question(found(), on_ethereum(TOKEN)) == ()
    assert least_delay(found(*cycle), ADMIN) == 0


def test_account_of_tron_may_name_its_own_key() -> None:
    rules = (Rule("owner permission", 1, (Member(SAFE, 1), Member(ONE, 1))),)
    actor = Actor(SAFE, ActorKind.PERMISSIONED, rules=rules)
    assert alone(found(actor), SAFE) == (SAFE, ONE)
