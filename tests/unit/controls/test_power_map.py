"""Known tokens and known answers: who holds which power, and who moves those who hold it."""

from dataclasses import replace
from itertools import pairwise

import pytest

from stableaudit.controls.proxies import (
    ADMIN,
    BEACON,
    IMPLEMENTATION,
    ZOS_ADMIN,
    ZOS_IMPLEMENTATION,
)
from stableaudit.controls.snapshot import kept
from stableaudit.controls.survey import MOST_ACCOUNTS, MOST_DEPTH
from stableaudit.domain.control_questions import (
    Code,
    CodeOf,
    Getter,
    Permission,
    Permissions,
    PermissionsOf,
    StorageWord,
    WeightedKey,
)
from stableaudit.domain.control_snapshot import KeptCode
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.power_map import ActorKind, Grip, Member, Power, PowerMap, ProxyKind, Switch
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import SupplyLaw
from tests.unit.controls.answers import (
    FAILED,
    SOME_CODE,
    TOKEN,
    World,
    deployment,
    listed,
    on_ethereum,
    on_tron,
    the,
    word,
)

COIN = on_ethereum(TOKEN)
SAFE, KEEPER = on_ethereum(b"\x5a" * 20), on_ethereum(b"\xc0" * 20)
KEYS = tuple(on_ethereum(bytes([number]) * 20) for number in range(1, 8))
NOBODY = on_ethereum(bytes(20))
MODULES = "getModulesPaginated(address,uint256)"


def usdkg(owner: AccountId = SAFE, *, compliance: AccountId = KEEPER) -> World:
    world = World()
    world.contract(
        replace(COIN, chain=owner.chain),
        {
            "owner()": word(owner),
            "compliance()": word(compliance),
            "paused()": word(0),
            "basisPointsRate()": word(10),
        },
    )
    return world


def safe(world: World, account: AccountId = SAFE, threshold: int = 3, **more: bytes) -> None:
    getters = {"getOwners()": listed(*KEYS), "getThreshold()": word(threshold)}
    world.contract(account, {**getters, **more})


def test_usdkg_behind_a_multisig_of_three_of_seven() -> None:
    world = usdkg()
    safe(world)
    found = world.map(deployment())
    assert found.grips == (
        Grip((Power.ISSUE, Power.REDEEM, Power.PAUSE, Power.FEE), "owner()", SAFE),
        Grip((Power.DESTROY, Power.FREEZE), "compliance()", KEEPER),
    )
    assert found.switches == (Switch("paused()", "no"), Switch("basisPointsRate()", "10"))
    assert (found.proxy, found.unknown) == (None, ())
    owner = the(found, SAFE)
    assert owner.kind is ActorKind.MULTISIG
    (rule,) = owner.rules
    assert (rule.threshold, rule.members) == (3, tuple(Member(key, 1) for key in KEYS))
    assert not rule.by_one
    assert {the(found, key).kind for key in (*KEYS, KEEPER)} == {ActorKind.KEY}
    assert len(found.actors) == 2 + len(KEYS)


def test_questions_are_asked_in_few_rounds_and_each_once() -> None:
    world = usdkg()
    safe(world)
    _, rounds = world.seen(deployment())
    assert rounds == 4


def test_modules_of_a_multisig_are_named() -> None:
    world = usdkg()
    safe(world)
    arguments = (1).to_bytes(32) + (50).to_bytes(32)
    answer = word(64) + word(1) + word(1) + word(KEYS[0])
    world.values[Getter(SAFE, MODULES, arguments)] = answer
    (note,) = the(world.map(deployment()), SAFE).notes
    assert note == f"modules that act without its owners: {KEYS[0].local}"


