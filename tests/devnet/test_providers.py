"""Providers' limits, through a relay and a real node: what passes, and the words that refuse."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
import urllib3
from eth_utils.conversions import to_hex

from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.evm import EvmChain
from tests.devnet.providers import (
    ALCHEMY_FREE,
    ANKR,
    BSC_DATASEED,
    CLOUDFLARE,
    DRPC_FREE,
    INFURA,
    LLAMARPC,
    ONE_RPC,
    PROVIDERS,
    PUBLICNODE,
    QUICKNODE,
    RETH,
    Provider,
    narrowed,
)
from tests.devnet.relay import Relay

pytestmark = pytest.mark.devnet

GOLD: Final = load("GoldDollarSim")
TOKEN: Final = b"\xa1" * 20
LAST: Final = 40
"""Blocks 3 to 12 hold one log each."""

_ALCHEMY_TEXT: Final = (
    "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. "
    "Based on your parameters, this block range should work: [0x3, 0xc]"
)


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Anvil(slots_in_an_epoch=2) as anvil, Relay(anvil.url) as running:
        chain = EvmChain(anvil)
        owner = chain.key_address(1)
        chain.place(GOLD, [owner, owner], at=TOKEN, sender=owner)
        for _ in range(10):
            chain.send(owner, TOKEN, encode_call(GOLD, "issue", owner, 1))
            chain.seal()
        chain.seal_empty(LAST - 12)
        yield running


def _ask(relay: Relay, body: object) -> tuple[int, Any]:
    answer = urllib3.PoolManager(retries=False, timeout=10.0).request("POST", relay.url, json=body)
    return answer.status, answer.json()


def _query(first: object, last: object, **more: object) -> dict[str, object]:
    edges = [hex(each) if isinstance(each, int) else each for each in (first, last)]
    asked = {"address": to_hex(TOKEN), "fromBlock": edges[0], "toBlock": edges[1], **more}
    return {"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [asked]}


def _count(relay: Relay, first: object, last: object) -> int:
    return len(_ask(relay, _query(first, last))[1]["result"])


@pytest.mark.parametrize(
    ("provider", "widest", "status", "code", "text"),
    [
        (narrowed(PUBLICNODE, blocks=20), 21, 200, -32701, "exceed maximum block range: 20"),
        (
            ALCHEMY_FREE,
            10,
            200,
            -32600,
            _ALCHEMY_TEXT,
        ),
        (
            narrowed(LLAMARPC, blocks=20),
            21,
            200,
            -32603,
            "eth_getLogs range is too large, max is 20 blocks",
        ),
        (narrowed(RETH, blocks=20), 21, 200, -32602, "query exceeds max block range 20"),
        (
            narrowed(DRPC_FREE, blocks=20),
            20,
            200,
            35,
            "ranges over 20 blocks are not supported on freetier",
        ),
        (narrowed(QUICKNODE, blocks=20), 21, 413, -32614, "eth_getLogs is limited to a 20 range"),
        (
            narrowed(ONE_RPC, blocks=20),
            21,
            200,
            -32602,
            "eth_getLogs is limited to 0 - 20 blocks range",
        ),
        (narrowed(CLOUDFLARE, blocks=20), 20, 200, -32602, "Max range: 20"),
        (narrowed(ANKR, blocks=20), 21, 200, -32600, "block range is too wide"),
    ],
    ids=lambda value: value.name if isinstance(value, Provider) else "",
)
def test_range_that_is_one_block_too_wide_is_refused_in_the_providers_words(
    relay: Relay, provider: Provider, widest: int, status: int, code: int, text: str
) -> None:
    relay.provider = provider
    first = 3
    assert _count(relay, first, first + widest - 1) == 10
    refused, answer = _ask(relay, _query(first, first + widest))
    assert (refused, answer["error"]) == (status, {"code": code, "message": text})


def test_full_sizes_are_named_as_the_providers_name_them(relay: Relay) -> None:
    words = {
        QUICKNODE.name: "limited to a 10,000 range",
        LLAMARPC.name: "max is 1k blocks",
        PUBLICNODE.name: "exceed maximum block range: 50000",
    }
    for provider in (QUICKNODE, LLAMARPC, PUBLICNODE):
        relay.provider = provider
        _, answer = _ask(relay, _query(0, 1_000_000))
        assert words[provider.name] in answer["error"]["message"]


def test_infura_like_names_the_range_that_would_do(relay: Relay) -> None:
    relay.provider = narrowed(INFURA, results=4)
    assert _count(relay, 3, 6) == 4
    _, answer = _ask(relay, _query(2, LAST))
    assert answer["error"] == {
        "code": -32005,
        "message": "query returned more than 4 results. Try with this block range [0x2, 0x6].",
        "data": {"from": "0x2", "to": "0x6", "limit": 4},
    }
    assert _count(relay, 2, 6) == 4


def test_reth_like_names_the_range_in_decimal(relay: Relay) -> None:
    relay.provider = narrowed(RETH, results=3)
    _, answer = _ask(relay, _query(9, "latest"))
    message = "query exceeds max results 3, retry with the range 9-11"
    assert answer["error"] == {"code": -32602, "message": message}


@pytest.mark.parametrize("tag", ["latest", "finalized"])
def test_range_up_to_a_tag_is_measured_by_what_the_tag_means(relay: Relay, tag: str) -> None:
    end = {"latest": LAST, "finalized": LAST - 4}[tag]
    relay.provider = ALCHEMY_FREE
    assert "result" in _ask(relay, _query(end - 9, tag))[1]
    assert "error" in _ask(relay, _query(end - 10, tag))[1]


def test_publicnode_like_wants_an_address(relay: Relay) -> None:
    relay.provider = PUBLICNODE
    _, answer = _ask(relay, _query(1, 2, address=None))
    assert answer["error"]["code"] == -32701
    assert answer["error"]["message"].startswith("Please specify an address in your request or, ")


def test_bsc_dataseed_like_has_no_logs_and_no_batches(relay: Relay) -> None:
    relay.provider = BSC_DATASEED
    _, answer = _ask(relay, _query(1, 1))
    assert answer["error"] == {"code": -32005, "message": "limit exceeded"}
    request = {"jsonrpc": "2.0", "id": 4, "method": "eth_blockNumber", "params": []}
    assert _ask(relay, request)[1]["result"] == hex(LAST)
    _, (answer,) = _ask(relay, [request])
    message = "method eth_blockNumber in batch triggered rate limit"
    assert answer == {"jsonrpc": "2.0", "id": 4, "error": {"code": -32005, "message": message}}


def test_refused_call_of_a_batch_leaves_the_others(relay: Relay) -> None:
    relay.provider = ALCHEMY_FREE
    good = {"jsonrpc": "2.0", "id": 2, "method": "eth_blockNumber", "params": []}
    status, answers = _ask(relay, [_query(0, LAST), good, {**_query(3, 12), "id": 3}])
    assert (status, [each["id"] for each in answers]) == (200, [1, 2, 3])
    assert answers[0]["error"]["code"] == -32600
    assert (answers[1]["result"], len(answers[2]["result"])) == (hex(LAST), 10)


def test_refused_query_never_reaches_the_node(relay: Relay) -> None:
    relay.provider, relay.node_url, url = ALCHEMY_FREE, "http://127.0.0.1:9/", relay.node_url
    _, answer = _ask(relay, _query(0, LAST))
    relay.node_url = url
    assert answer["error"]["code"] == -32600


def test_narrowing_a_limit_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="infura has no such limit"):
        narrowed(INFURA, blocks=3)


def test_providers_have_different_names() -> None:
    assert len({provider.name for provider in PROVIDERS}) == len(PROVIDERS) == 11
