"""Every injury to `eth_getLogs`: what it changes, and that it changes nothing else."""

from collections.abc import Iterator
from typing import Any, Final, cast

import pytest
import urllib3
from eth_utils.conversions import to_hex

from tests.devnet.alarm import Alarm
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.evm import EvmChain
from tests.devnet.injuries import (
    AlterLog,
    DoubleLogs,
    DropBlocks,
    DropLog,
    ForeignLog,
    Injury,
    RemovedLog,
    ShuffleLogs,
    StrangerLog,
)
from tests.devnet.relay import Relay

pytestmark = pytest.mark.devnet

GOLD: Final = load("GoldDollarSim")
TOKEN: Final = b"\xa1" * 20
FIRST, LAST = 3, 6
"""Blocks with logs: an issue, then three blocks of four transfers."""
Answer = dict[str, Any]


@pytest.fixture(scope="module")
def anvil() -> Iterator[Anvil]:
    with Anvil() as running:
        chain = EvmChain(running)
        owner, holder = chain.key_address(1), chain.key_address(5)
        chain.place(GOLD, [owner, owner], at=TOKEN, sender=owner)
        chain.send(owner, TOKEN, encode_call(GOLD, "issue", holder, 1000))
        chain.seal()
        for block in range(3):
            for place in range(4):
                amount = 10 * block + place + 1
                chain.send(holder, TOKEN, encode_call(GOLD, "transfer", owner, amount))
            chain.seal()
        yield running


@pytest.fixture
def relay(anvil: Anvil) -> Iterator[Relay]:
    with Relay(anvil.url) as running:
        yield running


def ask(relay: Relay, body: object) -> Any:  # noqa: ANN401 - JSON
    pool = urllib3.PoolManager(retries=False, timeout=10.0)
    return pool.request("POST", relay.url, json=body).json()


def call(method: str, *parameters: object, number: int = 1) -> Answer:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": list(parameters)}


def logs(relay: Relay, first: int = 0, last: int = LAST) -> list[Answer]:
    query = {"fromBlock": hex(first), "toBlock": hex(last), "address": to_hex(TOKEN)}
    return cast("list[Answer]", ask(relay, call("eth_getLogs", query))["result"])


def test_relay_without_an_injury_answers_what_the_node_answers(anvil: Anvil, relay: Relay) -> None:
    query = {"fromBlock": "0x0", "toBlock": hex(LAST), "address": to_hex(TOKEN)}
    assert logs(relay) == anvil.rpc("eth_getLogs", query)
    assert len(logs(relay)) == 13


def test_drop_log_takes_one_log_away(relay: Relay) -> None:
    before = logs(relay)
    relay.injuries = (DropLog(LAST, 2),)
    assert logs(relay) == [*before[:11], *before[12:]]


def test_drop_blocks_takes_their_logs_away(relay: Relay) -> None:
    before = logs(relay)
    relay.injuries = (DropBlocks(FIRST + 1, FIRST + 2),)
    assert logs(relay) == [before[0], *before[9:]]
    assert logs(relay, FIRST + 1, FIRST + 2) == []


@pytest.mark.parametrize("field", ["data", "transactionHash", "2"])
def test_alter_log_changes_one_byte_of_one_log(relay: Relay, field: str) -> None:
    before = logs(relay)
    relay.injuries = (AlterLog(LAST, 0, field),)
    (change,) = [(a, b) for a, b in zip(before, logs(relay), strict=True) if a != b]
    assert change[0] == before[9]
    parts = [each["topics"][2] if field == "2" else each[field] for each in change]
    pairs = zip(*(bytes.fromhex(part[2:]) for part in parts), strict=True)
    assert sum(one != other for one, other in pairs) == 1


@pytest.mark.parametrize(
    ("injury", "changed"),
    [
        (StrangerLog(LAST, 3), {"address": "0x" + "ee" * 20}),
        (RemovedLog(LAST, 3), {"removed": True}),
    ],
)
def test_log_is_said_to_be_another_contracts_or_removed(
    relay: Relay, injury: Injury, changed: dict[str, object]
) -> None:
    *before, last = logs(relay)
    assert {**last, **changed} != last
    relay.injuries = (injury,)
    assert logs(relay) == [*before, {**last, **changed}]


def test_double_logs_tells_a_range_twice(relay: Relay) -> None:
    before = logs(relay)
    relay.injuries = (DoubleLogs(FIRST, FIRST),)
    assert logs(relay) == [before[0], *before]
    relay.injuries = (DoubleLogs(),)
    assert logs(relay) == [each for each in before for _ in range(2)]


def test_shuffle_logs_keeps_every_log_and_no_order(relay: Relay) -> None:
    before = logs(relay)
    relay.injuries = (ShuffleLogs(),)
    told = logs(relay)
    assert told != before
    assert sorted(told, key=lambda log: (log["blockNumber"], log["logIndex"])) == before
    assert logs(relay) == told


def test_foreign_log_comes_from_a_block_that_was_not_asked_for(relay: Relay) -> None:
    before = logs(relay, LAST, LAST)
    relay.injuries = (ForeignLog(FIRST),)
    assert logs(relay, LAST, LAST) == [{**before[0], "blockNumber": hex(FIRST)}, *before]


def test_injuries_are_applied_in_order_and_in_batches_too(relay: Relay) -> None:
    relay.injuries = (DropBlocks(0, LAST - 1), DoubleLogs())
    query = {"fromBlock": "0x0", "toBlock": hex(LAST)}
    batch = [call("eth_blockNumber", number=7), call("eth_getLogs", query, number=8)]
    number, answer = ask(relay, batch)
    assert (number["id"], number["result"]) == (7, hex(LAST))
    assert [each["logIndex"] for each in answer["result"]] == [
        index for index in ("0x0", "0x1", "0x2", "0x3") for _ in range(2)
    ]


def test_relay_between_two_nodes_switches_to_another_history_at_run_time(relay: Relay) -> None:
    before = logs(relay)
    with Anvil() as other:
        chain = EvmChain(other)
        chain.seal_empty(LAST)
        relay.node_url = other.url
        assert ask(relay, call("eth_blockNumber"))["result"] == hex(LAST)
        assert logs(relay) == [] != before


def test_alarm_goes_off_once_at_its_request(relay: Relay) -> None:
    seen: list[int] = []
    relay.alarm = alarm = Alarm(3, lambda: seen.append(relay.requests["eth_getLogs"]))
    for _ in range(5):
        logs(relay)
    assert (seen, alarm.heard) == ([2], 5)


def test_alarm_of_one_method_hears_no_other(relay: Relay) -> None:
    seen: list[str] = []
    relay.alarm = alarm = Alarm(2, lambda: seen.append("now"), of="eth_getLogs")
    ask(relay, call("eth_blockNumber"))
    logs(relay)
    assert (seen, alarm.heard) == ([], 1)
    ask(relay, [call("eth_blockNumber"), call("eth_getLogs", {}, number=2)])
    assert (seen, alarm.heard) == (["now"], 2)
