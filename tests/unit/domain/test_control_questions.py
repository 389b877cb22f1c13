"""Questions about control accept their own kind of answer, and read as a person writes them."""

import pytest

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
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.question_kinds import Question
from tests.cases import ETHEREUM

TOKEN = AccountId(ETHEREUM, bytes(19) + b"\x01")
HASH = "0x" + "0f" * 32
CODE = Code(3, HASH, b"abc")
OPEN = Permissions(is_contract=False, owner=None, active=())


@pytest.mark.parametrize(
    ("question", "answer", "label"),
    [
        (Getter(TOKEN, "owner()"), b"", "owner()"),
        (Getter(TOKEN, "hasRole(bytes32,address)", b"\x01"), b"\x02", "hasRole(0x01)"),
        (StorageWord(TOKEN, 255), 7, "storage slot 0x" + "0" * 62 + "ff"),
        (CodeOf(TOKEN), CODE, "its code"),
        (PermissionsOf(TOKEN), OPEN, "its permissions"),
    ],
)
def test_question_accepts_its_own_answer_and_no_other(
    question: Question[object], answer: object, label: str
) -> None:
    assert question.accept(answer) == answer
    assert question.label == label
    with pytest.raises(UndecodableError):
        question.accept("something else")


@pytest.mark.parametrize(
    ("size", "digest", "short"), [(3, HASH, b"ab"), (65, HASH, b"x"), (3, "0x", b"abc")]
)
def test_code_that_contradicts_itself_is_refused(size: int, digest: str, short: bytes) -> None:
    with pytest.raises(ValueError, match="bytes of code"):
        Code(size, digest, short)


@pytest.mark.parametrize("size", [0, 23, 64, 65])
def test_code_of_bytes_keeps_them_while_they_are_short(size: int) -> None:
    code, digest = b"\xef" * size, bytes.fromhex(HASH[2:])
    assert Code.of(code, digest) == Code(size, HASH, code if size < 65 else b"")


def test_permission_allows_what_its_bits_say() -> None:
    operations = bytes.fromhex("7fff1fc0033e01" + "00" * 25)
    active = Permission(2, "active", 1, (), operations)
    assert [active.allows(kind) for kind in (31, 46, 48)] == [True, False, True]
    assert Permission(0, "owner", 1, (), b"").allows(46)
    with pytest.raises(ValueError, match="operations of 31 bytes"):
        Permission(2, "active", 1, (), bytes(31))


def test_answers_are_told_as_a_person_compares_them() -> None:
    key = WeightedKey(TOKEN, 2)
    owner = Permission(0, "owner", 1, (key,), b"")
    active = Permission(2, "a", 3, (key, WeightedKey(TOKEN, 1)), bytes(32))
    account = Permissions(is_contract=False, owner=owner, active=(active,))
    assert str(account) == (
        f"0 'owner' from weight 1 of {TOKEN.local} (weight 2); 2 'a' from weight 3 of "
        f"{TOKEN.local} (weight 2), {TOKEN.local} (weight 1), operations {'00' * 32}"
    )
    contract = Permissions(is_contract=True, owner=None, active=())
    assert [str(OPEN), str(contract)] == ["none set", "a contract's: none set"]
    assert [str(Code(0, HASH, b"")), str(CODE)] == ["no code", f"3 bytes with the hash {HASH}"]
