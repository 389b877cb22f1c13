"""The permissions of an account, out of what nodes really answer and out of what none could."""

import copy
from collections.abc import Callable

import pytest

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.permissions import read_permissions
from stableaudit.domain.control_questions import Permission, Permissions, WeightedKey
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId
from tests.unit.adapters.tron.http_node import CHAIN
from tests.unit.adapters.tron.played import OTHER, TOKEN, Json
from tests.unit.adapters.tron.recorded import needs_realdata, pairs, read

INQUIRY = Inquiry("its permissions", "tester")
OPERATIONS = "7fff1fc0033e01" + "00" * 25
TRIGGER, UPDATE = 31, 46


def _key(account: AccountId, weight: int = 1) -> Json:
    return {"address": account.local, "weight": weight}


def _answer() -> Json:
    """An account whose own key may change permissions, and of which two others do the rest."""
    active = {
        "type": "Active",
        "id": 2,
        "permission_name": "two",
        "threshold": 2,
        "operations": OPERATIONS,
        "keys": [_key(TOKEN), _key(AccountId(CHAIN, bytes(20)))],
    }
    return {
        "address": OTHER.local,
        "owner_permission": {"permission_name": "owner", "threshold": 1, "keys": [_key(OTHER)]},
        "witness_permission": {"type": "Witness", "id": 1, "threshold": 1, "keys": [_key(TOKEN)]},
        "active_permission": [active],
    }


def _read(answer: Json) -> Permissions:
    return read_permissions(answer, OTHER, INQUIRY)


def test_read_permissions_are_the_owners_and_the_active_ones_without_the_witness() -> None:
    found = _read(_answer())
    two = (WeightedKey(TOKEN, 1), WeightedKey(AccountId(CHAIN, bytes(20)), 1))
    assert found == Permissions(
        is_contract=False,
        owner=Permission(0, "owner", 1, (WeightedKey(OTHER, 1),), b""),
        active=(Permission(2, "two", 2, two, bytes.fromhex(OPERATIONS)),),
    )
    (active,) = found.active
    assert [active.allows(kind) for kind in (TRIGGER, UPDATE)] == [True, False]


@pytest.mark.parametrize(
    ("answer", "contract"),
    [
        ({}, False),
        ({"address": OTHER.local, "balance": 5}, False),
        ({"address": OTHER.local, "type": "Contract"}, True),
    ],
    ids=["never activated", "of the genesis", "contract"],
)
def test_read_permissions_that_were_never_set_are_none(answer: Json, contract: bool) -> None:  # noqa: FBT001 - a case
    assert _read(answer) == Permissions(is_contract=contract, owner=None, active=())


def test_read_permissions_escape_the_name_that_the_account_gave() -> None:
    answer = _answer()
    answer["active_permission"][0]["permission_name"] = "\x1b[2J\u202eowner"
    (active,) = _read(answer).active
    assert active.name == "\\u001b[2J\\u202eowner"


@needs_realdata
def test_read_permissions_of_the_documentation_are_one_key_of_two_permissions() -> None:
    """An account of the Nile network as TRON's documentation shows it, addresses in hex."""
    answer = read("tron/docs_http_getaccount.json")
    account = AccountId.on(CHAIN, answer["address"])
    found = read_permissions(answer, account, INQUIRY)
    keys = (WeightedKey(account, 1),)
    operations = bytes.fromhex("7fff1fc0033efb0f" + "00" * 24)
    assert found == Permissions(
        is_contract=False,
        owner=Permission(0, "owner", 1, keys, b""),
        active=(Permission(2, "active", 1, keys, operations),),
    )
    assert [found.active[0].allows(kind) for kind in (TRIGGER, UPDATE, 48)] == [True, False, True]


