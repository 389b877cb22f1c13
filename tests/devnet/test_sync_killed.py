"""A sync that dies goes on where it stopped; two at once do each other no harm."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.devnet.audits import Desk
from tests.devnet.network import Devnet
from tests.devnet.program import run_program
from tests.devnet.providers import PUBLICNODE, narrowed

pytestmark = pytest.mark.devnet

KILLS = 50
LEDGERS = 5
"""Each is killed ten times, at points that the kills before it have not reached."""


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet(history=4_000, holders=120) as network:
        for relay in network.relays["ethereum"]:
            # One block an answer: many requests, and several windows to commit.
            relay.provider = narrowed(PUBLICNODE, blocks=1)
        yield network


def test_sync_killed_at_fifty_points_ends_in_the_same_ledger(
    devnet: Devnet, tmp_path: Path
) -> None:
    (tmp_path / "whole").mkdir()
    undisturbed = Desk(tmp_path / "whole", devnet)
    assert undisturbed.run("sync", "usdkg", "--quiet") == 0
    whole = {chain: undisturbed.digest(chain) for chain in ("ethereum", "tron")}
    dice, killed = Random(20261121), 0  # noqa: S311 - points of death, no secret
    for number in range(LEDGERS):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk = Desk(folder, devnet)
        for _ in range(KILLS // LEDGERS):
            ended = run_program(
                ["sync", "usdkg", "--quiet", *desk.words],
                {},
                devnet=devnet,
                kill_after_requests=dice.randint(1, 60),
                linger_seconds=dice.choice([0.0, 0.01, 0.03]),
            )
            assert ended.status in (0, -9), ended.stderr
            killed += ended.killed
        assert desk.run("sync", "usdkg", "--quiet") == 0
        assert {chain: desk.digest(chain) for chain in whole} == whole
    # A few runs are done before they are to die; most are not.
    assert killed >= KILLS // 2


def test_second_sync_beside_a_first_says_so_and_harms_nothing(
    devnet: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, devnet)
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 0
    whole = desk.digest("ethereum")
    (file,) = desk.files("ethereum")
    probe = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from stableaudit.adapters.store.store import DuckLedgerStore\n"
        "from tests.devnet.audits import USDKG\n"
        f"with DuckLedgerStore(Path({str(file)!r}), USDKG['ethereum'], 'usdkg'):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    words = [sys.executable, "-c", probe]
    root = Path(__file__).parents[2]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=root) as first:
        try:
            assert first.stdout is not None
            assert first.stdout.readline() == "held\n"
            capsys.readouterr()
            assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 2
            assert str(first.pid) in capsys.readouterr().err
            assert desk.run("holders", "usdkg", "--chain", "ethereum") == 2
        finally:
            first.kill()
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 0
    assert desk.digest("ethereum") == whole
