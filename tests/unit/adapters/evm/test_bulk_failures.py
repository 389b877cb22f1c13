"""What ends the reading of many balances, and what its error says."""

import pytest

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
from tests.unit.adapters.evm.bulk_cases import every_bulk_way, every_way, node_with
from tests.unit.adapters.evm.bulk_node import (
    AT,
    TOKEN,
    BulkNode,
    asking,
    holders,
    read,
)
from tests.unit.adapters.evm.node import NodeError


@every_way
@pytest.mark.parametrize("odd", [None, b"", bytes(31), bytes(33)])
def test_read_a_holder_the_token_does_not_answer_for_is_named(
    method: str, odd: bytes | None
) -> None:
    wanted = holders(600)
    node = node_with(method, wanted, odd={wanted[537]: odd})
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
        read(node_with(method, wanted, **other), wanted)


@every_bulk_way
def test_read_a_load_balancer_that_moves_on_after_the_canary_is_inconsistent(method: str) -> None:
    wanted = holders(3)
    way = next(way for way in WAYS if way.method == method)
    node = node_with(method, wanted, number=AT.number - 1)
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
