"""Balances of many holders, each at its own solid block, from a node that plays a small chain."""

from array import array
from collections import Counter

import pytest

from stableaudit.domain.errors import (
    PinnedStateError,
)
from stableaudit.domain.ledger import BalanceSheet
from tests.unit.adapters.tron.bulk_played import (
    BLOCK,
    CALL,
    FINAL,
    METHOD,
    MISSED,
    SLOTS,
    busy_node,
    holders,
    read,
)
from tests.unit.adapters.tron.http_node import Request
from tests.unit.adapters.tron.played import Json


def test_read_at_one_block_is_a_request_a_holder_and_one() -> None:
    wanted = holders(9)
    sheet, paths = read(busy_node(), wanted)
    assert sheet == BalanceSheet(
        "tester",
        "played",
        METHOD,
        b"".join(wanted),
        tuple(10_000 + n for n in range(9)),
        array("q", [10] * 9),
    )
    assert paths == Counter({CALL: 9, BLOCK: 1})


@pytest.mark.parametrize("slots", [SLOTS, MISSED])
def test_read_over_several_blocks_is_right_at_each_ones_own(slots: list[int]) -> None:
    sheet, _ = read(busy_node(slots, every=7), holders(60))
    assert set(sheet.observed) == set(range(10, 19))
    assert sheet.balances == tuple(1000 * at + n for n, at in enumerate(sheet.observed))


def test_read_over_several_blocks_costs_two_headers() -> None:
    _, paths = read(busy_node(every=7), holders(60))
    assert paths == Counter({CALL: 60, BLOCK: 1, FINAL: 1})


def test_read_over_missed_slots_costs_a_few_headers_more() -> None:
    _, paths = read(busy_node(MISSED, every=7), holders(60))
    assert paths[CALL] + paths[FINAL] == 61
    assert 1 < paths[BLOCK] <= 8


def test_read_of_nobody_asks_nothing() -> None:
    sheet, paths = read(busy_node(), [])
    assert (sheet.balances, sheet.observed, paths) == ((), array("q"), Counter())


def test_read_a_holder_twice_answers_twice() -> None:
    first, second = holders(2)
    sheet, _ = read(busy_node(), [first, second, first])
    assert sheet.balances == (10_000, 10_001, 10_000)


def test_read_asks_four_holders_at_once_and_no_more() -> None:
    node = busy_node()
    node.slow = 0.02
    read(node, holders(24))
    assert node.most_at_once == 4


def test_read_an_answer_from_before_the_reference_is_asked_again() -> None:
    node = busy_node(solid=9)
    node.moves = [9, 10]
    sheet, paths = read(node, holders(1))
    assert (sheet.balances, sheet.observed) == ((10_000,), array("q", [10]))
    assert paths == Counter({CALL: 2, BLOCK: 1})


def test_read_of_a_node_that_lags_has_no_state_and_stops_early() -> None:
    node = busy_node(solid=9)
    with pytest.raises(PinnedStateError, match="an answer from 3 s before that block"):
        read(node, holders(500), seconds=2.5)
    assert node.served <= 8


def test_read_a_node_that_knows_less_blocks_than_it_answered_from_lags() -> None:
    def stale(request: Request, answer: Json) -> Json:
        return node.chain.blocks[11] if request.path == FINAL else answer

    node = busy_node(solid=13)
    node.tamper = stale
    with pytest.raises(PinnedStateError, match="block 11 as its last solid one, 6 s before one"):
        read(node, holders(2), seconds=2.5)


def test_read_a_node_behind_the_one_that_answered_is_asked_again_for_its_last_block() -> None:
    def stale(request: Request, answer: Json) -> Json:
        return late.pop() if request.path == FINAL and late else answer

    node = busy_node(solid=13)
    late = [node.chain.blocks[11]]
    node.tamper = stale
    sheet, paths = read(node, holders(1))
    assert (sheet.observed, paths[FINAL]) == (array("q", [13]), 2)
