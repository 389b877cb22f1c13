"""What an endpoint leaves out of a token's history is found by a named check, on each chain.

Both operators lose the same here: nobody is left who could tell. What they double or disorder
changes nothing.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devnet.audits import USDKG, Desk
from tests.devnet.injuries import AlterLog, DoubleLogs, DropBlocks, DropLog, Injury, ShuffleLogs
from tests.devnet.long_history import Transferred
from tests.devnet.network import Devnet
from tests.devnet.tron.faults import Faults, Source

pytestmark = pytest.mark.devnet

ISSUE = "0xcb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a"
REDEEM = "0x702d5967f45f6513a38ffc42d6ba9bf230bd40e8f53b16363c7eb4fd2deb9a44"


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet(history=1_500, holders=60) as network:
        yield network


@pytest.fixture
def desk(devnet: Devnet, tmp_path: Path) -> Iterator[Desk]:
    """A desk without ledgers; the devnet is whole again afterwards."""
    yield Desk(tmp_path, devnet)
    injure(devnet)
    for node in devnet.tron:
        node.faults = Faults()


def injure(devnet: Devnet, *injuries: Injury) -> None:
    for relay in devnet.relays["ethereum"]:
        relay.injuries = injuries


def hurt(devnet: Devnet, faults: Faults) -> None:
    for node in devnet.tron:
        node.faults = faults


def middle(devnet: Devnet, chain: str) -> Transferred:
    transfers = devnet.histories[chain].transfers
    return transfers[len(transfers) // 2]


def of_ethereum(devnet: Devnet, topic: str) -> DropLog:
    """Return the loss of the first event of this kind."""
    contract = USDKG["ethereum"].contract.local
    asked = {"fromBlock": "0x0", "toBlock": "latest", "address": contract, "topics": [topic]}
    (answer,) = devnet.relays["ethereum"][0]._ask(
        [{"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [asked]}]
    )
    log = answer["result"][0]
    return DropLog(int(log["blockNumber"], 16), int(log["logIndex"], 16))


def of_tron(devnet: Devnet, topic: str) -> tuple[str, int]:
    """Return transaction id and place of the first event of this kind."""
    node = devnet.tron[0]
    for block in node.chain.history.with_transactions(0, node.chain.head):
        for position, outcome in enumerate(block.outcomes):
            for place, log in enumerate(outcome.logs):
                if log.topics and log.topics[0].hex() == topic[2:] and outcome.result == "SUCCESS":
                    return block.transactions[position].txid().hex(), place
    raise AssertionError(topic)


def place_on_tron(devnet: Devnet, transfer: Transferred) -> tuple[str, int]:
    """Return transaction id and place of a transfer of the long history."""
    block = devnet.tron[0].chain.history.block(transfer.block)
    assert block is not None
    left = transfer.ordinal
    for position, outcome in enumerate(block.outcomes):
        if left < len(outcome.logs):
            return block.transactions[position].txid().hex(), left
        left -= len(outcome.logs)
    raise AssertionError(transfer)


def test_whole_histories_close_both_books_on_both_chains(desk: Desk) -> None:
    checked = desk.check()
    for chain in ("ethereum", "tron"):
        ledger = checked.ledger(chain)
        assert ledger["residual"]["base_units"] == "0"
        assert ledger["balances_residual"]["base_units"] == "0"
        assert [sheet["mismatched"] for sheet in ledger["sheets"]] == [0, 0]
        assert [sheet["residual"]["base_units"] for sheet in ledger["sheets"]] == ["0", "0"]
        # The simulation has a symbol of its own, and few who hold much.
        unseen = {"CTL-01"} if chain == "tron" else set()  # no node of TRON gives slots
        assert checked.found(chain) - {"RSK-01", "RSK-05"} == {"TOK-02"} | unseen


def test_transfer_lost_on_ethereum_is_found_by_the_balances(desk: Desk) -> None:
    lost = middle(desk.devnet, "ethereum")
    injure(desk.devnet, DropLog(lost.block, lost.ordinal))
    assert "HOL-01" in desk.check().contradicted("ethereum")


def test_block_lost_on_ethereum_is_found_by_the_balances(desk: Desk) -> None:
    lost = middle(desk.devnet, "ethereum").block
    injure(desk.devnet, DropBlocks(lost, lost))
    assert "HOL-01" in desk.check().contradicted("ethereum")


def test_window_lost_on_ethereum_is_found_by_the_balances(desk: Desk) -> None:
    lost = middle(desk.devnet, "ethereum").block
    injure(desk.devnet, DropBlocks(lost - 5, lost + 5))
    assert "HOL-01" in desk.check().contradicted("ethereum")


@pytest.mark.parametrize("topic", [ISSUE, REDEEM], ids=["mint", "burn"])
def test_supply_event_lost_on_ethereum_leaves_book_one_open(desk: Desk, topic: str) -> None:
    injure(desk.devnet, of_ethereum(desk.devnet, topic))
    assert {"SUP-02", "SUP-03"} <= desk.check().contradicted("ethereum")


def test_log_altered_on_ethereum_is_found_by_the_balances(desk: Desk) -> None:
    changed = middle(desk.devnet, "ethereum")
    injure(desk.devnet, AlterLog(changed.block, changed.ordinal))
    assert "HOL-01" in desk.check().contradicted("ethereum")


def test_transfer_lost_on_tron_by_every_source_is_found_by_the_balances(desk: Desk) -> None:
    lost = place_on_tron(desk.devnet, middle(desk.devnet, "tron"))
    hurt(desk.devnet, Faults(missing_logs=frozenset({lost})))
    assert "HOL-01" in desk.check().contradicted("tron")


def test_block_lost_on_tron_by_every_source_is_found_by_the_balances(desk: Desk) -> None:
    lost = middle(desk.devnet, "tron").block
    hurt(desk.devnet, Faults(missing_windows=((lost, lost),)))
    assert "HOL-01" in desk.check().contradicted("tron")


def test_window_lost_on_tron_by_every_source_is_found_by_the_balances(desk: Desk) -> None:
    lost = middle(desk.devnet, "tron").block
    hurt(desk.devnet, Faults(missing_windows=((lost - 5, lost + 5),)))
    assert "HOL-01" in desk.check().contradicted("tron")


@pytest.mark.parametrize("topic", [ISSUE, REDEEM], ids=["mint", "burn"])
def test_supply_event_lost_on_tron_leaves_book_one_open(desk: Desk, topic: str) -> None:
    hurt(desk.devnet, Faults(missing_logs=frozenset({of_tron(desk.devnet, topic)})))
    assert {"SUP-02", "SUP-03"} <= desk.check().contradicted("tron")


def test_transfer_lost_on_tron_by_the_index_alone_is_decided_and_told(desk: Desk) -> None:
    lost, _ = place_on_tron(desk.devnet, middle(desk.devnet, "tron"))
    hurt(desk.devnet, Faults(missing_events=frozenset({lost})))
    checked = desk.check()
    assert checked.contradicted("tron") == set()
    assert "LED-05" in checked.found("tron")


def test_block_lost_on_tron_by_its_logs_alone_is_decided_and_told(desk: Desk) -> None:
    hurt(desk.devnet, Faults(log_gaps=frozenset({middle(desk.devnet, "tron").block})))
    checked = desk.check()
    assert checked.contradicted("tron") == set()
    assert "LED-05" in checked.found("tron")


def test_logs_doubled_and_disordered_on_ethereum_change_nothing(desk: Desk) -> None:
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 0
    whole = desk.digest("ethereum")
    desk.forget()
    injure(desk.devnet, DoubleLogs(), ShuffleLogs())
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 0
    assert desk.digest("ethereum") == whole


@pytest.mark.parametrize("source", list(Source))
def test_events_doubled_and_disordered_on_tron_change_nothing(desk: Desk, source: Source) -> None:
    assert desk.run("sync", "usdkg", "--chain", "tron", "--quiet") == 0
    whole = desk.digest("tron")
    desk.forget()
    both = frozenset({source})
    hurt(desk.devnet, Faults(doubled=both, shuffled=both))
    assert desk.run("sync", "usdkg", "--chain", "tron", "--quiet") == 0
    assert desk.digest("tron") == whole
