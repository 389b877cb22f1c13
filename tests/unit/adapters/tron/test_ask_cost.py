"""How many requests an `ask` costs; the figures of the reader's docstring."""

from stableaudit.domain.questions import BalanceOf, Decimals, Name, Symbol, TotalSupply
from tests.unit.adapters.tron.asking import BLOCK, CALL, INFOS, SUPPLY, ask, lively_node
from tests.unit.adapters.tron.played import OTHER, TOKEN, Played


def test_ask_four_questions_at_the_reference_block_costs_four_requests() -> None:
    questions = (SUPPLY, Decimals(TOKEN), BalanceOf(TOKEN, OTHER), BalanceOf(TOKEN, TOKEN))
    answers, asked = ask(lively_node(), *questions)
    assert (asked, len(answers)) == ({CALL: 4}, 4)


def test_ask_answers_that_name_an_older_block_cost_one_more() -> None:
    node = lively_node()
    node.ref_lag = 4
    _, asked = ask(node, SUPPLY, Decimals(TOKEN))
    assert asked == {CALL: 2, BLOCK: 1}


def test_ask_moving_on_three_blocks_costs_two_requests_a_block_for_all_questions() -> None:
    node = lively_node()
    node.moves = [10, 11, 12, 13]
    questions = (SUPPLY, Decimals(TOKEN), TotalSupply(OTHER), BalanceOf(OTHER, TOKEN))
    _, asked = ask(node, *questions)
    assert asked == {CALL: 4, BLOCK: 3, INFOS: 1}, "block 11 already told of OTHER"
    node = lively_node(dict.fromkeys(range(60), (Played(),)))
    node.moves = [10, 11, 12, 13]
    _, asked = ask(node, *questions)
    assert asked == {CALL: 4, BLOCK: 3, INFOS: 3}


def test_ask_moving_on_over_empty_blocks_needs_no_infos() -> None:
    node = lively_node({})
    node.moves = [13]
    _, asked = ask(node, SUPPLY)
    assert asked == {CALL: 1, BLOCK: 3}


def test_ask_the_same_question_twice_is_asked_once() -> None:
    _, asked = ask(lively_node(), SUPPLY, TotalSupply(TOKEN))
    assert asked == {CALL: 1}


def test_ask_nothing_asks_nothing() -> None:
    answers, asked = ask(lively_node())
    assert (answers, asked) == ({}, {})


def test_ask_only_the_solidified_interface_is_asked_for_state() -> None:
    node = lively_node()
    node.moves = [12]
    _, asked = ask(node, SUPPLY, Name(TOKEN), Symbol(TOKEN))
    assert {"walletsolidity"} == {path.split("/")[1] for path in asked}