@pytest.mark.parametrize(
    ("getters", "note"),
    [
        ({"getOwners()": listed(*KEYS), "getThreshold()": word(9)}, "9 of 7 owners, which no"),
        ({"getOwners()": listed(*KEYS), "getThreshold()": word(0)}, "0 of 7 owners, which no"),
        (
            {"getOwners()": listed(KEYS[0], KEYS[0]), "getThreshold()": word(2)},
            "2 of 2 owners, which no",
        ),
        ({"getOwners()": listed(*KEYS)}, "names 7 owners, and not how many must sign"),
    ],
)
def test_multisig_that_cannot_be_one_is_a_contract_with_a_note(
    getters: dict[str, bytes], note: str
) -> None:
    world = usdkg()
    world.contract(SAFE, getters)
    actor = the(world.map(deployment()), SAFE)
    assert (actor.kind, actor.rules) == (ActorKind.CONTRACT, ())
    assert note in actor.notes[0]


def test_older_multisig_tells_its_threshold_as_required() -> None:
    world = usdkg()
    world.contract(SAFE, {"getOwners()": listed(*KEYS), "required()": word(1)})
    (rule,) = the(world.map(deployment()), SAFE).rules
    assert rule.by_one


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        word(32),
        word(32) + word(2) + word(KEYS[0]),
        word(32) + word(1) + b"\xff" * 32,
        word(32) + word(201),
    ],
    ids=["nothing", "no length", "cut", "no address", "too many"],
)
def test_list_of_owners_that_is_none_makes_no_multisig(answer: bytes) -> None:
    world = usdkg()
    world.contract(SAFE, {"getOwners()": answer, "getThreshold()": word(1)})
    assert the(world.map(deployment()), SAFE).kind is ActorKind.CONTRACT


def test_timelock_is_shown_with_its_delay_and_its_admin() -> None:
    world = usdkg()
    world.contract(SAFE, {"delay()": word(172_800), "admin()": word(KEYS[0])})
    actor = the(world.map(deployment()), SAFE)
    assert (actor.kind, actor.delay_seconds) == (ActorKind.TIMELOCK, 172_800)
    assert actor.heads == (Grip((Power.APPOINT,), "admin()", KEYS[0]),)
    assert "told by its events alone" in actor.notes[0]


def test_delay_that_no_timelock_has_is_none() -> None:
    world = usdkg()
    world.contract(SAFE, {"getMinDelay()": b"\xff" * 32})
    assert the(world.map(deployment()), SAFE).kind is ActorKind.CONTRACT


def test_contract_with_an_owner_is_followed_and_a_pending_owner_shown() -> None:
    world = usdkg()
    world.contract(SAFE, {"owner()": word(KEYS[0]), "pendingOwner()": word(KEYS[1])})
    found = world.map(deployment())
    actor = the(found, SAFE)
    assert actor.kind is ActorKind.OWNED
    assert [grip.holder for grip in actor.heads] == [KEYS[0], KEYS[1]]
    assert the(found, KEYS[1]).kind is ActorKind.KEY


def test_owner_that_was_renounced_is_nobody() -> None:
    world = usdkg()
    world.contract(SAFE, {"owner()": word(NOBODY), "pendingOwner()": word(NOBODY)})
    found = world.map(deployment())
    assert [grip.holder for grip in the(found, SAFE).heads] == [NOBODY]
    assert found.actor(NOBODY) is None
    assert the(usdkg(NOBODY).map(deployment()), NOBODY).kind is ActorKind.NOBODY


def test_key_that_runs_a_contracts_code_is_named_with_it() -> None:
    world = usdkg(KEYS[0])
    short = bytes.fromhex("ef0100") + KEYS[5].address
    world.values[CodeOf(KEYS[0])] = Code(23, "0x" + "77" * 32, short)
    found = world.map(deployment())
    actor = the(found, KEYS[0])
    assert actor.kind is ActorKind.DELEGATED_KEY
    assert [grip.holder for grip in actor.heads] == [KEYS[5]]


def test_cycle_ends() -> None:
    world = usdkg()
    world.contract(SAFE, {"owner()": word(KEYS[0])})
    world.contract(KEYS[0], {"owner()": word(SAFE)})
    found = world.map(deployment())
    assert [actor.account for actor in found.actors] == [SAFE, KEEPER, KEYS[0]]


