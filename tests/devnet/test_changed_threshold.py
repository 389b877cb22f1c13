"""USDKG's owners vote for a lower threshold after control was kept: on a devnet."""

import time
import tomllib
from pathlib import Path
from typing import cast

import pytest

from stableaudit.cli.main import run
from tests.devnet.artifacts import encode_call, load
from tests.devnet.audits import Desk
from tests.devnet.chain import SimulatedChain
from tests.devnet.evm import EvmChain
from tests.devnet.network import Devnet
from tests.devnet.reorg import final_number, replace_blocks
from tests.devnet.scenario.calls import Call
from tests.devnet.tron.chain import TronChain

pytestmark = pytest.mark.devnet

MULTISIG = load("VotingMultisigSim")
NOBODY = bytes(20)
BODIES = False
UNDECIDED = 3
NEVER = 60
"""Seconds after which a chain that finalises nothing is given up."""


def block_of(snapshot: Path, chain: str) -> int:
    """Return the block at which a snapshot has the deployment on a chain."""
    text = tomllib.loads(snapshot.read_text())
    (block,) = [int(one["block"]) for one in text["deployments"] if one["chain"] == chain]
    return block


def transactions(chain: SimulatedChain, number: int) -> tuple[str, ...]:
    """Return the hashes of a block's transactions in their order, hex without 0x."""
    if isinstance(chain, EvmChain):
        block = cast(
            "dict[str, list[str]]", chain.anvil.rpc("eth_getBlockByNumber", hex(number), BODIES)
        )
        return tuple(one.removeprefix("0x") for one in block["transactions"])
    assert isinstance(chain, TronChain)
    stored = chain.history.block(number)
    assert stored is not None
    return tuple(one.txid().hex() for one in stored.transactions)


def wait_until_final(chain: SimulatedChain, number: int) -> int:
    """Return a final block, `number` or later."""
    until = time.monotonic() + NEVER
    while (final := final_number(chain)) < number:
        assert time.monotonic() < until, f"block {number} is not final after {NEVER} s"
        time.sleep(0.5)
    return final


def vote(chain: SimulatedChain, safe: bytes, data: bytes, keys: tuple[int, ...]) -> list[Call]:
    """Return the approvals of a call of the multisig to itself, and its execution."""
    call = (safe, 0, data, 0, 0, 0, 0, NOBODY, NOBODY)
    approve = encode_call(MULTISIG, "approveHash", *call)
    execute = encode_call(MULTISIG, "execTransaction", *call)
    approvals = [Call(chain.key_address(key), safe, approve) for key in keys]
    return [*approvals, Call(chain.key_address(keys[0]), safe, execute)]


@pytest.mark.parametrize("key", ["ethereum", "tron"])
def test_check_after_a_vote_for_another_threshold_names_block_and_transaction(
    tools: Path, tmp_path: Path, key: str
) -> None:
    """Three of seven make it two of seven, in a block that is final after the snapshot's."""
    del tools
    kept = tmp_path / "controls.toml"
    with Devnet() as devnet:
        desk = Desk(tmp_path, devnet)
        words = (*desk.words[:2], "--write", str(kept), "--quiet")
        assert run(["controls", "usdkg", *words]) == 0
        kept_at = block_of(kept, key)
        chain, token = devnet.chain(key), devnet.truths["usdkg", key].deployment
        safe = token.multisigs[0].address
        lower = vote(chain, safe, encode_call(MULTISIG, "changeThreshold", 2), (1, 2, 3))
        block = wait_until_final(chain, kept_at + 1)
        replace_blocks(chain, block, lower)
        *_, execution = transactions(chain, block)
        # TRON's two operators need not have come to the same block: then the lower is read.
        wait_until_final(chain, block + 3)
        checked = desk.check("--controls", str(kept))
    (finding,) = [one for one in checked.report["findings"] if one["check"] == "CTL-05"]
    assert finding["subject"].lower() == f"usdkg on {key}"
    assert "owners 3 of 7" in finding["statement"]
    assert "now owners 2 of 7" in finding["statement"]
    told = f"ChangedThreshold in block {block} by transaction 0x{execution}"
    assert told in finding["statement"]
    assert checked.code == UNDECIDED
