"""Balances of many holders over HTTP: every way, what each failure leads to, and what it costs."""

from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.evm.balance_ways import WAYS, Remembered
from stableaudit.adapters.evm.bulk_balances import read_balances
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import BalanceSheet
from tests.unit.adapters.evm.bulk_node import (
    AGGREGATE,
    AT,
    CREATION,
    OVERRIDE,
    SINGLE,
    TOKEN,
    BulkNode,
    asking,
    holders,
    read,
)
from tests.unit.adapters.evm.node import NodeError

REFUSED = NodeError(-32602, "too many arguments, want at most 2")
ONLY: dict[str, Callable[[], BulkNode]] = {
    AGGREGATE: BulkNode,
    OVERRIDE: lambda: BulkNode(multicall=False),
    CREATION: lambda: BulkNode(multicall=False, overrides=False),
    SINGLE: lambda: BulkNode(multicall=False, overrides=False, creation=False),
}
"""Nodes that leave only one way."""

every_way = pytest.mark.parametrize("method", ONLY)
every_bulk_way = pytest.mark.parametrize("method", [AGGREGATE, OVERRIDE, CREATION])


def _balances(wanted: list[bytes]) -> dict[bytes, int]:
    return {holder: 2**256 - 1 - n for n, holder in enumerate(wanted)}


def _sheet(wanted: list[bytes], method: str) -> BalanceSheet:
    return BalanceSheet(
        "op",
        "node",
        method,
        b"".join(wanted),
        tuple(_balances(wanted).values()),
        array("q", [AT.number] * len(wanted)),
    )


def _node(method: str, wanted: list[bytes], **faults: object) -> BulkNode:
    return replace(ONLY[method](), balances=_balances(wanted), **faults)  # type: ignore[arg-type]  # any field


@every_way
@pytest.mark.parametrize("count", [1, 17, 1001])
def test_read_each_way_is_the_same_sheet(method: str, count: int) -> None:
    wanted = holders(count)
    sheet, _ = read(_node(method, wanted), wanted)
    assert sheet == _sheet(wanted, method)


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
    node = _node(method, wanted)
    _, server = read(node, wanted)
    assert node.calls == Counter({method: calls})
    assert len(server.seen) == requests


def test_read_without_batches_costs_a_request_a_call() -> None:
    wanted = holders(2000)
    node = _node(AGGREGATE, wanted, batches=False)
    sheet, server = read(node, wanted)
    assert sheet == _sheet(wanted, AGGREGATE)
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
    sheet, _ = read(_node(method, wanted, most=most, gas=gas), wanted, holders_per_call=size)
    assert sheet == _sheet(wanted, sheet.method)
    assert sheet.method.startswith(method)


@every_bulk_way
def test_read_a_call_that_fails_is_halved_alone(method: str) -> None:
    wanted = holders(700)
    node = _node(method, wanted, most=300)
    sheet, _ = read(node, wanted)
    assert sheet == _sheet(wanted, method)
    # 500 fail; 250 twice and 200 do not.
    assert node.calls == Counter({method: 4})


@every_bulk_way
def test_read_a_call_without_gas_to_its_end_keeps_what_it_read(method: str) -> None:
    wanted = holders(500)
    node = _node(method, wanted, gas=300)
    sheet, _ = read(node, wanted)
    assert sheet == _sheet(wanted, f"{method}, then {SINGLE}")
    # 300 of 500, the one it stopped at, and the other 199 in halves.
    assert node.calls == Counter({method: 3, SINGLE: 1})


def test_read_a_way_that_bears_few_holders_is_left_for_the_next() -> None:
    wanted = holders(100)
    node = _node(AGGREGATE, wanted, most=5)
    sheet, _ = read(node, wanted)
    assert sheet == _sheet(wanted, SINGLE)
    # One call of 100, two of 50, four of 25; then one of 13 fails, asked with three others.
    assert node.calls == Counter({AGGREGATE: 11, OVERRIDE: 11, CREATION: 11, SINGLE: 100})


def test_read_a_token_that_refuses_contracts_is_read_singly() -> None:
    wanted = holders(300)
    node = _node(AGGREGATE, wanted, only_direct=True)
    sheet, _ = read(node, wanted)
    assert sheet.balances == tuple(_balances(wanted).values())
    assert node.calls == Counter({AGGREGATE: 1, OVERRIDE: 1, CREATION: 1, SINGLE: 300})


def test_read_a_remembered_way_needs_no_canary() -> None:
    wanted = holders(3)
    remembered = Remembered()
    node = _node(CREATION, wanted)
    _, first = read(node, wanted, remembered=remembered)
    _, second = read(node, wanted, remembered=remembered)
    assert remembered.way == WAYS[2]
    assert (len(first.seen), len(second.seen)) == (4, 1)


