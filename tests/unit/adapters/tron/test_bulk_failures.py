"""What ends the reading of many balances, and what its error says."""

from array import array
from collections.abc import Callable

import pytest

from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from tests.unit.adapters.tron.bulk_played import BLOCK, CALL, FINAL, SLOTS, busy_node, holders, read
from tests.unit.adapters.tron.http_node import Request
from tests.unit.adapters.tron.played import TOKEN, Chain, Json


def test_read_of_another_chain_is_inconsistent() -> None:
    def fork(request: Request, answer: Json) -> Json:
        return other.blocks[10] if request.path == BLOCK else answer

    other = Chain([slot + 1 for slot in SLOTS])
    node = busy_node()
    node.tamper = fork
    with pytest.raises(InconsistentError, match="another chain, on which block 10"):
        read(node, holders(2))


def test_read_a_time_between_blocks_is_inconsistent() -> None:
    """All headers are of a chain that skipped the slot that the answers carry."""

    def without(request: Request, answer: Json) -> Json:
        if request.path == FINAL:
            return other.blocks[14]
        number = int(request.body["id_or_num"]) if request.path == BLOCK else 0  # type: ignore[index]  # a dict
        return other.blocks[number] if number else answer

    other = Chain([slot for slot in range(60) if slot != 11])
    node = busy_node(solid=12)
    node.tamper = without
    with pytest.raises(InconsistentError, match="at which no block stands"):
        read(node, holders(2), seconds=2.5)


@pytest.mark.parametrize("solid", [10, 12])
def test_read_an_answer_that_names_a_known_block_otherwise_is_inconsistent(solid: int) -> None:
    def renamed(request: Request, answer: Json) -> Json:
        if request.path == CALL:
            answer["transaction"]["raw_data"]["ref_block_hash"] = "ab" * 8
        return answer

    node = busy_node(solid=solid)
    node.tamper = renamed
    with pytest.raises(InconsistentError, match="…abababababababab… as block"):
        read(node, holders(2))


def test_read_two_answers_that_name_one_block_differently_are_inconsistent() -> None:
    def renamed(request: Request, answer: Json) -> Json:
        if request.path == CALL and request.body["parameter"].endswith("1"):  # type: ignore[index]  # a dict
            answer["transaction"]["raw_data"]["ref_block_hash"] = "ab" * 8
        return answer

    node = busy_node(solid=12)
    node.ref_lag = 1
    node.tamper = renamed
    with pytest.raises(InconsistentError, match="as block 11, elsewhere"):
        read(node, holders(2))


def test_read_answers_that_name_earlier_blocks_are_taken() -> None:
    node = busy_node(solid=12)
    node.ref_lag = 3
    assert read(node, holders(2))[0].observed == array("q", [12, 12])


def _revert(answer: Json) -> None:
    answer["result"]["message"] = "REVERT opcode executed"
    answer["transaction"]["ret"] = [{"ret": "FAILED"}]


def _short(answer: Json) -> None:
    answer["constant_result"] = ["00" * 31]


def _long(answer: Json) -> None:
    answer["constant_result"] = ["00" * 33]


def _nothing(answer: Json) -> None:
    answer["constant_result"] = [""]


@pytest.mark.parametrize("spoil", [_revert, _short, _long, _nothing])
def test_read_a_holder_the_token_does_not_answer_for_is_named(
    spoil: Callable[[Json], None],
) -> None:
    wanted = holders(40)
    named = AccountId(TOKEN.chain, wanted[17]).local

    def spoilt(request: Request, answer: Json) -> Json:
        if request.path == CALL and request.body["parameter"].endswith(wanted[17].hex()):  # type: ignore[index]  # a dict
            spoil(answer)
        return answer

    node = busy_node()
    node.tamper = spoilt
    with pytest.raises(UndecodableError) as caught:
        read(node, wanted)
    assert caught.value.asked == f"balanceOf({named}) of {TOKEN}"


def test_read_stops_asking_for_others_once_one_holder_fails() -> None:
    def spoilt(request: Request, answer: Json) -> Json:
        if request.path == CALL and request.body["parameter"].endswith("0000"):  # type: ignore[index]  # a dict
            _revert(answer)
        return answer

    node = busy_node()
    node.tamper = spoilt
    with pytest.raises(UndecodableError):
        read(node, holders(400))
    assert node.served < 40


_LOST: Json = {"Error": "class java.lang.Exception : lost"}
_ABSENT: Json = {
    "result": {"code": "CONTRACT_VALIDATE_ERROR", "message": "Smart contract is not exist."}
}


@pytest.mark.parametrize(
    ("answer", "kind"), [(_LOST, UnreachableError), (_ABSENT, UndecodableError)]
)
def test_read_of_a_node_that_refuses_is_its_refusal(
    answer: Json, kind: type[EvidenceError]
) -> None:
    node = busy_node()
    node.tamper = lambda request, own: answer if request.path == CALL else own
    with pytest.raises(kind):
        read(node, holders(400))
    assert node.served < 20


def test_read_a_token_of_another_chain_is_inconsistent_and_asks_nothing() -> None:
    node = busy_node()
    elsewhere = AccountId(ChainId("tron", "0xcd8690dc"), TOKEN.address)
    with pytest.raises(InconsistentError, match="the block is of tron:0x2b6653dc"):
        read(node, holders(2), token=elsewhere)
    assert node.served == 0
