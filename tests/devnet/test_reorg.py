"""Reorganisations on both kinds of chain, above and below finality, also while somebody reads."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final, cast

import pytest
import urllib3
from eth_utils.conversions import to_hex

from tests.devnet.alarm import Alarm
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import decode_answer, encode_call, load
from tests.devnet.chain import SimulatedChain
from tests.devnet.evm import EvmChain
from tests.devnet.network import Devnet
from tests.devnet.relay import Relay
from tests.devnet.reorg import ReorgError, Replaced, final_number, replace_blocks
from tests.devnet.scenario.calls import Call
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.client import Client
from tests.devnet.tron.node import TronNode

pytestmark = pytest.mark.devnet

GOLD: Final = load("GoldDollarSim")
TOKEN: Final = b"\xa1" * 20
BLOCKS: Final = 30
BODIES: Final = False
BOTH = pytest.mark.parametrize("kind", ["ethereum", "tron"])


@contextmanager
def _chain(kind: str) -> Iterator[tuple[SimulatedChain, str]]:
    """A chain with a transfer in each of its last blocks, and where `eth_getLogs` is answered."""
    with ExitStack() as stack:
        anvil = stack.enter_context(Anvil(slots_in_an_epoch=2))
        if kind == "tron":
            node = stack.enter_context(TronNode(anvil))
            chain: SimulatedChain = node.chain
            url = f"{node.url}jsonrpc"
        else:
            chain, url = EvmChain(anvil), stack.enter_context(Relay(anvil.url)).url
        owner, holder = chain.key_address(1), chain.key_address(5)
        chain.place(GOLD, [owner, owner], at=TOKEN, sender=owner)
        chain.send(owner, TOKEN, encode_call(GOLD, "issue", holder, 100_000))
        chain.seal()
        for amount in range(1, BLOCKS + 1):
            chain.send(holder, TOKEN, encode_call(GOLD, "transfer", owner, amount))
            chain.seal()
        yield chain, url


def _transfer(chain: SimulatedChain, amount: int, sender: int = 5) -> Call:
    data = encode_call(GOLD, "transfer", chain.key_address(6), amount)
    return Call(chain.key_address(sender), TOKEN, data)


def _rpc(url: str, method: str, *parameters: object) -> Any:  # noqa: ANN401 - JSON
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
    answer = urllib3.PoolManager(retries=False, timeout=10.0).request("POST", url, json=body)
    return answer.json()["result"]


def _logs(url: str) -> list[tuple[int, int]]:
    """Block and amount of every log of the token."""
    query = {"fromBlock": "0x0", "toBlock": "latest", "address": to_hex(TOKEN)}
    found = cast("list[dict[str, str]]", _rpc(url, "eth_getLogs", query))
    return [(int(log["blockNumber"], 16), int(log["data"], 16)) for log in found]


def _head(url: str) -> int:
    return int(_rpc(url, "eth_blockNumber"), 16)


def _hash(url: str, number: int) -> str:
    return str(_rpc(url, "eth_getBlockByNumber", hex(number), BODIES)["hash"])


def _time(url: str, number: int) -> str:
    return str(_rpc(url, "eth_getBlockByNumber", hex(number), BODIES)["timestamp"])


def _balance(chain: SimulatedChain, key: int) -> int:
    answer = chain.call(TOKEN, encode_call(GOLD, "balanceOf", chain.key_address(key)))
    return cast("int", decode_answer(GOLD, "balanceOf", answer)[0])


@BOTH
@pytest.mark.parametrize("below", [False, True], ids=["not final", "final"])
def test_replace_blocks_changes_hashes_and_logs_and_keeps_heights(kind: str, below: bool) -> None:  # noqa: FBT001
    with _chain(kind) as (chain, url):
        before, head, final = _logs(url), _head(url), final_number(chain)
        first = final - 1 if below else final + 1
        times = [_time(url, number) for number in (first, head)]
        kept = _hash(url, first - 1)
        done = replace_blocks(chain, first, [_transfer(chain, 700), _transfer(chain, 70)])
        assert (done.first, done.last, _head(url)) == (first, head, head)
        assert not set(done.before) & set(done.after)
        assert [_hash(url, n) for n in range(first - 1, head + 1)] == [kept, *done.after]
        assert _logs(url) == [*(log for log in before if log[0] < first), (first, 700), (first, 70)]
        assert times == [_time(url, number) for number in (first, head)]
        assert final_number(chain) == final
        assert (below, _balance(chain, 6)) == (first <= final, 770)


@BOTH
def test_chain_goes_on_after_a_reorganisation(kind: str) -> None:
    with _chain(kind) as (chain, url):
        head = _head(url)
        replace_blocks(chain, head - 2, [_transfer(chain, 700)])
        chain.send(*_parts(_transfer(chain, 8)))
        (sent,) = chain.seal()
        assert (sent.block, sent.succeeded) == (head + 1, True)
        assert _logs(url)[-2:] == [(head - 2, 700), (head + 1, 8)]
        replace_blocks(chain, head - 3, [_transfer(chain, 9)])
        assert _logs(url)[-1] == (head - 3, 9)


@BOTH
def test_replace_blocks_without_a_call_or_a_block_is_refused(kind: str) -> None:
    with _chain(kind) as (chain, url):
        head = _head(url)
        with pytest.raises(ReorgError, match="give at least one call"):
            replace_blocks(chain, head, [])
        with pytest.raises(ReorgError, match=f"blocks {head + 1} to {head} cannot be replaced"):
            replace_blocks(chain, head + 1, [_transfer(chain, 1)])


@BOTH
def test_replace_blocks_with_a_call_that_fails_is_refused(kind: str) -> None:
    with _chain(kind) as (chain, url):
        head = _head(url)
        calls = [_transfer(chain, 1), _transfer(chain, 1, sender=7)]
        with pytest.raises(ReorgError, match=f"1 of 2 calls succeeded in block {head}"):
            replace_blocks(chain, head, calls)


def test_same_block_again_is_no_replacement() -> None:
    """On TRON a block is what is in it; anvil's blocks differ in their randomness alone."""
    with _chain("tron") as (chain, url):
        head = _head(url)
        replace_blocks(chain, head, [_transfer(chain, 3)])
        with pytest.raises(ReorgError, match=rf"blocks \[{head}\] are what they were"):
            replace_blocks(chain, head, [_transfer(chain, 3)])