@needs_realdata
def test_read_permissions_of_a_real_node_are_every_kind_that_was_recorded() -> None:
    recorded = {
        each.request["address"]: read_permissions(
            each.response, AccountId.on(CHAIN, each.request["address"]), INQUIRY
        )
        for each in pairs("accounts_contracts.json")
        if each.name.startswith("getaccount ") and each.name != "getaccount malformed@8090"
    }
    two = recorded["TPzLMtKqkJ5dXJX8DEHYFSmX8QobKF4N77"].active[0]
    assert (two.name, two.threshold, len(two.keys)) == ("two of two", 2, 2)
    assert recorded["TFdXUSNjF4J1JJAfehtd9LnZeWdp5zvidt"] == Permissions(
        is_contract=True, owner=None, active=()
    )
    untouched = ("TCNkawTmcQgYSU8nP8cHswT1QPjharxJr7", "41" + "ab" * 20)
    assert [recorded[each].owner for each in untouched] == [None, None]


def _owner(answer: Json) -> Json:
    return answer["owner_permission"]


def _active(answer: Json) -> Json:
    return answer["active_permission"][0]


WRONG: dict[str, Callable[[Json], object]] = {
    "no owner's": lambda a: a.pop("owner_permission"),
    "owner's of another number": lambda a: _owner(a).update(id=2),
    "owner's of some operations": lambda a: _owner(a).update(operations=OPERATIONS),
    "no keys": lambda a: _owner(a).update(keys=[]),
    "six keys": lambda a: _owner(a).update(
        keys=[_key(AccountId(CHAIN, bytes([n]) * 20)) for n in range(6)]
    ),
    "a key twice": lambda a: _active(a).update(keys=[_key(TOKEN), _key(TOKEN)]),
    "a key without weight": lambda a: _active(a)["keys"].append({"address": OTHER.local}),
    "a negative weight": lambda a: _active(a)["keys"].append(_key(OTHER, -1)),
    "no threshold": lambda a: _active(a).pop("threshold"),
    "a threshold out of reach": lambda a: _active(a).update(threshold=3),
    "no operations": lambda a: _active(a).pop("operations"),
    "short operations": lambda a: _active(a).update(operations="7f"),
    "another number": lambda a: _active(a).update(id=3),
    "no number": lambda a: _active(a).pop("id"),
    "no address": lambda a: _active(a)["keys"][0].update(address="T"),
    "an address of another chain": lambda a: _active(a)["keys"][0].update(
        address="1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
    ),
    "a name that is none": lambda a: _active(a).update(permission_name=5),
    "a list that is none": lambda a: a.update(active_permission={}),
    "nine active": lambda a: a.update(
        active_permission=[{**_active(a), "id": number} for number in range(2, 11)]
    ),
    "two of a number": lambda a: a["active_permission"].append(_active(a)),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_read_permissions_that_no_account_can_have_are_refused(
    wrong: Callable[[Json], object],
) -> None:
    answer = copy.deepcopy(_answer())
    wrong(answer)
    with pytest.raises(UndecodableError):
        _read(answer)


def test_read_permissions_are_at_most_eight_active_of_five_keys() -> None:
    answer = _answer()
    _owner(answer)["keys"] = [_key(AccountId(CHAIN, bytes([n]) * 20)) for n in range(5)]
    answer["active_permission"] = [{**_active(answer), "id": number} for number in range(2, 10)]
    found = _read(answer)
    assert found.owner is not None
    assert (len(found.owner.keys), [each.id for each in found.active]) == (5, list(range(2, 10)))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"address": TOKEN.local}, InconsistentError),
        ({"address": "4100" + OTHER.address.hex()[2:]}, InconsistentError),
        ({"balance": 5}, InconsistentError),
        ([], UndecodableError),
        ({"Error": "class java.lang.NullPointerException"}, UnreachableError),
    ],
    ids=["another account", "another in hex", "no address", "a list", "an error"],
)
def test_read_permissions_of_a_wrong_answer_raise(answer: Json, error: type[EvidenceError]) -> None:
    with pytest.raises(error):
        _read(answer)
