"""The recorded network, made again: the façade's chain is the real one, block for block.

`realdata/tron-node/ground_truth.json` was written by who made that network; the façade knows
nothing of it.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.tron.addresses import from_base58
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.recorded import (
    ABSENT,
    CHAIN_ID,
    FOLDER,
    GENESIS,
    START_SECONDS,
    WITNESSES,
    Replay,
    ground_truth,
    recorded_blocks,
)

pytestmark = [pytest.mark.devnet, pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)]
GOLD = load("GoldDollarSim")


@pytest.fixture(scope="module")
def node() -> Iterator[TronNode]:
    with (
        Anvil(chain_id=CHAIN_ID, timestamp=START_SECONDS) as anvil,
        TronNode(anvil, genesis=GENESIS, witnesses=WITNESSES, solid_lag=2) as node,
    ):
        Replay(node.chain).grow_to(197)
        yield node


def _read(node: TronNode, function: str, *arguments: object) -> int:
    token = from_base58(ground_truth()["addresses"]["token"]["base58"])
    answer = node.chain.call(token, encode_call(GOLD, function, *arguments))
    return int.from_bytes(answer, "big")


def test_block_ids_are_the_recorded_ones(node: TronNode) -> None:
    recorded = {number: block["blockID"] for number, block in recorded_blocks().items()}
    ours = {number: node.chain.history.block(number) for number in recorded}
    assert {number: block.id.hex() for number, block in ours.items() if block} == recorded


def test_results_of_all_transactions_are_the_recorded_ones(node: TronNode) -> None:
    def found(row: dict[str, Any]) -> str:
        place = node.chain.history.place_of(bytes.fromhex(row["txid"]))
        assert place is not None
        return f"{row['txid']} {place[0].number} {place[0].outcomes[place[1]].result}"

    rows = ground_truth()["transactions"]
    assert len(rows) == 81
    told = [f"{row['txid']} {row['block']} {row['contractRet']}" for row in rows]
    assert [found(row) for row in rows] == told


def test_log_counts_of_all_transactions_are_the_recorded_ones(node: TronNode) -> None:
    def count(row: dict[str, Any]) -> int:
        place = node.chain.history.place_of(bytes.fromhex(row["txid"]))
        assert place is not None
        return len(place[0].outcomes[place[1]].logs)

    rows = ground_truth()["transactions"]
    assert [count(row) for row in rows] == [row["logs"] for row in rows]


def test_final_supply_is_the_recorded_one(node: TronNode) -> None:
    assert _read(node, "totalSupply") == ground_truth()["final"]["totalSupply"]


def test_final_balances_are_the_recorded_ones(node: TronNode) -> None:
    told = ground_truth()["final"]["balances"]
    assert len(told) == 8
    ours = {name: _read(node, "balanceOf", from_base58(name.split()[-1])) for name in told}
    assert ours == told
