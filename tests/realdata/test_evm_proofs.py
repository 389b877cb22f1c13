"""Proofs over bytes of Ethereum mainnet that a real node gave (Helios' fixture, block 21,925,176).

Its header is the only one among the recordings, so it is the only block whose hash and receipts
root can be recomputed. Of two more blocks (Erigon, 18,100,026 and 19,999,999) all receipts are
there: their blooms and places are checked here, their roots against no header, which says so below.
No eth_getProof answer of a live chain is among the recordings, and no header of BNB Chain.
"""

import copy
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.header import Header, read_header
from stableaudit.adapters.evm.proof.receipts import prove_logs
from stableaudit.domain.logs import TRANSFER_TOPIC
from tests.fakes.chain_reader import ETHEREUM

FOLDER: Final = (
    Path(__file__).resolve().parents[2]
    / os.environ.get("STABLEAUDIT_REALDATA", "../shared/realdata")
    / "ethereum"
)
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the recorded answers are not here: {FOLDER}"
)

USDC: Final = bytes.fromhex("a0b86991c6218b36c1d19d4a2e9eb0ce3606eb48")
USDT: Final = bytes.fromhex("dac17f958d2ee523a2206206994597c13d831ec7")
MINT: Final = bytes.fromhex("ab8530f87dc9b59234c4623bf917212bb2536d647574c8e7e5da92c2ede0c9f8")
HASHED: Final = (
    *("hash", "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot"),
    *("receiptsRoot", "logsBloom", "difficulty", "number", "gasLimit", "gasUsed", "timestamp"),
    *("extraData", "mixHash", "nonce", "baseFeePerGas", "withdrawalsRoot", "blobGasUsed"),
    *("excessBlobGas", "parentBeaconBlockRoot"),
)


def _read(name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def _header() -> Header:
    return read_header(_read("helios_21925176_block.json"))


def test_header_of_block_21925176_hashes_to_its_hash() -> None:
    header = _header()
    assert header.number == 21_925_176
    assert header.hash == "0x92dabfa3f61ff1c349d12f5fd0dd4c99760a0a41b77dee8f0a80f83efdcb307a"


@pytest.mark.parametrize("name", HASHED)
def test_header_of_block_21925176_with_one_digit_changed_is_refused(name: str) -> None:
    block = _read("helios_21925176_block.json")
    text = block[name]
    block[name] = text[:-1] + ("0" if text[-1] != "0" else "1")
    with pytest.raises(ProofError, match=r"^header\.hash: its fields hash to"):
        read_header(block)


def test_receipts_of_block_21925176_prove_its_logs() -> None:
    proven = prove_logs(_read("helios_21925176_receipts.json"), _header(), ETHEREUM)
    assert (proven.receipts, len(proven.logs)) == (202, 463)
    moved = {
        token: sum(log.topics[:1] == (TRANSFER_TOPIC,) for log in proven.of(token))
        for token in (USDT, USDC)
    }
    assert moved == {USDT: 48, USDC: 18}
    (mint,) = (log for log in proven.of(USDC) if log.topics[0] == MINT)
    assert int.from_bytes(mint.data, "big") == 113_542_203_516


def test_receipts_of_block_21925176_with_any_one_changed_are_refused() -> None:
    header, receipts = _header(), _read("helios_21925176_receipts.json")
    for index in range(0, len(receipts), 10):
        changed = copy.deepcopy(receipts)
        used = int(changed[index]["cumulativeGasUsed"], 16)
        changed[index]["cumulativeGasUsed"] = hex(used ^ 1)
        with pytest.raises(ProofError, match=r"^receiptsRoot: "):
            prove_logs(changed, header, ETHEREUM)


def test_receipts_of_block_21925176_with_a_usdc_log_dropped_are_refused() -> None:
    receipts = _read("helios_21925176_receipts.json")
    logs = next(
        receipt["logs"]
        for receipt in receipts
        if any(log["address"] == "0x" + USDC.hex() for log in receipt["logs"])
    )
    logs[:] = [log for log in logs if log["address"] != "0x" + USDC.hex()]
    with pytest.raises(ProofError, match=r"^receipts\[\d+\]\."):
        prove_logs(receipts, _header(), ETHEREUM)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("erigon_18100026_block_receipts_paxg_fee.json", 18_100_026),
        ("erigon_19999999_block_receipts_usdc_mint_burn.json", 19_999_999),
    ],
)
def test_receipts_of_a_block_without_a_header_hold_together_and_are_proven_by_nothing(
    name: str, number: int
) -> None:
    """Their places and blooms are right, so it is the root alone that stands against a header."""
    (pair,) = _read(name)
    receipts = pair["response"]["result"]
    header = replace(_header(), number=number, hash=receipts[0]["blockHash"])
    with pytest.raises(ProofError, match=rf"^receiptsRoot: {len(receipts)} receipts have the root"):
        prove_logs(receipts, header, ETHEREUM)
