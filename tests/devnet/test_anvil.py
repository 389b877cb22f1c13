from pathlib import Path
from typing import cast

import pytest

from tests.devnet.anvil import Anvil, AnvilError
from tests.devnet.tools import anvil_program, ensure_tools

NO_BODIES = False
IMPERSONATE = True
pytestmark = pytest.mark.devnet


def _is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_tools_installed_hold_the_binary(tools: Path) -> None:
    assert anvil_program(tools).is_file()


def test_tools_installed_and_current_are_left_alone(tools: Path) -> None:
    before = (tools / "node_modules" / ".installed").stat().st_mtime_ns
    assert ensure_tools(tools) == tools
    assert (tools / "node_modules" / ".installed").stat().st_mtime_ns == before


def test_tools_of_another_lock_are_installed_anew(tmp_path: Path) -> None:
    """What an older lock left behind goes, and the programs of this one come."""
    modules = tmp_path / "node_modules"
    (modules / "left-over").mkdir(parents=True)
    (modules / ".installed").write_text("of another lock")
    ensure_tools(tmp_path)
    assert not (modules / "left-over").exists()
    assert anvil_program(tmp_path).is_file()


def test_anvil_chosen_start_is_the_first_block() -> None:
    with Anvil(chain_id=56, number=4_000_000, timestamp=1_780_000_000) as anvil:
        assert anvil.rpc("eth_chainId") == "0x38"
        assert anvil.rpc("eth_blockNumber") == hex(4_000_000)
        block = anvil.rpc("eth_getBlockByNumber", "latest", NO_BODIES)
    assert isinstance(block, dict)
    assert block["timestamp"] == hex(1_780_000_000)


def test_anvil_left_leaves_no_process_and_no_files() -> None:
    with Anvil() as anvil:
        pid = anvil.pid
        folder = anvil._folder
        assert _is_running(pid)
        assert folder is not None
        assert folder.exists()
    assert not _is_running(pid)
    assert not folder.exists()


def test_anvil_epoch_of_two_slots_finalizes_four_blocks_behind() -> None:
    with Anvil(slots_in_an_epoch=2) as anvil:
        anvil.rpc("anvil_mine", hex(10), hex(12))
        block = anvil.rpc("eth_getBlockByNumber", "finalized", NO_BODIES)
    assert isinstance(block, dict)
    assert block["number"] == hex(6)


def test_anvil_waiting_transaction_makes_no_block() -> None:
    with Anvil() as anvil:
        accounts = anvil.rpc("eth_accounts")
        assert isinstance(accounts, list)
        anvil.rpc("eth_sendTransaction", {"from": accounts[0], "to": accounts[0]})
        assert anvil.rpc("eth_blockNumber") == "0x0"


def test_anvil_better_paid_transaction_does_not_overtake() -> None:
    with Anvil() as anvil:
        (first,) = cast("list[str]", anvil.rpc("eth_accounts"))
        second = "0x" + "22" * 20
        anvil.rpc("anvil_autoImpersonateAccount", IMPERSONATE)
        anvil.rpc("anvil_setBalance", second, hex(10**18))
        sent = [
            anvil.rpc("eth_sendTransaction", {"from": sender, "to": sender, "gasPrice": price})
            for sender, price in ((first, hex(2 * 10**9)), (second, hex(9 * 10**9)))
        ]
        anvil.rpc("evm_mine")
        block = anvil.rpc("eth_getBlockByNumber", "latest", NO_BODIES)
    assert isinstance(block, dict)
    assert block["transactions"] == sent


def test_rpc_unknown_method_names_it() -> None:
    with Anvil() as anvil, pytest.raises(AnvilError, match="no_such_method") as caught:
        anvil.rpc("no_such_method")
    assert caught.value.code == -32601


def test_batch_answers_in_the_order_asked() -> None:
    with Anvil(chain_id=56) as anvil:
        assert anvil.batch([("eth_chainId", []), ("eth_blockNumber", [])]) == ["0x38", "0x0"]


def test_batch_of_nothing_is_nothing() -> None:
    with Anvil() as anvil:
        assert anvil.batch([]) == []


def test_anvil_refused_word_tells_why() -> None:
    with pytest.raises(AnvilError, match="did not start"), Anvil(extra=["--no-such-word"]):
        pass


def test_anvil_outside_its_context_is_not_running() -> None:
    with pytest.raises(AnvilError, match="not running"):
        Anvil().rpc("eth_chainId")
