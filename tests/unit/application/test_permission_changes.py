"""Accounts of TRON that are otherwise are asked for their own transactions, up to a bound."""

from stableaudit.application.permission_changes import MOST_ACCOUNTS, permission_questions
from stableaudit.controls.seen import Seen
from stableaudit.domain.control_questions import (
    ControlAnswer,
    ControlQuestion,
    Permissions,
    PermissionsOf,
)
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.permission_updates import PermissionUpdatesOf
from tests.cases import TRON, reading
from tests.unit.controls.answers import FAILED, on_ethereum, on_tron

ACCOUNT, CONTRACT, UNREAD, TOKEN = (on_tron(bytes([number]) * 20) for number in range(1, 5))


def told(*, is_contract: bool) -> Permissions:
    return Permissions(is_contract=is_contract, owner=None, active=())


def seen() -> Seen:
    return Seen(
        {
            PermissionsOf(ACCOUNT): reading(told(is_contract=False), TRON),
            PermissionsOf(CONTRACT): reading(told(is_contract=True), TRON),
            PermissionsOf(UNREAD): FAILED,
        }
    )


def test_accounts_with_permissions_are_asked_and_contracts_and_others_are_not() -> None:
    changed = (TOKEN, CONTRACT, ACCOUNT, UNREAD, on_ethereum(b"\x01" * 20))
    assert permission_questions(changed, seen(), first=7) == (PermissionUpdatesOf(ACCOUNT, 7),)


def test_no_more_accounts_are_asked_than_the_bound() -> None:
    accounts = [AccountId(TRON, number.to_bytes(20)) for number in range(MOST_ACCOUNTS + 1)]
    answers: dict[ControlQuestion, ControlAnswer] = {
        PermissionsOf(one): reading(told(is_contract=False), TRON) for one in accounts
    }
    asked = permission_questions(accounts, Seen(answers), first=7)
    assert [one.contract for one in asked] == accounts[:MOST_ACCOUNTS]
