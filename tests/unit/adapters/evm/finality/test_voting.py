"""An endpoint of BNB Chain on loopback that has the recorded headers, and what it may answer."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.adapters.evm.finality.voting import VotingEndpoint
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError, UnreachableError
from stableaudit.domain.finality import FinalBlock
from tests.unit.adapters.evm.finality.parlia_maker import Json, stamp_of
from tests.unit.adapters.evm.node import Node
from tests.unit.adapters.evm.proof.proof_node import asking, refusing

EPOCH, *HEADERS = json.loads(Path(__file__).with_name("bnb_headers.json").read_text("utf-8"))
AT = stamp_of(HEADERS[0])


def node(*headers: Json, epoch: object = EPOCH) -> Node:
    """A node of these headers, and of no block after them."""
    by_number = {header["number"]: header for header in headers}
    return Node(
        replaced={
            "eth_getBlockByHash": lambda params: epoch if params[0] == EPOCH["hash"] else None,
            "eth_getBlockByNumber": lambda params: by_number.get(params[0]),
        }
    )


def final(of: Node, at: BlockStamp = AT, trusted: str = EPOCH["hash"]) -> FinalBlock:
    with asking(of) as rpc:
        return VotingEndpoint(rpc, whom="op").final(at, trusted_epoch=trusted, told_by="the user")


def refused(ask: Callable[[], FinalBlock]) -> EvidenceError:
    with pytest.raises(EvidenceError) as caught:
        ask()
    assert caught.value.whom == "op"
    return caught.value


def test_block_is_final_by_the_headers_of_one_endpoint() -> None:
    found = final(node(*HEADERS))
    assert found.block == AT
    assert found.rests_on[0].endswith("is the chain's own, as the user says")


@pytest.mark.parametrize(
    ("of", "came"),
    [
        (node(*HEADERS[:2]), f"2 of the blocks from {AT.number} on (null)"),
        (node(*HEADERS, epoch=None), f"no block {EPOCH['hash']} (null)"),
        (node(*HEADERS, epoch=HEADERS[0]), f"epoch.hash: {AT.hash}, while {EPOCH['hash']} is"),
        (node(*HEADERS, epoch={**EPOCH, "gasUsed": "0x0"}), "epoch.hash: its fields hash to"),
        (node({**HEADERS[0], "gasUsed": "0x0"}, *HEADERS[1:]), "headers[0].hash: its fields hash"),
    ],
)
def test_endpoint_whose_headers_do_not_show_it_contradicts_itself(of: Node, came: str) -> None:
    error = refused(lambda: final(of))
    assert isinstance(error, InconsistentError)
    assert error.came.startswith(came)


def test_another_block_at_that_number_is_not_the_one_that_was_asked_for() -> None:
    other = replace(AT, hash="0x" + "11" * 32)
    assert refused(lambda: final(node(*HEADERS), other)).came.startswith("headers[0]: block 1166")


def test_endpoint_that_refuses_is_named_with_its_words() -> None:
    of = Node(replaced={"eth_getBlockByHash": refusing(-32000, "not today")})
    error = refused(lambda: final(of))
    assert isinstance(error, UnreachableError)
    assert "not today" in error.came


def test_hash_that_is_none_is_never_asked_for() -> None:
    with pytest.raises(ValueError, match="64 hex digits"):
        final(node(*HEADERS), trusted="latest")
