"""Long histories on both kinds of chain: every log and every balance is the computed one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import pytest
from eth_utils.conversions import to_hex

from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import decode_answer, encode_call, event_topic, load
from tests.devnet.chain import SimulatedChain
from tests.devnet.evm import EvmChain
from tests.devnet.long_history import (
    Expected,
    HistoryError,
    Transferred,
    blocks_needed,
    play_history,
)
from tests.devnet.network import Devnet
from tests.devnet.spreading import most_needed
from tests.devnet.tron.client import Client
from tests.devnet.tron.node import TronNode

pytestmark = pytest.mark.devnet

GOLD: Final = load("GoldDollarSim")
TOKEN: Final = b"\xa1" * 20
COUNT: Final = 3_000
SUPPLY: Final = 2 * most_needed(COUNT) + 1
TOPIC: Final = to_hex(event_topic(GOLD, "Transfer"))
TOTALS: Final = {"ethereum": 19_750_001_000_000, "tron": 30_249_999_000_000}


def _prepare(chain: SimulatedChain) -> Mapping[bytes, int]:
    owner, funder = chain.key_address(1), chain.key_address(5)
    chain.place(GOLD, [owner, owner], at=TOKEN, sender=owner)
    chain.send(owner, TOKEN, encode_call(GOLD, "issue", funder, SUPPLY))
    chain.seal()
    return {funder: SUPPLY}


def _play(chain: SimulatedChain, balances: Mapping[bytes, int]) -> Expected:
    return play_history(
        chain, TOKEN, funder=5, balances=balances, transfers=COUNT, holders=500, seed=3
    )


@contextmanager
def _ethereum() -> Iterator[EvmChain]:
    with Anvil() as anvil:
        yield EvmChain(anvil)


def _transferred(log: dict[str, Any], ordinal: int) -> Transferred:
    source, target = (bytes.fromhex(topic[26:]) for topic in log["topics"][1:])
    return Transferred(int(log["blockNumber"], 16), ordinal, source, target, int(log["data"], 16))


def test_history_on_ethereum_every_log_and_balance_is_the_computed_one() -> None:
    with _ethereum() as chain:
        before = _prepare(chain)
        expected = _play(chain, before)
        logs = chain.anvil.rpc("eth_getLogs", {"fromBlock": "0x0", "topics": [TOPIC]})
        assert isinstance(logs, list)
        told = tuple(_transferred(log, int(log["logIndex"], 16)) for log in logs)
        after = expected.after(before)
        balances = {each: _balance(chain, each) for each in after}
    assert told == expected.transfers
    assert len(told) == COUNT + 2
    assert balances == after
    assert sum(after.values()) == SUPPLY


def test_history_on_tron_every_log_is_the_computed_one() -> None:
    with Anvil() as anvil, TronNode(anvil) as node:
        before = _prepare(node.chain)
        expected = _play(node.chain, before)
        asked = {"fromBlock": "0x0", "toBlock": "latest", "topics": [TOPIC]}
        logs = Client(node.url).rpc("eth_getLogs", asked)["result"]
        told = tuple(_transferred(log, int(log["logIndex"], 16)) for log in logs)
        balances = {each: _balance(node.chain, each) for each in expected.senders}
    assert told == expected.transfers
    assert balances == {each: expected.after(before)[each] for each in expected.senders}


def test_history_contracts_send_too_and_some_blocks_are_empty() -> None:
    with _ethereum() as chain:
        expected = _play(chain, _prepare(chain))
    assert len(expected.senders) == 7  # the funder, two spreaders, four relays
    held = {each.block for each in expected.transfers}
    assert len(held) < expected.last - expected.first + 1 <= blocks_needed(COUNT)


def test_history_balance_that_is_not_the_computed_one_is_refused() -> None:
    """What is believed of the time before is off by one; the chain is not."""
    with _ethereum() as chain:
        (funder, held), *_ = _prepare(chain).items()
        with pytest.raises(HistoryError, match="has 1 base units, 2 were computed"):
            _play(chain, {funder: held + 1})


def test_history_of_a_paused_token_is_refused() -> None:
    with _ethereum() as chain:
        before = _prepare(chain)
        chain.send(chain.key_address(1), TOKEN, encode_call(GOLD, "pause"))
        chain.seal()
        with pytest.raises(HistoryError, match="2 of 2 transactions failed"):
            _play(chain, before)


def test_devnet_with_a_history_keeps_the_totals_and_knows_every_balance(tools: object) -> None:
    del tools
    with Devnet(history=1_500) as devnet:
        truths = {key: devnet.truths["usdkg", key] for key in ("ethereum", "tron")}
        for key, truth in truths.items():
            assert truth.total_supply == sum(truth.balances.values()) == TOTALS[key]
            token, chain = truth.deployment.address, devnet.chain(key)
            senders = devnet.histories[key].senders
            sample = {*sorted(truth.balances)[::25], *senders}
            told = {each: _balance(chain, each, token) for each in sample}
            assert told == {each: truth.balances[each] for each in sample}
            assert len(devnet.histories[key].transfers) == 1_502


def _balance(chain: SimulatedChain, account: bytes, token: bytes = TOKEN) -> int:
    answer = chain.call(token, encode_call(GOLD, "balanceOf", account))
    (value,) = decode_answer(GOLD, "balanceOf", answer)
    assert isinstance(value, int)
    return value