def test_chain_of_owners_that_is_too_long_is_said_to_go_on() -> None:
    world = usdkg()
    links = [SAFE, *(on_ethereum(bytes([0x40 + each]) * 20) for each in range(MOST_DEPTH + 2))]
    for one, other in pairwise(links):
        world.contract(one, {"owner()": word(other)})
    found = world.map(deployment())
    assert links[MOST_DEPTH - 1] in [actor.account for actor in found.actors]
    assert found.actor(links[MOST_DEPTH]) is None
    assert "Whoever moves 1 more accounts was not followed" in found.unknown[0]


def test_many_owners_are_bounded() -> None:
    world = usdkg()
    owners = [on_ethereum(each.to_bytes(20)) for each in range(1, 100)]
    world.contract(SAFE, {"getOwners()": listed(*owners), "getThreshold()": word(50)})
    found = world.map(deployment())
    assert len(found.actors) == MOST_ACCOUNTS
    assert "Whoever moves 41 more accounts" in found.unknown[0]


def test_what_failed_is_kept_apart_from_what_is_not_there() -> None:
    world = usdkg()
    safe(world)
    world.values[Getter(COIN, "owner()")] = FAILED
    world.values[Getter(COIN, "paused()")] = FAILED
    found = world.map(deployment())
    assert found.grips[0] == Grip(
        (Power.ISSUE, Power.REDEEM, Power.PAUSE, Power.FEE), "owner()", FAILED
    )
    assert found.switches[0] == Switch("paused()", FAILED)


def test_actor_that_could_not_be_read_says_why() -> None:
    world = usdkg()
    world.values[CodeOf(SAFE)] = FAILED
    actor = the(world.map(deployment()), SAFE)
    assert (actor.kind, actor.notes) == (ActorKind.UNREAD, (str(FAILED),))
    world = usdkg()
    world.contract(SAFE, {"owner()": FAILED})
    actor = the(world.map(deployment()), SAFE)
    assert (actor.kind, actor.notes) == (ActorKind.CONTRACT, (str(FAILED),))


def test_getter_that_answers_no_address_is_no_office() -> None:
    world = usdkg()
    world.values[Getter(COIN, "owner()")] = b"\xff" * 32
    world.values[Getter(COIN, "paused()")] = b"\x01"
    world.values[Getter(COIN, "basisPointsRate()")] = FAILED
    found = world.map(deployment())
    assert [grip.office for grip in found.grips] == ["compliance()"]
    assert found.unknown == ("No getter tells who may issue.",)
    assert [switch.name for switch in found.switches] == ["basisPointsRate()"]


def test_flag_that_is_neither_is_shown_as_it_is() -> None:
    world = usdkg()
    world.values[Getter(COIN, "paused()")] = word(7)
    assert world.map(deployment()).switches[0] == Switch("paused()", "7")


def behind_a_proxy(slots: dict[int, AccountId], *, code: Code = SOME_CODE) -> PowerMap:
    world = usdkg(KEYS[0])
    world.contract(COIN, {}, slots=slots, code=code)
    world.contract(SAFE, {"owner()": word(KEYS[1]), "implementation()": word(KEYS[2])})
    return world.map(deployment())


@pytest.mark.parametrize(
    ("slots", "kind", "implementation", "office"),
    [
        ({IMPLEMENTATION: KEYS[2], ADMIN: SAFE}, ProxyKind.EIP1967, KEYS[2], "EIP-1967 admin slot"),
        ({BEACON: SAFE}, ProxyKind.BEACON, KEYS[2], "EIP-1967 beacon slot"),
        (
            {ZOS_IMPLEMENTATION: KEYS[2], ZOS_ADMIN: SAFE},
            ProxyKind.ZOS,
            KEYS[2],
            "zeppelinos admin slot",
        ),
    ],
)
def test_proxy_is_read_by_its_slots_and_its_admin_followed(
    slots: dict[int, AccountId], kind: ProxyKind, implementation: AccountId, office: str
) -> None:
    found = behind_a_proxy(slots)
    assert found.proxy is not None
    assert (found.proxy.kind, found.proxy.implementation) == (kind, implementation)
    assert isinstance(found.proxy.code_hash, str)
    assert found.grips[0] == Grip((Power.UPGRADE,), office, SAFE)
    assert the(found, SAFE).kind is ActorKind.OWNED
    assert the(found, KEYS[1]).kind is ActorKind.KEY


