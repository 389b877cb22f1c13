"""Logs of Ethereum mainnet, as real nodes gave them, decoded as answers to eth_getLogs.

The logs are real: of block receipts (Erigon, blocks 18,100,026 and 19,999,999; Helios' fixture of
block 21,925,176) and of erigon_getLatestLogs (block 15,000,003). The envelope around those of one
contract is ours, since no whole eth_getLogs answer is among the recordings.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

import pytest

from stableaudit.adapters.evm.log_answer import plain_logs
from stableaudit.adapters.evm.log_decode import decode_logs
from stableaudit.adapters.evm.log_set import ContradictionError, LogSet
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import TRANSFER_TOPIC, LogQuery
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm.log_json import Json, answer_json

FOLDER: Final = (
    Path(__file__).resolve().parents[2]
    / os.environ.get("STABLEAUDIT_REALDATA", "../shared/realdata")
    / "ethereum"
)
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the recorded answers are not here: {FOLDER}"
)

PAXG: Final = "0x45804880de22913dafe09f4980848ece6ecbaf78"
USDC: Final = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
USDT: Final = "0xdac17f958d2ee523a2206206994597c13d831ec7"
BLOCKS: Final = BlockRange(15_000_000, 21_925_176)
RECEIPTS: Final = (
    "erigon_18100026_block_receipts_paxg_fee.json",
    "erigon_19999999_block_receipts_usdc_mint_burn.json",
    "helios_21925176_receipts.json",
)
LATEST: Final = "erigon_15000003_latest_logs_usdc_burn.json"


def _logs(name: str) -> list[Json]:
    value = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    if name == LATEST:
        return [log for each in value for log in each["response"]["result"]]
    receipts = value
    if "response" in value[0]:
        receipts = [receipt for each in value for receipt in each["response"]["result"]]
    return [log for receipt in receipts for log in receipt["logs"]]


def _decoded(name: str, address: str) -> LogSet:
    logs = [log for log in _logs(name) if log["address"] == address]
    found = plain_logs(answer_json(logs), 1)
    assert found is not None
    return decode_logs(found, LogQuery(AccountId.on(ETHEREUM, address), ((),)), BLOCKS)


def _plainly(name: str, address: str) -> Iterator[tuple[int, int, str, str, int]]:
    """Read the transfers between two accounts in the plainest way, one by one."""
    for log in _logs(name):
        topics = cast("list[str]", log["topics"])
        if log["address"] != address or topics[:1] != ["0x" + TRANSFER_TOPIC.hex()]:
            continue
        if len(topics) == 3 and len(str(log["data"])) == 66 and all(int(t, 16) for t in topics[1:]):
            place = int(str(log["blockNumber"]), 16), int(str(log["logIndex"]), 16)
            yield *place, topics[1][26:], topics[2][26:], int(str(log["data"]), 16)


def _rows(logs: LogSet) -> list[tuple[int, int, str, str, int]]:
    columns = logs.transfers
    return [
        (
            block,
            ordinal,
            columns.senders[20 * index : 20 * index + 20].hex(),
            columns.recipients[20 * index : 20 * index + 20].hex(),
            int.from_bytes(columns.amounts[32 * index : 32 * index + 32]),
        )
        for index, (block, ordinal) in enumerate(zip(columns.blocks, columns.ordinals, strict=True))
    ]


@pytest.mark.parametrize("name", RECEIPTS)
def test_logs_of_every_contract_of_a_recording_decode_and_none_is_lost(name: str) -> None:
    logs = _logs(name)
    decoded = 0
    for address in sorted({str(log["address"]) for log in logs}):
        found = _decoded(name, address)
        assert _rows(found) == sorted(_plainly(name, address))
        decoded += len(found)
    assert decoded == len(logs)
    assert decoded > 100


@pytest.mark.parametrize(
    ("name", "address", "transfers", "others"),
    [
        (RECEIPTS[0], PAXG, 2, 1),
        (RECEIPTS[1], USDC, 10, 7),
        (RECEIPTS[2], USDT, 48, 2),
    ],
)
def test_logs_of_a_token_are_transfers_and_the_rest(
    name: str, address: str, transfers: int, others: int
) -> None:
    found = _decoded(name, address)
    assert (len(found.transfers), len(found.others)) == (transfers, others)


def test_logs_whose_index_is_not_one_within_the_block_are_refused() -> None:
    """Erigon's own method counts them anew in each transaction: no place in a block is unique."""
    with pytest.raises(ContradictionError, match="two different logs 0 of block 15000003"):
        _decoded(LATEST, USDC)


def test_mints_and_burns_of_usdc_are_kept_whole_with_their_transactions() -> None:
    zero = bytes(32)
    moved = [log for log in _decoded(RECEIPTS[1], USDC).others if log.topics[0] == TRANSFER_TOPIC]
    assert [zero in log.topics for log in moved] == [True] * 3
    known = {str(log["transactionHash"]) for log in _logs(RECEIPTS[1])}
    assert {"0x" + log.transaction.hex() for log in moved} <= known
