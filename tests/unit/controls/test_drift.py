"""What changed since a snapshot is told; what could not be read is no change."""

from dataclasses import replace

import pytest

from stableaudit.controls.drift import drift
from stableaudit.domain.control_snapshot import KeptActor, KeptCode, KeptControls, KeptOffice
from stableaudit.domain.power_map import ActorKind, Member, Rule
from tests.unit.controls.answers import deployment, on_ethereum

ONE, TWO, SAFE = (on_ethereum(bytes([each]) * 20) for each in (1, 2, 0x5A))
BOTH = f"({ONE.local}, {TWO.local} (2))"
RULE = Rule("owners", 2, (Member(ONE, 1), Member(TWO, 2)))
ACTOR = KeptActor(SAFE, ActorKind.MULTISIG, "0xaa", (RULE,), (KeptOffice("owner()", ONE),), None)
KEPT = KeptControls(
    deployment().asset,
    5,
    "0xc0de",
    KeptCode(ONE, "0xbb"),
    (KeptOffice("compliance()", TWO), KeptOffice("owner()", SAFE)),
    (ACTOR,),
)


def told(**changes: object) -> list[str]:
    return [str(each) for each in drift(KEPT, replace(KEPT, **changes))]  # type: ignore[arg-type]


def of_actor(**changes: object) -> list[str]:
    return told(actors=(replace(ACTOR, **changes),))  # type: ignore[arg-type]


def test_nothing_changed() -> None:
    assert told() == told(block=9) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code_hash": "0xbad"}, "the token's code: 0xc0de, now 0xbad"),
        (
            {"proxy": KeptCode(TWO, "0xbb")},
            f"the implementation: {ONE.local}, now {TWO.local}",
        ),
        ({"proxy": KeptCode(ONE, "0xcc")}, "the implementation's code: 0xbb, now 0xcc"),
        ({"proxy": None}, f"the proxy: to {ONE.local}, now none"),
        (
            {"offices": (KeptOffice("compliance()", TWO), KeptOffice("owner()", ONE))},
            f"owner(): {SAFE.local}, now {ONE.local}",
        ),
        (
            {"offices": (KeptOffice("owner()", SAFE),)},
            f"compliance(): {TWO.local}, now nobody",
        ),
    ],
    ids=["code", "implementation", "its code", "no proxy", "owner", "office gone"],
)
def test_change_of_the_token_is_told(changes: dict[str, object], said: str) -> None:
    assert told(**changes) == [said]


def test_contract_that_became_a_proxy_is_told() -> None:
    was = replace(KEPT, proxy=None)
    assert [str(one) for one in drift(was, KEPT)] == [f"the proxy: none, now to {ONE.local}"]
    nameless = replace(KEPT, proxy=KeptCode(None, "0xbb"))
    said = ["the proxy: none, now one of the code 0xbb"]
    assert [str(one) for one in drift(was, nameless)] == said
    unread = replace(KEPT, proxy=KeptCode(None, None))
    assert drift(was, unread) == drift(unread, was) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ActorKind.KEY}, "what it is: a multisig, by its own word, now a key"),
        ({"code_hash": "0xbb"}, "its code: 0xaa, now 0xbb"),
        (
            {"rules": (replace(RULE, threshold=1),)},
            f"who decides: owners 2 of 2 {BOTH}, now owners 1 of 2 {BOTH}",
        ),
        ({"rules": ()}, f"who decides: owners 2 of 2 {BOTH}, now no rule"),
        ({"delay_seconds": 60}, "its delay: none, now 60 s"),
        (
            {"heads": (KeptOffice("owner()", TWO),)},
            f"owner(): {ONE.local}, now {TWO.local}",
        ),
    ],
    ids=["kind", "code", "threshold", "no rule", "delay", "owner"],
)
def test_change_of_somebody_who_moves_it_is_told(changes: dict[str, object], said: str) -> None:
    assert of_actor(**changes) == [f"{SAFE.local}: {said}"]


def test_what_was_not_read_then_or_now_is_no_change() -> None:
    unread = KeptOffice("owner()", None)
    nothing = {
        "code_hash": None,
        "proxy": KeptCode(None, None),
        "offices": (KeptOffice("compliance()", TWO), unread),
    }
    assert told(**nothing) == of_actor(kind=ActorKind.UNREAD) == told(actors=()) == []
