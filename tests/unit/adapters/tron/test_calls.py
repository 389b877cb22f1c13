import hashlib

import pytest

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.calls import body, read_answer
from stableaudit.adapters.tron.codec import ConstantCall, call_for
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.domain.errors import InconsistentError, UndecodableError
from stableaudit.domain.questions import BalanceOf, TotalSupply
from tests.unit.adapters.tron.played import OTHER, START, TOKEN, Json, call_answer, word

_INQUIRY = Inquiry("totalSupply()", "tester (http://127.0.0.1)")
_CALL = call_for(TotalSupply(TOKEN), _INQUIRY)
_BLOCK_ID = bytes.fromhex("00000000052b57c8415a82f3b323cf8c" + "77" * 16)


def _answer(call: ConstantCall = _CALL, *, milliseconds: int = START * 1000) -> Json:
    return call_answer(body(call), call.data, word(5), milliseconds=milliseconds, named=_BLOCK_ID)


def _rehash(answer: Json, message: bytes) -> Json:
    answer["transaction"]["raw_data_hex"] = message.hex()
    answer["transaction"]["txID"] = hashlib.sha256(message).hexdigest()
    return answer


def test_body_of_a_call_is_what_a_node_was_recorded_to_take() -> None:
    call = call_for(BalanceOf(TOKEN, OTHER), _INQUIRY)
    assert {
        "owner_address": "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb",
        "contract_address": "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "function_selector": "balanceOf(address)",
        "parameter": "00" * 12 + OTHER.address.hex(),
        "visible": True,
    } == body(call)


def test_answer_its_result_stamp_and_named_block_are_read() -> None:
    found = read_answer(_answer(), _CALL, _INQUIRY)
    assert (
        int.from_bytes(found.result),
        found.timestamp,
        found.reference_number,
        found.reference_hash.hex(),
    ) == (5, START, 0x57C8, "415a82f3b323cf8c")


@pytest.mark.parametrize("other", [TotalSupply(OTHER), BalanceOf(TOKEN, OTHER)])
def test_answer_to_another_call_is_inconsistent(other: TotalSupply | BalanceOf) -> None:
    with pytest.raises(InconsistentError, match="another call"):
        read_answer(_answer(call_for(other, _INQUIRY)), _CALL, _INQUIRY)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("contract_address", OTHER.local),
        ("owner_address", OTHER.local),
        ("data", "313ce567"),
    ],
)
def test_answer_whose_json_echo_is_another_is_inconsistent(key: str, value: str) -> None:
    answer = _answer()
    answer["transaction"]["raw_data"]["contract"][0]["parameter"]["value"][key] = value
    with pytest.raises(InconsistentError, match="another call"):
        read_answer(answer, _CALL, _INQUIRY)


def test_answer_whose_raw_echo_is_another_is_inconsistent() -> None:
    answer = _answer()
    other = _answer(call_for(TotalSupply(OTHER), _INQUIRY))
    message = bytes.fromhex(other["transaction"]["raw_data_hex"])
    with pytest.raises(InconsistentError, match="another call"):
        read_answer(_rehash(answer, message), _CALL, _INQUIRY)


def test_answer_that_echoes_two_calls_is_inconsistent() -> None:
    answer = _answer()
    answer["transaction"]["raw_data"]["contract"] *= 2
    with pytest.raises(InconsistentError, match="an echo of 2 calls"):
        read_answer(answer, _CALL, _INQUIRY)


def test_answer_whose_id_is_not_of_its_bytes_is_inconsistent() -> None:
    answer = _answer()
    answer["transaction"]["txID"] = "11" * 32
    with pytest.raises(InconsistentError, match="transaction id"):
        read_answer(answer, _CALL, _INQUIRY)


def test_answer_whose_bytes_and_json_expire_differently_is_inconsistent() -> None:
    answer = _answer()
    answer["transaction"]["raw_data"]["expiration"] += 3000
    with pytest.raises(InconsistentError, match="expire differently"):
        read_answer(answer, _CALL, _INQUIRY)


@pytest.mark.parametrize("milliseconds", [START * 1000 + 1, START * 1000 + 1000, -3000])
def test_answer_whose_stamp_stands_on_no_slot_is_inconsistent(milliseconds: int) -> None:
    with pytest.raises(InconsistentError, match="no block's time"):
        read_answer(_answer(milliseconds=milliseconds), _CALL, _INQUIRY)


def test_answer_of_a_revert_is_undecodable_though_its_result_is_true() -> None:
    answer = _answer()
    answer["result"] = {"result": True, "message": "REVERT opcode executed"}
    with pytest.raises(UndecodableError, match="the call failed: REVERT opcode executed"):
        read_answer(answer, _CALL, _INQUIRY)


def test_answer_that_failed_by_ret_alone_is_undecodable() -> None:
    answer = _answer()
    answer["transaction"]["ret"] = [{"ret": "FAILED"}]
    with pytest.raises(UndecodableError, match="the call failed: FAILED"):
        read_answer(answer, _CALL, _INQUIRY)


@pytest.mark.parametrize("result", [None, [], ["00", "00"], "00", [7], ["0g"], ["0 0"], ["0"]])
def test_answer_without_one_hex_result_is_undecodable(result: object) -> None:
    answer = _answer()
    answer["constant_result"] = result
    with pytest.raises(UndecodableError, match="constant_result"):
        read_answer(answer, _CALL, _INQUIRY)


@pytest.mark.parametrize("answer", [{}, [], None, {"result": {"result": True}}])
def test_answer_of_another_form_is_undecodable(answer: object) -> None:
    with pytest.raises(UndecodableError):
        read_answer(answer, _CALL, _INQUIRY)


@pytest.mark.parametrize("message", [b"\x08", protobuf.encode(((11, 5),)), b"\x0d\0\0\0\0"])
def test_answer_whose_raw_bytes_are_no_transaction_is_undecodable(message: bytes) -> None:
    with pytest.raises(UndecodableError, match="no transaction"):
        read_answer(_rehash(_answer(), message), _CALL, _INQUIRY)
