"""The canary among the vitals: who has state of a block that does not exist ignores the block."""

from typing import cast

import pytest

from stableaudit.domain.errors import InconsistentError, UnreachableError
from tests.fakes.chain_reader import stamp
from tests.unit.adapters.evm.node import Node, NodeError, reading

AT = stamp(900)


@pytest.mark.parametrize("answer", ["0x", "0x" + "05" * 32, 7, False, []], ids=str)
def test_vitals_of_a_node_that_ignores_the_block_are_inconsistent(answer: object) -> None:
    node = Node()
    node.replaced["eth_call"] = lambda _: answer
    with (
        reading(node) as (reader, _),
        pytest.raises(InconsistentError, match="not exist: an answer: it ignores the block"),
    ):
        reader.vitals()


@pytest.mark.parametrize(
    "answer",
    [
        NodeError(-32000, "header for hash not found"),
        NodeError(-32602, "invalid argument 1: json: cannot unmarshal object"),
        NodeError(-32601, "eth_call is not available"),
        NodeError(-32603, "\x1b internal error"),
        NodeError(3, "execution reverted"),
    ],
    ids=str,
)
def test_vitals_of_a_node_that_refuses_an_unknown_block_in_any_words_are_read(
    answer: NodeError,
) -> None:
    with reading(Node(beside=answer)) as (reader, _):
        assert reader.vitals().final == AT


def test_vitals_of_a_node_that_knows_nothing_of_that_block_are_read() -> None:
    node = Node()
    node.replaced["eth_call"] = lambda _: None
    with reading(node) as (reader, _):
        assert reader.vitals().final == AT


def test_vitals_of_a_node_that_puts_the_canary_off_are_unreachable() -> None:
    """A rate limit refuses no block: whether it would be ignored was not seen."""
    with (
        reading(Node(beside=NodeError(-32005, "rate limit"))) as (reader, _),
        pytest.raises(UnreachableError, match="refused for now"),
    ):
        reader.vitals()


def test_vitals_ask_for_a_hash_that_no_block_has_and_the_same_each_time() -> None:
    with reading(Node()) as (reader, server):
        reader.vitals()
        reader.vitals()
    asked = [cast("list[dict[str, list[dict[str, str]]]]", seen.json)[-1] for seen in server.seen]
    digests = {request["params"][-1]["blockHash"] for request in asked}
    assert len(digests) == 1
    assert digests.isdisjoint(stamp(number).hash for number in range(1001))
