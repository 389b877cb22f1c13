"""The reader over HTTP: which chain, which blocks, whose keys."""

from collections import Counter

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, UnreachableError
from stableaudit.domain.evidence import Vitals
from tests.unit.adapters.tron.asking import BLOCK, SUPPLY, lively_node
from tests.unit.adapters.tron.http_node import CHAIN, Request, reader_of
from tests.unit.adapters.tron.played import START, Json


def test_vitals_of_a_node_are_its_genesis_head_and_final() -> None:
    node = lively_node(solid=40)
    with node.serve() as served:
        vitals = reader_of(served.url).vitals()
    genesis = node.chain.blocks[0]["blockID"]
    expected = Vitals(
        int(genesis[-8:], 16), f"0x{genesis}", node.chain.stamp(60), node.chain.stamp(40)
    )
    assert expected == vitals
    assert Counter(
        ["/wallet/getblock", "/walletsolidity/getnowblock", "/wallet/getnowblock"]
    ) == Counter(served.paths)


def test_vitals_of_a_node_that_answers_another_block_as_genesis_is_inconsistent() -> None:
    node = lively_node()
    other = node.chain.blocks[1]
    node.tamper = lambda request, answer: other if request.path == "/wallet/getblock" else answer
    with node.serve() as served, pytest.raises(InconsistentError, match="block 1"):
        reader_of(served.url).vitals()


def test_vitals_of_nobody_is_unreachable() -> None:
    with lively_node().serve() as served:
        url = served.url
    with pytest.raises(UnreachableError):
        reader_of(url).vitals()


def test_block_of_a_number_is_its_stamp() -> None:
    node = lively_node()
    with node.serve() as served:
        assert node.chain.stamp(7) == reader_of(served.url).block(7)


@pytest.mark.parametrize("number", [11, 10_000])
def test_block_that_is_not_solid_is_inconsistent(number: int) -> None:
    with lively_node().serve() as served, pytest.raises(InconsistentError, match="no such block"):
        reader_of(served.url).block(number)


def test_block_of_another_number_than_asked_is_inconsistent() -> None:
    node = lively_node()
    other = node.chain.blocks[6]
    node.tamper = lambda _request, _answer: other
    with node.serve() as served, pytest.raises(InconsistentError, match="block 6"):
        reader_of(served.url).block(7)


def test_block_whose_time_was_changed_is_inconsistent() -> None:
    def tamper(_: Request, answer: Json) -> Json:
        answer["block_header"]["raw_data"]["timestamp"] += 3000
        return answer

    node = lively_node()
    node.tamper = tamper
    with node.serve() as served, pytest.raises(InconsistentError, match="whose content has the id"):
        reader_of(served.url).block(7)


def test_last_block_until_over_missed_slots_is_found_by_solid_blocks_alone() -> None:
    node = lively_node(slots=[*range(20), *range(100, 140)], solid=60)
    with node.serve() as served:
        found = reader_of(served.url).last_block_until(
            START + 3 * 99 + 2, final=node.chain.stamp(60)
        )
    assert node.chain.stamp(20) == found
    assert {BLOCK} == set(served.paths)


def test_keys_none_is_sent_unless_configured() -> None:
    node = lively_node()
    with node.serve() as served:
        reader_of(served.url).ask((SUPPLY,), at=node.chain.stamp(10))
        assert "tron-pro-api-key" not in {
            name.lower() for request in served.requests for name, _ in request.headers
        }


def test_keys_the_configured_one_is_sent_and_never_shown() -> None:
    node = lively_node()
    node.tamper = lambda _request, _answer: {"Error": "the key s3cr3t-k3y is unknown"}
    with node.serve() as served:
        reader = reader_of(served.url, key_header="TRON-PRO-API-KEY", key="s3cr3t-k3y")
        with pytest.raises(UnreachableError) as caught:
            reader.block(7)
    assert "s3cr3t-k3y" in dict(served.requests[0].headers).values()
    assert "s3cr3t-k3y" not in f"{caught.value} {reader.endpoint} {reader!r}"


def test_stamps_of_the_reader_name_its_chain() -> None:
    node = lively_node()
    with node.serve() as served:
        reader = reader_of(served.url)
        stamp: BlockStamp = reader.block(1)
    assert (stamp.chain, reader.chain, reader.operator) == (CHAIN, CHAIN, "tester")


def test_block_that_one_node_of_the_endpoint_lacks_is_asked_again() -> None:
    node = lively_node()
    left: list[Json] = [{}]
    node.tamper = lambda _request, answer: left.pop() if left else answer
    with node.serve() as served:
        assert reader_of(served.url, seconds=20).block(7) == node.chain.stamp(7)
        assert len(served.paths) == 2