@pytest.mark.parametrize("key", ["ethereum", "tron"])
def test_devnet_reorganises_while_it_is_read_and_its_ticker_runs(tools: object, key: str) -> None:
    """The third request for logs sets it off; the reader sees whole histories only."""
    del tools
    with Devnet() as devnet:
        chain, truth = devnet.chain(key), devnet.truths["usdkg", key]
        token = truth.deployment.address
        data = encode_call(GOLD, "transfer", chain.key_address(6), 123)
        url = devnet.endpoints()[key][0] + ("jsonrpc" if key == "tron" else "")
        found: list[Replaced] = []

        def strike() -> None:
            first = final_number(chain) - 1
            found.append(replace_blocks(chain, first, [Call(chain.key_address(5), token, data)]))

        devnet.set_alarm(Alarm(3, strike, of="/jsonrpc" if key == "tron" else "eth_getLogs"))
        query = {"fromBlock": "earliest", "toBlock": "latest", "address": to_hex(token)}
        counts = [len(_rpc(url, "eth_getLogs", query)) for _ in range(5)]
        assert counts == [counts[0], counts[0], *[counts[0] + 1] * 3]
        hashes = [_hash(url, number) for number in range(found[0].first, found[0].last + 1)]
        assert hashes == list(found[0].after)
        head = _head(url)
        chain.seal()
        assert _head(url) > head


def test_facade_index_and_infos_forget_what_was_replaced() -> None:
    with Anvil() as anvil, TronNode(anvil, solid_lag=2) as node:
        chain: TronChain = node.chain
        owner = chain.key_address(1)
        chain.place(GOLD, [owner, owner], at=TOKEN, sender=owner)
        chain.send(owner, TOKEN, encode_call(GOLD, "issue", chain.key_address(5), 1000))
        (issued,) = chain.seal()
        chain.seal_empty(5)
        client = Client(node.url)
        path = f"v1/transactions/{issued.txid}/events"
        assert len(client.get(path).json["data"]) == 1
        replace_blocks(chain, issued.block, [Call(owner, TOKEN, encode_call(GOLD, "pause"))])
        assert client.get(path).json["data"] == []
        name = {"value": issued.txid}
        assert client.post("walletsolidity/gettransactioninfobyid", name).json == {}
        infos = client.post("walletsolidity/gettransactioninfobyblocknum", {"num": issued.block})
        assert [len(info["log"]) for info in infos.json] == [1]


def _parts(call: Call) -> tuple[bytes, bytes, bytes]:
    return call.sender, call.to, call.data