def test_read_a_remembered_way_that_works_no_more_gives_way() -> None:
    wanted = holders(3)
    remembered = Remembered(WAYS[0])
    node = _node(OVERRIDE, wanted)
    sheet, _ = read(node, wanted, remembered=remembered)
    assert sheet == _sheet(wanted, OVERRIDE)
    assert remembered.way == WAYS[1]


@pytest.mark.parametrize("refusal", [False, REFUSED, 400])
def test_read_overrides_stripped_or_refused_are_noticed_by_the_canary(refusal: object) -> None:
    wanted = holders(600)
    node = _node(OVERRIDE, wanted, overrides=refusal)
    sheet, _ = read(node, wanted)
    assert sheet == _sheet(wanted, CREATION)
    assert node.calls == Counter({CREATION: 2})


@every_way
@pytest.mark.parametrize("odd", [None, b"", bytes(31), bytes(33)])
def test_read_a_holder_the_token_does_not_answer_for_is_named(
    method: str, odd: bytes | None
) -> None:
    wanted = holders(600)
    node = _node(method, wanted, odd={wanted[537]: odd})
    with pytest.raises(UndecodableError) as caught:
        read(node, wanted)
    assert f"balanceOf(0x{wanted[537].hex()}) of {TOKEN}" in str(caught.value)
    assert f"asked op (node) for balanceOf(0x{wanted[537].hex()})" in str(caught.value)
    came = "frozen" if odd is None else "no bytes" if not odd else f"{len(odd)} bytes instead"
    assert came in caught.value.came


@every_bulk_way
@pytest.mark.parametrize("other", [{"number": AT.number + 1}, {"timestamp": AT.timestamp + 12}])
def test_read_an_answer_of_another_block_is_inconsistent(
    method: str, other: dict[str, int]
) -> None:
    wanted = holders(3)
    with pytest.raises(InconsistentError, match="an answer from block"):
        read(_node(method, wanted, **other), wanted)


@every_bulk_way
def test_read_a_load_balancer_that_moves_on_after_the_canary_is_inconsistent(method: str) -> None:
    wanted = holders(3)
    way = next(way for way in WAYS if way.method == method)
    node = _node(method, wanted, number=AT.number - 1)
    with pytest.raises(InconsistentError, match=f"an answer from block {AT.number - 1} "):
        read(node, wanted, remembered=Remembered(way))


@pytest.mark.parametrize(
    ("failure", "kind", "text"),
    [
        (NodeError(-32000, "missing trie node abc"), PinnedStateError, "no state of that block"),
        (NodeError(-32000, "hash is not currently canonical"), InconsistentError, "not on this"),
        (NodeError(-32602, "invalid argument 1"), PinnedStateError, "does not take a block by"),
        (NodeError(-32601, "no such method"), UnreachableError, "does not serve this"),
    ],
)
def test_read_a_node_that_cannot_is_told_why(
    failure: NodeError, kind: type[EvidenceError], text: str
) -> None:
    with pytest.raises(kind, match=text):
        read(BulkNode(failure=failure), holders(600))


def test_read_a_node_without_state_is_asked_once() -> None:
    node = BulkNode(failure=NodeError(-32000, "missing trie node abc"))
    with asking(node) as (rpc, server):
        with pytest.raises(PinnedStateError):
            read_balances(rpc, TOKEN, holders(600), at=AT, operator="op", endpoint="node")
        assert len(server.seen) == 1


def test_read_a_token_without_code_says_so() -> None:
    elsewhere = AccountId(TOKEN.chain, b"\x0e" * 20)
    with (
        asking(BulkNode()) as (rpc, _),
        pytest.raises(UndecodableError, match="no code, or no such function, at that block"),
    ):
        read_balances(rpc, elsewhere, holders(2), at=AT, operator="op", endpoint="node")


def test_read_a_token_of_another_chain_is_inconsistent_and_asks_nothing() -> None:
    elsewhere = AccountId(ChainId("eip155", "56"), TOKEN.address)
    with asking(BulkNode()) as (rpc, server):
        with pytest.raises(InconsistentError, match="the block is of eip155:1"):
            read_balances(rpc, elsewhere, holders(2), at=AT, operator="op", endpoint="node")
        assert server.seen == []


def test_read_no_holders_a_call_is_refused() -> None:
    with asking(BulkNode()) as (rpc, _), pytest.raises(ValueError, match="1 holder or more"):
        read_balances(
            rpc, TOKEN, holders(2), at=AT, operator="op", endpoint="node", holders_per_call=0
        )


def test_read_an_unreachable_node_is_unreachable() -> None:
    with asking(BulkNode()) as (rpc, _):
        pass
    with pytest.raises(UnreachableError):
        read_balances(rpc, TOKEN, holders(2), at=AT, operator="op", endpoint="node")
