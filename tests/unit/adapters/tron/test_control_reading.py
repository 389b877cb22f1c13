"""What is asked of TRON about control: getters, code and permissions, one request each."""

import pytest

from stableaudit.adapters.tron.codec import keccak256
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
from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.questions import CodeHash, NativeBalance
from stableaudit.domain.readings import Pin, Reading
from tests.unit.adapters.tron.asking import CALL, SUPPLY, ask, lively_node, pin_of
from tests.unit.adapters.tron.played import OTHER, TOKEN, Json, Played, word

OWNER, MEMBERS = Getter(TOKEN, "owner()"), Getter(TOKEN, "getOwners()")
HAS_ROLE = Getter(TOKEN, "hasRole(bytes32,address)", bytes(44) + TOKEN.address)
ACCOUNT, INFO = "/walletsolidity/getaccount", "/wallet/getcontractinfo"
NO_CODE = Code(0, f"0x{keccak256(b'').hex()}", b"")


def _contract(code: bytes) -> Json:
    stated = {"contract_address": TOKEN.local, "code_hash": keccak256(code).hex()}
    return {"runtimecode": code.hex(), "smart_contract": stated}


def test_getters_answer_the_bytes_as_they_came_one_request_each() -> None:
    node = lively_node()
    long = word(32) + word(1) + word(7)
    told = {
        "8da5cb5b": word(5),
        "a0e67e2b": long,
        f"91d14854{HAS_ROLE.arguments.hex()}": word(1),
    }
    node.state = lambda _number, data: told[data]
    answers, asked = ask(node, OWNER, MEMBERS, HAS_ROLE)
    values = {q: a.value for q, a in answers.items() if isinstance(a, Reading)}
    assert values == {
        OWNER: (5).to_bytes(32),
        MEMBERS: bytes.fromhex(long),
        HAS_ROLE: (1).to_bytes(32),
    }
    assert asked == {CALL: 3}


def test_getter_of_a_quiet_contract_is_bracketed_and_of_one_that_logs_unpinned() -> None:
    assert pin_of(lively_node(solid=12), OWNER) is Pin.BRACKETED
    loud = lively_node({11: (Played((TOKEN,)),)}, solid=12)
    assert pin_of(loud, OWNER) is Pin.UNPINNED


def test_getter_that_answers_nothing_fails_alone() -> None:
    node = lively_node()
    node.state = lambda _number, data: "" if data == "8da5cb5b" else word(7)
    answers, _ = ask(node, OWNER, SUPPLY)
    assert isinstance(answers[OWNER], UndecodableError)
    assert "no bytes" in str(answers[OWNER])
    assert isinstance(answers[SUPPLY], Reading)


def test_getter_that_is_not_there_fails_alone() -> None:
    def revert(_request: object, answer: Json) -> Json:
        if "8da5cb5b" in str(answer):
            answer["transaction"]["ret"] = [{"ret": "FAILED"}]
            answer["result"]["message"] = b"REVERT opcode executed".hex()
        return answer

    node = lively_node()
    node.tamper = revert
    answers, _ = ask(node, OWNER, SUPPLY)
    assert isinstance(answers[OWNER], UndecodableError)
    assert isinstance(answers[SUPPLY], Reading)


