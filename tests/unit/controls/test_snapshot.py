"""A snapshot is the same for the same state, in whatever order a chain told it."""

from dataclasses import replace

import pytest

from stableaudit.controls.seen import Seen
from stableaudit.controls.snapshot import kept, snapshot_of
from stableaudit.domain.control_snapshot import ControlSnapshot, KeptActor, KeptCode, KeptOffice
from stableaudit.domain.power_map import ActorKind, Grip, Member, Power, PowerMap, Rule
from tests.cases import ETHEREUM, NO_ANSWER
from tests.control_cases import (
    CODE_HASH,
    COUNCIL,
    IMPLEMENTATION,
    KEYS,
    MEMBERS,
    MULTISIG,
    ON_ETHEREUM,
    ON_TRON,
    OTHER_HASH,
    TIMELOCK,
    TRON_FIRST,
    TRON_OWNER,
    account,
    control_evidence,
    ethereum_map,
    map_of,
    tron_map,
    unread_map,
)

SEEN = Seen(dict(control_evidence(ON_ETHEREUM).answers))
UNSEEN = Seen({})


def test_deployment_is_kept_with_its_code_its_offices_and_its_actors() -> None:
    found = kept(ethereum_map(), SEEN, block=17)
    assert (found.asset, found.block, found.code_hash) == (ON_ETHEREUM.asset, 17, CODE_HASH)
    assert found.proxy == KeptCode(IMPLEMENTATION, OTHER_HASH)
    assert found.offices == (
        KeptOffice("EIP-1967 admin slot", TIMELOCK),
        KeptOffice("compliance()", None),
        KeptOffice("owner()", MULTISIG),
    )
    assert [each.account for each in found.actors] == sorted((MULTISIG, TIMELOCK, COUNCIL, *KEYS))
    assert found.actor(MULTISIG) == KeptActor(
        MULTISIG,
        ActorKind.MULTISIG,
        CODE_HASH,
        (Rule("owners", 3, tuple(sorted(MEMBERS, key=lambda each: each.account))),),
        (),
        None,
    )
    timelock = found.actor(TIMELOCK)
    assert timelock is not None
    assert timelock.heads == (KeptOffice("admin()", MULTISIG),)
    assert timelock.delay_seconds == 172_800
    assert found.actor(account(1)) is None


def test_what_was_not_read_is_kept_as_nothing_to_compare_with() -> None:
    found = kept(unread_map(), UNSEEN, block=17)
    assert (found.code_hash, found.proxy) == (None, KeptCode(None, None))
    assert found.offices == (KeptOffice("owner()", None),)
    on_tron = kept(tron_map(), UNSEEN, block=17)
    assert on_tron.proxy is None
    unread = on_tron.actor(TRON_FIRST)
    assert unread is not None
    assert unread.kind is ActorKind.UNREAD


def test_order_of_grips_actors_rules_and_members_makes_no_difference() -> None:
    def turned(found: PowerMap) -> PowerMap:
        actors = tuple(
            replace(
                actor,
                rules=tuple(
                    replace(rule, members=rule.members[::-1]) for rule in actor.rules[::-1]
                ),
                heads=actor.heads[::-1],
            )
            for actor in found.actors[::-1]
        )
        return replace(found, grips=found.grips[::-1], actors=actors)

    for found in (ethereum_map(), tron_map()):
        assert kept(turned(found), SEEN, block=1) == kept(found, SEEN, block=1)


def test_rules_of_one_name_are_told_apart_by_threshold_and_members() -> None:
    first, second = (Rule("active", 1, (Member(key, 1),)) for key in KEYS[:2])
    found = tron_map()
    owner = replace(found.actors[0], rules=(second, Rule("active", 2, ()), first))
    actor = kept(replace(found, actors=(owner,)), UNSEEN, block=1).actor(TRON_OWNER)
    assert actor is not None
    assert actor.rules == (first, second, Rule("active", 2, ()))


def test_snapshot_has_its_deployments_in_order() -> None:
    on_ethereum = kept(ethereum_map(), SEEN, block=1)
    on_tron = kept(map_of(ON_TRON), SEEN, block=2)
    snapshot = snapshot_of("usdkg", (on_tron, on_ethereum))
    assert snapshot == ControlSnapshot("usdkg", (on_ethereum, on_tron))
    assert snapshot.deployment(ON_TRON.asset) == on_tron
    assert snapshot_of("usdkg", (on_tron,)).deployment(ON_ETHEREUM.asset) is None


def test_what_stands_twice_is_refused() -> None:
    one = kept(ethereum_map(), SEEN, block=1)
    with pytest.raises(ValueError, match=r"the deployment eip155:1/erc20:0x.* stands twice"):
        snapshot_of("usdkg", (one, one))
    with pytest.raises(ValueError, match=r"the account eip155:1:0x.* stands twice"):
        replace(one, actors=one.actors[:1] * 2)
    grip = Grip((Power.ISSUE,), "owner()", NO_ANSWER)
    with pytest.raises(ValueError, match=r"the office owner\(\) stands twice"):
        kept(replace(ethereum_map(), grips=(grip, grip)), SEEN, block=1)
    actor = replace(ethereum_map().actors[0], heads=(grip, grip))
    with pytest.raises(ValueError, match=r"the office owner\(\) stands twice"):
        kept(replace(ethereum_map(), actors=(actor,)), SEEN, block=1)


def test_map_of_answers_is_kept_whole() -> None:
    found = kept(map_of(ON_ETHEREUM), SEEN, block=1)
    owner = account(0xD000, ETHEREUM)
    assert found.offices == (KeptOffice("owner()", owner),)
    assert [each.kind for each in found.actors] == [ActorKind.KEY]
