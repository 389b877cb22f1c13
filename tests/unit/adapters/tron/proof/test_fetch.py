"""What is asked of a node for a proof: no more than is needed, and never without end."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest

from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.proof.chain import MOST_HEADERS
from stableaudit.adapters.tron.proof.fetch import (
    WITNESSES,
    fetch_block,
    fetch_producers,
    fetch_run,
)
from stableaudit.domain.errors import InconsistentError, UndecodableError
from stableaudit.domain.tokens import Endpoint
from tests.devnet.tron.addresses import show, wire
from tests.devnet.tron.signing import key_address
from tests.devnet.tron.transactions import shown
from tests.unit.adapters.tron.http_node import CHAIN, HttpNode, Reply, Request, http_of
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.proof.simulated import (
    FIRST,
    PRODUCERS,
    Made,
    made,
    paid,
)
from tests.unit.adapters.tron.proof.simulated import (
    WITNESSES as MADE_BY,
)

_HEAD: Final = "/wallet/getblock"
_SOLID: Final = "/walletsolidity/getblock"
_PAID: Final = paid(5)


def _block(block: Made) -> Json:
    return {
        "blockID": block.header.block_id().hex(),
        "block_header": {
            "raw_data": block.header.shown(visible=False),
            "witness_signature": block.signed().signature.hex(),
        },
    }


def _serve(slots: list[int], tamper: Callable[[Request, Json], Json] | None = None) -> HttpNode:
    blocks = {FIRST + index: each for index, each in enumerate(made(slots))}

    def answer(request: Request) -> Reply:
        body: Json = request.body
        told: Json = {}
        if request.path in {_HEAD, _SOLID}:
            found = blocks.get(int(body["id_or_num"]))
            told = {} if found is None else _block(found)
            if told and body["detail"]:
                told["transactions"] = [shown(_PAID, visible=False)]
        elif request.path == WITNESSES:
            rows = [{"address": wire(each.address).hex(), "isJobs": True} for each in MADE_BY]
            told = {"witnesses": [*rows, {"address": "41" + "77" * 20}]}
        else:
            witness = next(
                each for each in MADE_BY if show(each.address, visible=True) == body["address"]
            )
            told = {"address": body["address"], "is_witness": True}
            if witness.key != witness.signing_key:
                signing = show(key_address(witness.signing_key), visible=True)
                told["witness_permission"] = {"keys": [{"address": signing, "weight": 1}]}
        return 200, json.dumps(tamper(request, told) if tamper else told).encode()

    return HttpNode(answer)


def _node(served: HttpNode, seconds: float = 20.0) -> Node:
    return Node(http_of(Endpoint("tester", served.url), seconds))


def test_block_is_fetched_in_one_request() -> None:
    with _serve([0]) as served:
        told = fetch_block(_node(served), FIRST)
    assert told.header == made([0])[0].signed()
    assert told.contents == (_PAID.content(),)
    assert served.paths == [_SOLID]


def test_run_ends_with_the_nineteenth_producer() -> None:
    with _serve(list(range(40))) as served:
        run = fetch_run(_node(served), FIRST + 2)
    assert run == tuple(each.signed() for each in made(range(40))[2:21])
    assert served.paths == [_HEAD] * 19


def test_run_ends_at_the_head() -> None:
    with _serve(list(range(10))) as served:
        assert len(fetch_run(_node(served), FIRST)) == 10


def test_run_of_the_same_few_producers_ends_at_the_bound() -> None:
    slots = [27 * turn + slot for turn in range(40) for slot in range(4)]
    with _serve(slots) as served:
        assert len(fetch_run(_node(served), FIRST)) == MOST_HEADERS
    assert len(served.requests) == MOST_HEADERS


def test_producers_take_a_request_each_and_the_list() -> None:
    with _serve([]) as served:
        found = fetch_producers(_node(served), CHAIN)
    assert PRODUCERS.producers == found.producers
    assert Counter(served.paths) == {WITNESSES: 1, "/walletsolidity/getaccount": 27}
    assert "tester" in found.told_by


@pytest.mark.parametrize("count", [0, 1, 26, 28])
def test_producers_of_another_number_are_refused_before_any_account(count: int) -> None:
    rows = [{"address": "41" + bytes([n] * 20).hex(), "isJobs": True} for n in range(count)]
    with _serve([], lambda _request, _told: {"witnesses": rows}) as served:
        with pytest.raises(UndecodableError, match=f"{count} distinct active witnesses"):
            fetch_producers(_node(served), CHAIN)
        assert served.paths == [WITNESSES]


def test_producers_that_repeat_one_are_refused() -> None:
    rows = [{"address": wire(each.address).hex(), "isJobs": True} for each in MADE_BY]
    with (
        _serve([], lambda _request, _told: {"witnesses": [*rows[1:], rows[1]]}) as served,
        pytest.raises(UndecodableError, match="26 distinct"),
    ):
        fetch_producers(_node(served), CHAIN)


@pytest.mark.parametrize("fetch", [fetch_block, fetch_run])
def test_another_block_than_asked_for_is_inconsistent(
    fetch: Callable[[Node, int], object],
) -> None:
    other = _block(made([0, 1])[1])
    with (
        _serve([0, 1], lambda _request, _told: other) as served,
        pytest.raises(InconsistentError, match=f"block {FIRST + 1}"),
    ):
        fetch(_node(served), FIRST)


@pytest.mark.parametrize("fetch", [fetch_block, fetch_run])
def test_no_block_at_all_is_inconsistent(fetch: Callable[[Node, int], object]) -> None:
    with (
        _serve([0]) as served,
        pytest.raises(InconsistentError, match="no such block"),
    ):
        fetch(_node(served, 2.0), FIRST + 1)
