"""Answers read as values: of another kind, or never asked for, they are none."""

from stableaudit.controls.seen import Seen
from stableaudit.domain.control_questions import CodeOf, Getter, Permissions, PermissionsOf
from stableaudit.domain.readings import Unavailable
from tests.cases import ETHEREUM, reading
from tests.unit.controls.answers import SOME_CODE, on_ethereum

IT = on_ethereum(b"\x11" * 20)
OPEN = Permissions(is_contract=False, owner=None, active=())


def test_answer_of_another_kind_is_none_and_says_which() -> None:
    seen = Seen(
        {
            CodeOf(IT): reading(b"\x01", ETHEREUM),
            PermissionsOf(IT): reading(7, ETHEREUM),
            Getter(IT, "owner()"): reading(SOME_CODE, ETHEREUM),
            Getter(IT, "delay()"): reading(OPEN, ETHEREUM),
            Getter(IT, "getOwners()"): reading(OPEN, ETHEREUM),
        }
    )
    values = (
        (seen.code(IT), "bytes"),
        (seen.permissions(IT), "int"),
        (seen.account(Getter(IT, "owner()")), "Code"),
        (seen.number(Getter(IT, "delay()")), "Permissions"),
        (seen.accounts(Getter(IT, "getOwners()")), "Permissions"),
    )
    for found, kind in values:
        assert isinstance(found, Unavailable)
        assert found.came == f"an answer of another kind ({kind})"


def test_question_that_was_not_asked_is_said_not_to_be() -> None:
    found = Seen({}).number(Getter(IT, "delay()"))
    assert isinstance(found, Unavailable)
    assert found.came == "it was not asked"
