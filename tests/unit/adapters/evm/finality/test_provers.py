"""Proofs of finality as the application asks for them, of endpoints on loopback."""

import json

import pytest

from stableaudit.adapters.evm.finality.beacon import BeaconEndpoint
from stableaudit.adapters.evm.finality.networks import MAINNET
from stableaudit.adapters.evm.finality.provers import FastFinalityProver, SyncCommitteeProver
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, UndecodableError
from tests.unit.adapters.evm.finality.beacon_maker import made
from tests.unit.adapters.evm.finality.parlia_maker import (
    BNB_CHAIN,
    EPOCH,
    TURN,
    Json,
    Run,
    epoch_header,
    stamp_of,
)
from tests.unit.adapters.evm.node import Node
from tests.unit.adapters.evm.proof.proof_node import asking
from tests.unit.adapters.transport.server import Exchange, serve, transport

EPOCH_HEADER = epoch_header()
ROOT = stamp_of(EPOCH_HEADER).hash
RUN = Run(first=EPOCH + 11 * TURN).answers()
FIRST = stamp_of(RUN[0])
EARLIER = BlockStamp(BNB_CHAIN, EPOCH + 5, "0x" + "ef" * 32, FIRST.timestamp)


def node(*headers: Json) -> Node:
    by_number = {header["number"]: header for header in headers}
    return Node(
        replaced={
            "eth_getBlockByHash": lambda params: EPOCH_HEADER if params == [ROOT, False] else None,
            "eth_getBlockByNumber": lambda params: by_number.get(params[0]),
        }
    )


def test_first_block_that_an_epoch_votes_for_stands_for_an_earlier_one() -> None:
    with asking(node(*RUN)) as rpc:
        prover = FastFinalityProver([("a", "first", rpc)])
        assert prover.final(ROOT, near=EARLIER).block == FIRST
        assert prover.final(ROOT, near=FIRST).block == FIRST


def test_second_endpoint_is_asked_where_the_first_shows_nothing() -> None:
    with asking(node()) as empty, asking(node(*RUN)) as rpc:
        found = FastFinalityProver([("a", "first", empty), ("b", "it", rpc)]).final(
            ROOT, near=FIRST
        )
        assert (found.block, found.signers) == (FIRST, 14)
        assert found.rests_on[0].endswith("is the chain's own, as the user says")


def test_failure_of_the_first_endpoint_is_told_where_none_shows_it() -> None:
    with asking(node()) as one, asking(node()) as other:
        prover = FastFinalityProver([("a", "first", one), ("b", "second", other)])
        with pytest.raises(InconsistentError, match=r"a \(first\).*0 of the blocks from 70000176"):
            prover.final(ROOT, near=EARLIER)
    with pytest.raises(UndecodableError, match="no endpoint is configured"):
        FastFinalityProver([]).final(ROOT, near=EARLIER)


def test_latest_final_block_of_a_beacon_endpoint_is_returned_wherever_the_reference_is() -> None:
    bootstrap, update, root = made()

    def answer(exchange: Exchange) -> None:
        data = bootstrap if "/bootstrap/" in exchange.seen.target else update
        exchange.answer(json.dumps({"version": "fulu", "data": data}).encode())

    with serve(answer) as server:
        prover = SyncCommitteeProver(BeaconEndpoint(transport(server.url), MAINNET))
        found = prover.final("0x" + root.hex(), near=EARLIER)
    assert (found.block.number, found.signers) == (23_911_111, 342)
