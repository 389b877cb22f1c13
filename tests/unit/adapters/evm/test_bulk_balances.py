"""Balances of many holders over HTTP: every way, what each failure leads to, and what it costs."""

from array import array
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.evm.balance_ways import WAYS, Remembered
from tests.unit.adapters.evm.bulk_cases import (
    REFUSED,
    balances_of,
    every_bulk_way,
    every_way,
    node_with,
    sheet_of,
)
from tests.unit.adapters.evm.bulk_node import (
    AGGREGATE,
    CREATION,
    OVERRIDE,
    SINGLE,
    BulkNode,
    holders,
    read,
)


@every_way
@pytest.mark.parametrize("count", [1, 17, 1001])
def test_read_each_way_is_the_same_sheet(method: str, count: int) -> None:
    wanted = holders(count)
    sheet, _ = read(node_with(method, wanted), wanted)
    assert sheet == sheet_of(wanted, method)


@pytest.mark.parametrize(
    ("method", "calls", "requests"),
    [
        (AGGREGATE, 5, 1 + 2),
        (OVERRIDE, 5, 2 + 2),
        (CREATION, 5, 3 + 2),
        (SINGLE, 2001, 3 + 21),
    ],
)
def test_read_costs_a_call_for_500_and_a_request_for_four_of_them(
    method: str, calls: int, requests: int
) -> None:
    wanted = holders(2001)
    node = node_with(method, wanted)
    _, server = read(node, wanted)
    assert node.calls == Counter({method: calls})
    assert len(server.seen) == requests


def test_read_asks_a_creation_for_no_more_than_it_can_answer() -> None:
    wanted = holders(1600)
    node = node_with(CREATION, wanted)
    sheet, _ = read(node, wanted, holders_per_call=2000)
    assert sheet == sheet_of(wanted, CREATION)
    assert node.calls == Counter({CREATION: 3})


def test_read_without_batches_costs_a_request_a_call() -> None:
    wanted = holders(2000)
    node = node_with(AGGREGATE, wanted, batches=False)
    sheet, server = read(node, wanted)
    assert sheet == sheet_of(wanted, AGGREGATE)
    assert len(server.seen) == 1 + 1 + 4


def test_read_of_nobody_asks_nothing() -> None:
    sheet, server = read(BulkNode(), [])
    assert (sheet.balances, sheet.addresses, sheet.observed, sheet.method) == (
        (),
        b"",
        array("q"),
        "",
    )
    assert server.seen == []


def test_read_a_holder_twice_answers_twice() -> None:
    first, second = holders(2)
    sheet, _ = read(BulkNode(balances={first: 3, second: 4}), [first, second, first])
    assert sheet.balances == (3, 4, 3)


def test_read_a_holder_that_has_nothing_is_zero() -> None:
    sheet, _ = read(BulkNode(), holders(2))
    assert sheet.balances == (0, 0)


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(1, 120),
    size=st.integers(1, 130),
    most=st.integers(17, 200),
    gas=st.integers(1, 200),
    method=st.sampled_from([AGGREGATE, OVERRIDE, CREATION]),
)
def test_read_any_split_is_the_same_sheet(
    count: int, size: int, most: int, gas: int, method: str
) -> None:
    """However holders are cut up, whatever a call bears, and wherever its gas ends."""
    wanted = holders(count)
    sheet, _ = read(node_with(method, wanted, most=most, gas=gas), wanted, holders_per_call=size)
    assert sheet == sheet_of(wanted, sheet.method)
    assert sheet.method.startswith(method)


@every_bulk_way
def test_read_a_call_that_fails_is_halved_alone(method: str) -> None:
    wanted = holders(700)
    node = node_with(method, wanted, most=300)
    sheet, _ = read(node, wanted)
    assert sheet == sheet_of(wanted, method)
    # 500 fail; 250 twice and 200 do not.
    assert node.calls == Counter({method: 4})


@every_bulk_way
def test_read_a_call_without_gas_to_its_end_keeps_what_it_read(method: str) -> None:
    wanted = holders(500)
    node = node_with(method, wanted, gas=300)
    sheet, _ = read(node, wanted)
    assert sheet == sheet_of(wanted, f"{method}, then {SINGLE}")
    # 300 of 500, the one it stopped at, and the other 199 in halves.
    assert node.calls == Counter({method: 3, SINGLE: 1})


def test_read_a_way_that_bears_few_holders_is_left_for_the_next() -> None:
    wanted = holders(100)
    node = node_with(AGGREGATE, wanted, most=5)
    sheet, _ = read(node, wanted)
    assert sheet == sheet_of(wanted, SINGLE)
    # One call of 100, two of 50, four of 25; then one of 13 fails, asked with three others.
    assert node.calls == Counter({AGGREGATE: 11, OVERRIDE: 11, CREATION: 11, SINGLE: 100})


def test_read_a_token_that_refuses_contracts_is_read_singly() -> None:
    wanted = holders(300)
    node = node_with(AGGREGATE, wanted, only_direct=True)
    sheet, _ = read(node, wanted)
    assert sheet.balances == tuple(balances_of(wanted).values())
    assert node.calls == Counter({AGGREGATE: 1, OVERRIDE: 1, CREATION: 1, SINGLE: 300})


def test_read_a_remembered_way_needs_no_canary() -> None:
    wanted = holders(3)
    remembered = Remembered()
    node = node_with(CREATION, wanted)
    _, first = read(node, wanted, remembered=remembered)
    _, second = read(node, wanted, remembered=remembered)
    assert remembered.way == WAYS[2]
    assert (len(first.seen), len(second.seen)) == (4, 1)


def test_read_a_remembered_way_that_works_no_more_gives_way() -> None:
    wanted = holders(3)
    remembered = Remembered(WAYS[0])
    node = node_with(OVERRIDE, wanted)
    sheet, _ = read(node, wanted, remembered=remembered)
    assert sheet == sheet_of(wanted, OVERRIDE)
    assert remembered.way == WAYS[1]


@pytest.mark.parametrize("refusal", [False, REFUSED, 400])
def test_read_overrides_stripped_or_refused_are_noticed_by_the_canary(refusal: object) -> None:
    wanted = holders(600)
    node = node_with(OVERRIDE, wanted, overrides=refusal)
    sheet, _ = read(node, wanted)
    assert sheet == sheet_of(wanted, CREATION)
    assert node.calls == Counter({CREATION: 2})


def test_read_an_answer_for_more_holders_than_asked_is_none() -> None:
    wanted = holders(3)
    sheet, _ = read(node_with(OVERRIDE, wanted, extra=1), wanted)
    assert sheet == sheet_of(wanted, SINGLE)
