"""The hash of a contract's code, which TRON gives of the head only."""

import pytest

from stableaudit.adapters.tron.codec import keccak256
from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import CodeHash
from stableaudit.domain.readings import Pin, Reading
from tests.unit.adapters.tron.asking import SUPPLY, ask, lively_node
from tests.unit.adapters.tron.played import OTHER, TOKEN, Json


def _contract(address: AccountId, code: bytes, code_hash: str | None = None) -> Json:
    known = keccak256(code).hex() if code_hash is None else code_hash
    return {
        "runtimecode": code.hex(),
        "smart_contract": {"contract_address": address.local, "code_hash": known},
    }


def test_code_hash_is_of_the_head_and_unpinned() -> None:
    node = lively_node()
    node.contracts = {TOKEN.local: _contract(TOKEN, b"code"), OTHER.local: _contract(OTHER, b"2")}
    answers, asked = ask(node, CodeHash(TOKEN), CodeHash(OTHER))
    reading = answers[CodeHash(TOKEN)]
    assert isinstance(reading, Reading)
    assert (f"0x{keccak256(b'code').hex()}", Pin.UNPINNED, node.chain.stamp(60)) == (
        reading.value,
        reading.pin,
        reading.observed_at,
    )
    assert asked == {"/wallet/getcontractinfo": 2, "/wallet/getnowblock": 1}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({}, UndecodableError),
        (_contract(TOKEN, b""), UndecodableError),
        (_contract(OTHER, b"code"), InconsistentError),
        (_contract(TOKEN, b"code", "11" * 32), InconsistentError),
    ],
    ids=["no contract", "no code", "another contract", "another hash"],
)
def test_code_hash_of_a_wrong_answer_fails_that_question_alone(
    answer: Json, error: type[EvidenceError]
) -> None:
    node = lively_node()
    node.contracts = {TOKEN.local: answer}
    answers, _ = ask(node, CodeHash(TOKEN), SUPPLY)
    assert isinstance(answers[CodeHash(TOKEN)], error)
    assert isinstance(answers[SUPPLY], Reading)


def test_code_hash_that_the_node_does_not_state_is_taken_from_the_code() -> None:
    node = lively_node()
    node.contracts = {TOKEN.local: _contract(TOKEN, b"code", "")}
    answers, _ = ask(node, CodeHash(TOKEN))
    assert isinstance(answers[CodeHash(TOKEN)], Reading)