@pytest.mark.parametrize("size", [0, 45, 64, 65])
def test_code_is_of_the_head_unpinned_and_kept_whole_where_it_is_short(size: int) -> None:
    code = b"\x36" * size
    node = lively_node()
    node.contracts = {TOKEN.local: _contract(code)} if size else {}
    answers, asked = ask(node, CodeOf(TOKEN), CodeOf(OTHER))
    reading = answers[CodeOf(TOKEN)]
    assert isinstance(reading, Reading)
    expected = Code(size, f"0x{keccak256(code).hex()}", code if size < 65 else b"")
    assert (expected, Pin.UNPINNED, node.chain.stamp(60)) == (
        reading.value,
        reading.pin,
        reading.observed_at,
    )
    assert f"POST {INFO} {TOKEN.local} its code" == reading.sources[0].call
    nobodys = answers[CodeOf(OTHER)]
    assert isinstance(nobodys, Reading)
    assert nobodys.value == NO_CODE
    assert asked == {INFO: 2, "/wallet/getnowblock": 1}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"smart_contract": {"contract_address": TOKEN.local}}, UndecodableError),
        ({"smart_contract": {"contract_address": OTHER.local}}, InconsistentError),
        (_contract(b"code") | {"runtimecode": b"edoc".hex()}, InconsistentError),
        (_contract(b"code") | {"runtimecode": "0x"}, UndecodableError),
    ],
    ids=["left out", "another contract", "another hash", "no hex"],
)
def test_code_of_a_wrong_answer_fails_that_question_alone(
    answer: Json, error: type[EvidenceError]
) -> None:
    node = lively_node()
    node.contracts = {TOKEN.local: answer}
    answers, _ = ask(node, CodeOf(TOKEN), CodeOf(OTHER), SUPPLY)
    assert isinstance(answers[CodeOf(TOKEN)], error)
    assert isinstance(answers[CodeOf(OTHER)], Reading)
    assert isinstance(answers[SUPPLY], Reading)


def test_code_and_its_hash_are_of_one_head() -> None:
    node = lively_node()
    node.contracts = {TOKEN.local: _contract(b"code")}
    answers, asked = ask(node, CodeOf(TOKEN), CodeHash(TOKEN))
    of, digest = answers[CodeOf(TOKEN)], answers[CodeHash(TOKEN)]
    assert isinstance(of, Reading)
    assert isinstance(digest, Reading)
    assert of.value == Code(4, str(digest.value), b"code")
    assert asked == {INFO: 2, "/wallet/getnowblock": 1}


def _account() -> Json:
    keys = [{"address": TOKEN.local, "weight": 1}]
    return {
        "address": OTHER.local,
        "balance": 7,
        "owner_permission": {"permission_name": "owner", "threshold": 1, "keys": keys},
    }


def test_permissions_are_of_a_later_solid_block_and_unpinned() -> None:
    node = lively_node(solid=12)
    node.accounts = {OTHER.local: _account()}
    question = PermissionsOf(OTHER)
    answers, asked = ask(node, question, NativeBalance(OTHER))
    reading, coins = answers[question], answers[NativeBalance(OTHER)]
    assert isinstance(reading, Reading)
    assert isinstance(coins, Reading)
    owner = Permission(0, "owner", 1, (WeightedKey(TOKEN, 1),), b"")
    assert reading.value == Permissions(is_contract=False, owner=owner, active=())
    assert (Pin.UNPINNED, node.chain.stamp(10), node.chain.stamp(12)) == (
        reading.pin,
        reading.at,
        reading.observed_at,
    )
    assert (coins.value, coins.pin, coins.observed_at) == (7, Pin.UNPINNED, reading.observed_at)
    assert asked == {ACCOUNT: 2, "/walletsolidity/getnowblock": 1}
    assert f"POST {ACCOUNT} {OTHER.local} its permissions" == reading.sources[0].call


def test_permissions_that_no_account_can_have_fail_that_question_alone() -> None:
    node = lively_node()
    answer = _account()
    answer["owner_permission"]["threshold"] = 2
    node.accounts = {OTHER.local: answer}
    answers, _ = ask(node, PermissionsOf(OTHER), NativeBalance(OTHER))
    assert isinstance(answers[PermissionsOf(OTHER)], UndecodableError)
    assert isinstance(answers[NativeBalance(OTHER)], Reading)


def test_storage_is_not_asked_of_tron() -> None:
    answers, asked = ask(lively_node(), StorageWord(TOKEN, 0))
    assert isinstance(answers[StorageWord(TOKEN, 0)], UndecodableError)
    assert asked == {}
