"""A chain that changes its history: below finality nothing enters; final blocks are rolled back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devnet.artifacts import encode_call, load
from tests.devnet.audits import USDKG, Desk
from tests.devnet.network import Devnet
from tests.devnet.reorg import final_number, replace_blocks
from tests.devnet.scenario.calls import Call

pytestmark = pytest.mark.devnet

GOLD = load("GoldDollarSim")
BOTH = pytest.mark.parametrize("chain", ["ethereum", "tron"])


@pytest.fixture
def desk(tools: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk at a devnet of its own: what a chain once replaced stays replaced."""
    del tools
    with Devnet() as network:
        yield Desk(tmp_path, network)


def transfer(devnet: Devnet, chain: str, amount: int) -> Call:
    """Return a transfer of USDKG that its largest holder can make."""
    one = devnet.chain(chain)
    sender, recipient = one.key_address(5 if chain == "tron" else 1), one.key_address(9)
    balances = devnet.truths["usdkg", chain].balances
    keys = {one.key_address(key): key for key in range(1, 12)}
    sender = max((who for who in balances if who in keys), key=balances.__getitem__)
    data = encode_call(GOLD, "transfer", recipient, amount)
    return Call(sender, USDKG[chain].contract.address, data)


@BOTH
def test_reorganisation_above_finality_does_not_touch_the_ledger(desk: Desk, chain: str) -> None:
    assert desk.run("sync", "usdkg", "--chain", chain, "--quiet") == 0
    whole = desk.digest(chain)
    one = desk.devnet.chain(chain)
    replace_blocks(one, final_number(one) + 2, [transfer(desk.devnet, chain, 12)])
    assert desk.run("sync", "usdkg", "--chain", chain, "--quiet") == 0
    assert desk.digest(chain) == whole


@BOTH
def test_final_blocks_that_change_are_reported_rolled_back_and_read_again(
    desk: Desk, chain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.check()
    assert "LED-02" not in before.found(chain)
    last = int(before.ledger(chain)["coverage"]["last_block"]["number"])
    one = desk.devnet.chain(chain)
    replace_blocks(one, last, [transfer(desk.devnet, chain, 12)])
    after = desk.check()
    assert after.code == 3
    assert "LED-02" in after.found(chain)
    ledger = after.ledger(chain)
    assert ledger["residual"]["base_units"] == "0"
    transfers = ledger["coverage"]["transfers"] - before.ledger(chain)["coverage"]["transfers"]
    assert transfers in (0, 1)  # The new block may not be final yet.
    again = desk.check()
    assert "LED-02" not in again.found(chain)
    assert "LED-05" in again.found(chain)  # The note stays in the ledger.
    capsys.readouterr()
    code = desk.run("sync", "usdkg", "--chain", chain, "--quiet")
    assert (code, "history changed" in capsys.readouterr().out) == (0, False)


@BOTH
def test_sync_over_changed_final_blocks_says_so_and_exits_3(
    desk: Desk, chain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.run("sync", "usdkg", "--chain", chain, "--quiet") == 0
    one = desk.devnet.chain(chain)
    replace_blocks(one, final_number(one) - 3, [transfer(desk.devnet, chain, 12)])
    capsys.readouterr()
    assert desk.run("sync", "usdkg", "--chain", chain, "--quiet") == 3
    assert "history changed" in capsys.readouterr().out