def test_proxy_whose_own_code_upgrades_it_asks_its_owner_first() -> None:
    world = usdkg(KEYS[0])
    world.contract(COIN, {"owner()": word(KEYS[0])}, slots={IMPLEMENTATION: KEYS[2]})
    world.values[Getter(KEYS[2], "proxiableUUID()")] = word(IMPLEMENTATION)
    found = world.map(deployment())
    assert found.grips[0] == Grip((Power.UPGRADE,), "owner(), by its own code (UUPS)", KEYS[0])
    world.values[Getter(KEYS[2], "proxiableUUID()")] = word(7)
    assert world.map(deployment()).grips[0].office == "owner()"


def test_proxy_without_an_admin_slot_says_that_its_code_decides() -> None:
    found = behind_a_proxy({IMPLEMENTATION: KEYS[2]})
    assert "It is a proxy, and no slot tells who may upgrade it" in found.unknown[0]


def test_minimal_proxy_is_read_off_its_code() -> None:
    before, after = "363d3d373d3d3d363d73", "5af43d82803e903d91602b57fd5bf3"
    short = bytes.fromhex(before) + KEYS[2].address + bytes.fromhex(after)
    found = behind_a_proxy({}, code=Code(len(short), "0x" + "11" * 32, short))
    assert found.proxy is not None
    assert (found.proxy.kind, found.proxy.implementation) == (ProxyKind.MINIMAL, KEYS[2])
    other = short[:-1] + b"\0"
    assert behind_a_proxy({}, code=Code(len(other), "0x" + "11" * 32, other)).proxy is None


def test_implementation_that_could_not_be_read_is_said() -> None:
    world = usdkg(KEYS[0])
    world.contract(COIN, {}, slots={BEACON: SAFE})
    world.contract(SAFE, {"implementation()": FAILED})
    proxy = world.map(deployment()).proxy
    assert proxy is not None
    assert (proxy.implementation, proxy.code_hash) == (FAILED, FAILED)
    world.contract(SAFE, {"implementation()": word(KEYS[2])})
    world.values[CodeOf(KEYS[2])] = FAILED
    proxy = world.map(deployment()).proxy
    assert proxy is not None
    assert (proxy.implementation, proxy.code_hash) == (KEYS[2], FAILED)


def test_slot_that_could_not_be_read_is_an_office_whose_holder_is_not_known() -> None:
    world = usdkg(KEYS[0])
    world.values[StorageWord(COIN, ADMIN)] = FAILED
    world.values[StorageWord(COIN, ZOS_ADMIN)] = 1 << 200
    found = world.map(deployment())
    assert found.grips[0] == Grip((Power.UPGRADE,), "EIP-1967 admin slot", FAILED)
    assert [grip.office for grip in found.grips] == [
        "EIP-1967 admin slot",
        "owner()",
        "compliance()",
    ]


@pytest.mark.parametrize("law", list(SupplyLaw))
def test_every_family_asks_something_and_finds_what_is_answered(law: SupplyLaw) -> None:
    world = World()
    world.contract(COIN, {"owner()": word(KEYS[0]), "paused()": word(1)})
    found = world.map(deployment(law))
    assert [grip.office for grip in found.grips] == ["owner()"]
    assert found.switches == (Switch("paused()", "yes"),)


# TRON

TRON_COIN, TRON_SAFE = on_tron(TOKEN), on_tron(SAFE.address)
TRON_KEYS = tuple(on_tron(key.address) for key in KEYS)
ALL = b"\xff" * 32


def permission(id_: int, threshold: int, *keys: AccountId, operations: bytes = b"") -> Permission:
    weighted = tuple(WeightedKey(key, 1) for key in keys)
    return Permission(id_, "active" if id_ else "owner", threshold, weighted, operations)


def on_the_tron_side(permissions: Permissions | Unavailable) -> PowerMap:
    world = usdkg(TRON_SAFE, compliance=TRON_KEYS[6])
    world.values[PermissionsOf(TRON_SAFE)] = permissions
    return world.map(deployment(account=TRON_COIN))


