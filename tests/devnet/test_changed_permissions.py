"""USDKG's compliance account on TRON gives its power to two keys, after control was kept."""

import time
from pathlib import Path

import pytest

from stableaudit.cli.main import run
from tests.devnet.audits import Desk
from tests.devnet.network import Devnet
from tests.devnet.test_changed_threshold import NEVER, block_of
from tests.devnet.tron.accounts import permission
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.permission_acts import active

pytestmark = pytest.mark.devnet

COMPLIANCE, FIRST, SECOND = 4, 8, 9
CALLS = ("TriggerSmartContract",)
SHORT_LAG = 2
"""Blocks until one is solid, so that the test need not wait a minute."""


def wait_until_solid(chain: TronChain, number: int) -> None:
    until = time.monotonic() + NEVER
    while chain.head - SHORT_LAG < number:
        assert time.monotonic() < until, f"block {number} is not solid after {NEVER} s"
        time.sleep(0.5)


def hand_over(chain: TronChain) -> bytes:
    """Let two keys together act for the compliance account; return the transaction's id.

    The ticker makes the block: one made here would stand in the ticker's future.
    """
    account = chain.key_address(COMPLIANCE)
    both = {chain.key_address(FIRST): 1, chain.key_address(SECOND): 1}
    update = {
        "owner_address": wire(account),
        "owner": permission("owner", 2, both),
        "actives": [active("calls", 2, both, CALLS)],
    }
    with chain.lock:
        chain.submit("AccountPermissionUpdateContract", update, sender=account)
        return chain.pending.waiting[-1].transaction.txid()


def solid_block_of(chain: TronChain, transaction: bytes) -> int:
    """Wait until a transaction is in a block that is solid with one after it."""
    wait_until_solid(chain, chain.head + 2)
    place = chain.history.place_of(transaction)
    assert place is not None
    return place[0].number


@pytest.mark.parametrize("index", ["served", "not served"])
def test_check_after_other_permissions_names_block_and_transaction_where_an_index_tells(
    tools: Path, tmp_path: Path, index: str
) -> None:
    del tools
    kept = tmp_path / "controls.toml"
    with Devnet(solid_lag=SHORT_LAG) as devnet:
        desk, chain = Desk(tmp_path, devnet), devnet.chain("tron")
        assert isinstance(chain, TronChain)
        words = (*desk.words[:2], "--write", str(kept), "--quiet")
        assert run(["controls", "usdkg", *words]) == 0
        wait_until_solid(chain, block_of(kept, "tron") + 1)
        transaction = hand_over(chain)
        block = solid_block_of(chain, transaction)
        if index == "not served":
            for node in devnet.tron:
                node.faults = Faults(refused=(("/v1/accounts", 404),))
        checked = desk.check("--controls", str(kept))
    (finding,) = [one for one in checked.report["findings"] if one["check"] == "CTL-05"]
    assert finding["subject"] == "USDKG on TRON"
    assert "what it is: a key, now an account with permissions of its own" in finding["statement"]
    told = f"AccountPermissionUpdate in block {block} by transaction 0x{transaction.hex()}"
    if index == "served":
        assert told in finding["statement"]
    else:
        assert "no list of its transactions" in finding["statement"]
