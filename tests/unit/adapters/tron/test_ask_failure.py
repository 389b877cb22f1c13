"""Endpoints that fail altogether, and questions that fail alone."""

import pytest

from stableaudit.domain.errors import (
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.questions import Decimals, TotalSupply
from stableaudit.domain.readings import Reading
from tests.unit.adapters.tron.asking import BLOCK, CALL, INFOS, SUPPLY, ask, lively_node
from tests.unit.adapters.tron.http_node import Request, reader_of
from tests.unit.adapters.tron.played import TOKEN, Chain, Json, Played, PlayedNode, word


def test_ask_a_node_that_stays_before_the_reference_has_no_state_of_it() -> None:
    with pytest.raises(PinnedStateError, match="from 6 s before that block"):
        ask(lively_node(solid=8), SUPPLY)


def test_ask_a_node_that_catches_up_is_asked_again() -> None:
    node = lively_node()
    node.moves = [9, 10]
    answers, asked = ask(node, SUPPLY, seconds=20)
    assert isinstance(answers[SUPPLY], Reading)
    assert asked == {CALL: 2}


def test_ask_an_error_object_with_status_200_is_unreachable() -> None:
    node = lively_node()
    node.tamper = lambda _request, _answer: {"Error": "class java.lang.NullPointerException"}
    with pytest.raises(UnreachableError, match="NullPointerException"):
        ask(node, SUPPLY)


def test_ask_a_block_that_another_node_of_the_endpoint_lacks_is_asked_again() -> None:
    node = lively_node(solid=11)
    left: list[Json] = [{}]
    node.tamper = lambda request, answer: left.pop() if left and request.path == BLOCK else answer
    answers, asked = ask(node, SUPPLY, seconds=20)
    assert isinstance(answers[SUPPLY], Reading)
    assert asked == {CALL: 1, BLOCK: 2, INFOS: 1}


def test_ask_a_node_that_fails_at_a_bracket_is_unreachable() -> None:
    node = lively_node(solid=11)
    broken = {"Error": "class java.lang.Exception"}
    node.tamper = lambda request, answer: broken if request.path == INFOS else answer
    with pytest.raises(UnreachableError, match="the transaction infos of block 11"):
        ask(node, SUPPLY)


def test_ask_a_block_in_between_that_is_no_block_fails_that_question_alone() -> None:
    node = lively_node()
    node.moves = [10, 11]
    node.tamper = lambda request, answer: [] if request.path == BLOCK else answer
    answers, _ = ask(node, SUPPLY, Decimals(TOKEN))
    assert isinstance(answers[SUPPLY], Reading)
    assert isinstance(answers[Decimals(TOKEN)], UndecodableError)


def test_ask_a_busy_node_is_asked_again() -> None:
    node = lively_node()
    timeout = {"result": {"code": "OTHER_ERROR", "message": "CPU timeout for 'PUSH1' operation"}}
    left = [timeout]
    node.tamper = lambda _request, answer: left.pop() if left else answer
    answers, asked = ask(node, SUPPLY, seconds=20)
    assert isinstance(answers[SUPPLY], Reading)
    assert asked == {CALL: 2}


def test_ask_a_node_that_stays_busy_is_unreachable() -> None:
    node = lively_node()
    node.tamper = lambda _request, _answer: {"Error": "lack of computing resources"}
    with pytest.raises(UnreachableError, match="lack of computing resources"):
        ask(node, SUPPLY, seconds=0.9)


def test_ask_a_node_without_the_solidified_interface_is_unreachable() -> None:
    node = lively_node()
    with node.serve() as served, pytest.raises(UnreachableError, match="HTTP 405"):
        reader_of(f"{served.url}wrong/").ask((SUPPLY,), at=node.chain.stamp(10))


def test_ask_a_stamp_at_which_no_block_stands_is_inconsistent() -> None:
    """Slot 13 was missed: block 11 is of slot 14, and no later one needs to be asked for."""
    node = lively_node(slots=[*range(10), *range(14, 60)], solid=20)
    chain = Chain([*range(10), 13, *range(20, 60)])
    node.tamper = lambda request, answer: (
        PlayedNode(chain, 11, 20)._call(request.body) if request.path == CALL else answer
    )
    with node.serve() as served:
        with pytest.raises(InconsistentError, match="at which no solidified block stands"):
            reader_of(served.url).ask((SUPPLY,), at=node.chain.stamp(10))
        assert served.paths == [CALL, BLOCK]


def test_ask_a_far_stamp_at_which_no_block_stands_is_inconsistent() -> None:
    node = lively_node(slots=[*range(10), *range(100, 150, 2)], solid=14)
    chain = Chain([*range(10), *range(101, 151, 2)])
    node.tamper = lambda request, answer: (
        PlayedNode(chain, 12, 20)._call(request.body) if request.path == CALL else answer
    )
    with pytest.raises(InconsistentError, match="at which no solidified block stands"):
        ask(node, SUPPLY)


@pytest.mark.parametrize(("solid", "words"), [(10, "where block 10"), (12, "a block whose parent")])
def test_ask_a_node_on_another_chain_than_the_reference_is_inconsistent(
    solid: int, words: str
) -> None:
    node = lively_node(solid=solid)
    reference = Chain(list(range(60)), {1: (Played(),)}).stamp(10)
    assert reference.timestamp == node.chain.stamp(10).timestamp
    with node.serve() as served, pytest.raises(InconsistentError, match=words):
        reader_of(served.url).ask((SUPPLY,), at=reference)


def test_ask_a_node_on_another_chain_that_names_older_blocks_is_inconsistent() -> None:
    node = lively_node()
    node.ref_lag = 5
    reference = Chain(list(range(60)), {1: (Played(),)}).stamp(10)
    with node.serve() as served, pytest.raises(InconsistentError, match="another chain"):
        reader_of(served.url).ask((SUPPLY,), at=reference)


def test_ask_about_another_chain_is_inconsistent() -> None:
    elsewhere = TotalSupply(AccountId(ChainId("eip155", "1"), bytes(20)))
    with pytest.raises(InconsistentError, match="they are about eip155:1"):
        ask(lively_node(), SUPPLY, elsewhere)


def test_ask_a_contract_that_reverts_fails_that_question_alone() -> None:
    def tamper(_: Request, answer: Json) -> Json:
        if "313ce567" in str(answer):
            answer["result"]["message"] = "REVERT opcode executed"
            answer["transaction"]["ret"] = [{"ret": "FAILED"}]
        return answer

    node = lively_node()
    node.tamper = tamper
    answers, _ = ask(node, Decimals(TOKEN), SUPPLY)
    assert isinstance(answers[SUPPLY], Reading)
    failed = answers[Decimals(TOKEN)]
    assert isinstance(failed, UndecodableError)
    assert ("REVERT opcode executed" in failed.came, f"decimals() of {TOKEN}") == (
        True,
        failed.asked,
    )
    assert str(node.chain.stamp(10)) == failed.at


def test_ask_short_words_fail_that_question_alone() -> None:
    node = lively_node()
    node.state = lambda number, data: "00" if data == "18160ddd" else word(number)
    answers, _ = ask(node, SUPPLY, Decimals(TOKEN))
    assert isinstance(answers[SUPPLY], UndecodableError)
    assert isinstance(answers[Decimals(TOKEN)], Reading)