def test_account_of_tron_that_never_set_permissions_is_its_key() -> None:
    found = on_the_tron_side(Permissions(is_contract=False, owner=None, active=()))
    assert {actor.kind for actor in found.actors} == {ActorKind.KEY}
    plain = Permissions(
        is_contract=False,
        owner=permission(0, 1, TRON_SAFE),
        active=(permission(2, 1, TRON_SAFE, operations=ALL),),
    )
    assert the(on_the_tron_side(plain), TRON_SAFE).kind is ActorKind.KEY


def test_account_whose_own_key_has_no_power_is_moved_by_two_of_two() -> None:
    permissions = Permissions(
        is_contract=False,
        owner=permission(0, 2, *TRON_KEYS[:2]),
        active=(
            permission(2, 2, *TRON_KEYS[2:4], operations=ALL),
            permission(3, 1, TRON_SAFE, operations=bytes(32)),
        ),
    )
    found = on_the_tron_side(permissions)
    actor = the(found, TRON_SAFE)
    assert actor.kind is ActorKind.PERMISSIONED
    assert [(rule.name, rule.threshold) for rule in actor.rules] == [
        ("owner permission", 2),
        ("active permission active", 2),
    ]
    assert actor.notes == ("its own key has no power",)
    assert {the(found, key).kind for key in TRON_KEYS[:4]} == {ActorKind.KEY}


def test_permission_without_a_name_goes_by_its_number() -> None:
    nameless = replace(permission(4, 1, *TRON_KEYS[:2], operations=ALL), name="")
    owner = permission(0, 1, TRON_SAFE)
    permissions = Permissions(is_contract=False, owner=owner, active=(nameless,))
    actor = the(on_the_tron_side(permissions), TRON_SAFE)
    assert [rule.name for rule in actor.rules] == ["owner permission", "active permission 4"]
    assert actor.notes == ()


def test_multisig_on_tron_is_a_contract_that_names_its_owners() -> None:
    world = usdkg(TRON_SAFE, compliance=TRON_KEYS[6])
    getters = {"getOwners()": listed(*TRON_KEYS), "getThreshold()": word(3)}
    world.contract(TRON_SAFE, getters)
    seen, rounds = world.seen(deployment(account=TRON_COIN))
    assert rounds == 4
    asked = [one for one in seen.answers if one.contract == TRON_SAFE]
    assert len(asked) == 7
    assert not [one for one in seen.answers if isinstance(one, StorageWord)]
    actor = the(world.map(deployment(account=TRON_COIN)), TRON_SAFE)
    assert (actor.kind, actor.rules[0].threshold) == (ActorKind.MULTISIG, 3)


def test_account_of_tron_that_could_not_be_read_says_why() -> None:
    actor = the(on_the_tron_side(FAILED), TRON_SAFE)
    assert (actor.kind, actor.notes) == (ActorKind.UNREAD, (str(FAILED),))


def test_slots_that_were_not_read_leave_it_open_whether_it_is_a_proxy() -> None:
    world = usdkg()
    world.values[StorageWord(COIN, IMPLEMENTATION)] = FAILED
    found = world.map(deployment())
    assert found.proxy is None
    assert found.unknown == (
        "Whether it is a proxy is not known: not all of its slots could be read.",
    )
    on_the_tron = on_the_tron_side(Permissions(is_contract=False, owner=None, active=()))
    assert on_the_tron.unknown == (
        "Whether it is a proxy by its slots is not known: no node of TRON gives them.",
    )


def test_snapshot_of_a_contract_whose_slots_were_not_read_is_compared_with_no_proxy() -> None:
    world = usdkg()
    seen, _ = world.seen(deployment())
    assert kept(world.map(deployment()), seen, block=1).proxy is None
    world.values[StorageWord(COIN, ADMIN)] = FAILED
    seen, _ = world.seen(deployment())
    assert kept(world.map(deployment()), seen, block=1).proxy == KeptCode(None, None)
