"""Roles of those who were asked about: shown where they are answered, and nothing of others."""

from dataclasses import replace

import pytest

from stableaudit.controls.drift import asked_again, drift
from stableaudit.controls.roles import asked_about, holds, is_role, role_of, role_questions
from stableaudit.controls.seen import Seen
from stableaudit.controls.snapshot import kept
from stableaudit.controls.survey import power_map, questions
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion, Getter
from stableaudit.domain.control_snapshot import KeptOffice
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.power_map import Power, PowerMap
from stableaudit.domain.tokens import SupplyLaw
from tests.unit.controls.answers import FAILED, TOKEN, World, deployment, on_ethereum, on_tron, word

COIN = on_ethereum(TOKEN)
OWNER, MINTER, STRANGER = (on_ethereum(bytes([each]) * 20) for each in (0x0E, 0x11, 0x99))
KGST = deployment(SupplyLaw.ZERO_TRANSFER)


def world(*granted: tuple[AccountId, int]) -> World:
    """A token whose owner has all roles but those that are granted to others by their place."""
    made = World()
    made.contract(COIN, {"owner()": word(OWNER)})
    for account, place in granted:
        made.values[role_questions(COIN, [account])[place]] = word(1)
    return made


def seen_of(made: World, *candidates: AccountId) -> Seen:
    answers: dict[ControlQuestion, ControlAnswer] = {}
    while wanted := questions(KGST, Seen(answers), candidates):
        answers.update({question: made.answer(question) for question in wanted})
    return Seen(answers)


def mapped(made: World, *candidates: AccountId) -> PowerMap:
    return power_map(KGST, seen_of(made, *candidates))


def test_candidate_that_has_a_role_is_shown_and_followed() -> None:
    found = mapped(world((MINTER, 1)), MINTER, STRANGER)
    (grip,) = [grip for grip in found.grips if Power.ISSUE in grip.powers]
    assert (grip.office, grip.holder) == ("MINTER_ROLE", MINTER)
    assert found.actor(MINTER) is not None
    assert found.actor(STRANGER) is None
    assert "No getter tells who may issue." not in found.unknown
    assert any("Who else has a role" in sentence for sentence in found.unknown)


def test_whoever_is_in_the_map_is_asked_without_being_a_candidate() -> None:
    seen = seen_of(world((OWNER, 0)))
    assert asked_about(COIN, seen) == (OWNER,)
    assert [grip.office for grip in power_map(KGST, seen).grips] == [
        "owner()",
        "DEFAULT_ADMIN_ROLE",
    ]


def test_tokens_of_other_families_and_of_tron_are_not_asked() -> None:
    usdkg = questions(deployment(), Seen({}), (MINTER,))
    on_the_tron_side = questions(
        deployment(SupplyLaw.ZERO_TRANSFER, on_tron(TOKEN)), Seen({}), (MINTER,)
    )
    for asked in (usdkg, on_the_tron_side):
        assert not [one for one in asked if isinstance(one, Getter) and "hasRole" in one.label]


def test_role_that_somebody_lost_is_a_difference_and_one_that_was_never_asked_is_none() -> None:
    had, lost = seen_of(world((MINTER, 1)), MINTER), seen_of(world(), MINTER)
    before = kept(power_map(KGST, had), had, block=1)
    after = kept(power_map(KGST, lost), lost, block=2)
    assert KeptOffice(f"MINTER_ROLE, {MINTER.local}", MINTER) in before.offices
    (difference,) = drift(before, after)
    assert difference.after == "nobody"
    assert drift(after, before) == ()
    known = replace(after, actors=before.actors)
    assert [each.before for each in drift(known, before)] == ["nobody"]


def test_role_that_nobody_was_asked_about_now_is_no_difference() -> None:
    """Only an event named its holder, and there is no ledger now."""
    own = holds(COIN, b"\x07" * 32, MINTER)
    made = world((MINTER, 1))
    made.values[own] = word(1)
    had = Seen({**seen_of(made, MINTER).answers, own: made.answer(own)})
    before = kept(power_map(KGST, had), had, block=1)
    lost = seen_of(made)
    after = kept(power_map(KGST, lost), lost, block=2)
    assert len(before.offices) == len(after.offices) + 2
    assert drift(asked_again(before, lost), after) == ()
    assert asked_again(before, had) == before
    nobody = KeptOffice("MINTER_ROLE", None)
    assert asked_again(replace(before, offices=(nobody,)), lost).offices == (nobody,)


@pytest.mark.parametrize(
    ("office", "role"),
    [
        (f"role 0x{'07' * 32}, {MINTER.local}", b"\x07" * 32),
        (f"isMinter(address), {MINTER.local}", b""),
        ("DEFAULT_ADMIN_ROLE", bytes(32)),
        ("role 0x07", None),
        ("07" * 32, None),
        ("owner()", None),
    ],
)
def test_role_is_found_by_its_name(office: str, role: bytes | None) -> None:
    assert role_of(office) == role
    assert is_role(office) is (role is not None)


def test_role_that_could_not_be_read_is_said_and_not_taken_for_none() -> None:
    made = world()
    made.values[role_questions(COIN, [MINTER])[1]] = FAILED
    found = mapped(made, MINTER)
    assert f"Whether somebody has a role could not be read: {FAILED}" in found.unknown


def test_office_is_a_role_by_its_name() -> None:
    assert is_role("MINTER_ROLE")
    assert is_role(f"MINTER_ROLE, {MINTER.local}")
    assert not is_role("owner()")
