"""Runs that nobody watches, against real nodes: two at once, one cut off, one waived."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.cli.main import run
from tests.devnet.alarm import Alarm
from tests.devnet.audits import Desk
from tests.devnet.network import Devnet
from tests.devnet.program import Ended, run_program
from tests.unit.adapters.transport.server import serve

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet(history=400, holders=60) as network:
        yield network


@pytest.fixture
def desk(devnet: Devnet, tmp_path: Path) -> Desk:
    return Desk(tmp_path, devnet)


def check(desk: Desk, *words: str) -> Ended:
    report = f"json={desk.folder / 'report.json'}"
    command = ["check", "usdkg", "--quiet", *desk.words, "--output", report, *words]
    return run_program(command, {}, devnet=desk.devnet)


def test_second_run_ends_at_once_while_the_first_one_comes_to_its_verdict(desk: Desk) -> None:
    lock = str(desk.folder / "run.lock")
    report = str(desk.folder / "report.json")
    command = [sys.executable, "-m", "stableaudit", "check", "usdkg", "--quiet", *desk.words]
    command += ["--lock-file", lock, "--output", f"json={report}"]
    second: list[subprocess.CompletedProcess[str]] = []

    def again() -> None:
        second.append(
            subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        )

    # The second one is a whole process between two requests of the first one.
    desk.devnet.set_alarm(Alarm(5, again))
    try:
        first = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    finally:
        desk.devnet.set_alarm(None)
    (other,) = second
    assert (other.returncode, other.stdout) == (3, "")
    assert "run.lock: is held by process " in other.stderr
    assert (first.returncode, first.stderr) == (3, "")
    assert json.loads(Path(report).read_bytes())["verdict"] == "INCONCLUSIVE"


def test_run_that_is_cut_off_leaves_no_report_and_the_next_one_is_whole(desk: Desk) -> None:
    cut = check(desk, "--max-runtime", "1", "--bundle", str(desk.folder / "kept"))
    assert (cut.status, cut.stdout) == (3, "")
    assert "no verdict was come to within 1 s; nothing was written" in cut.stderr
    assert not (desk.folder / "report.json").exists()
    assert not (desk.folder / "kept").exists()
    whole = check(desk, "--max-runtime", "600")
    undisturbed = Desk(desk.folder / "other", desk.devnet)
    undisturbed.folder.mkdir()
    assert undisturbed.run("sync", "usdkg", "--quiet") == 0
    assert whole.status == 3
    for chain in ("ethereum", "tron"):
        assert desk.digest(chain) == undisturbed.digest(chain)


def test_run_with_its_open_questions_waived_passes_and_its_bundle_says_so_again(
    desk: Desk,
) -> None:
    found = desk.check().report["findings"]
    open_ones = {(one["check"], one["subject"]) for one in found if one["bearing"] == "undecided"}
    assert open_ones
    file = desk.folder / "waivers.toml"
    file.write_text(
        "".join(
            f'[[waiver]]\ncheck = "{one}"\nsubject = "{subject}"\nreason = "a rehearsal"\n'
            'owner = "the devnet"\nexpires = "9999-12-31"\n'
            for one, subject in sorted(open_ones)
        )
    )
    kept = str(desk.folder / "kept")
    with serve(lambda exchange: exchange.answer(b"")) as server:
        url = desk.folder / "url"
        url.write_text(server.url)
        url.chmod(0o600)
        passed = check(desk, "--waivers", str(file), "--bundle", kept, "--ping-url-file", str(url))
    assert (passed.status, passed.stderr) == (0, "")
    assert [seen.target for seen in server.seen] == ["/start", "/0"]
    assert b"INCONCLUSIVE" in server.seen[1].body
    assert passed.stdout.startswith("SIMULATED NETWORK INCONCLUSIVE USDKG at ")
    assert run(["verify", kept]) == 0
