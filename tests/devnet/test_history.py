"""`check` remembers: what changed is told with the mint that made it, and a kill tears nothing."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stableaudit.domain.instants import format_instant, parse_instant
from tests.devnet.audits import Desk
from tests.devnet.network import Devnet
from tests.devnet.program import run_program

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet(holders=100) as network:
        yield network


@pytest.fixture
def desk(devnet: Devnet, tmp_path: Path) -> Desk:
    return Desk(tmp_path, devnet)


def printed(desk: Desk, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    desk.run(*words)
    return capsys.readouterr().out


def events(desk: Desk, capsys: pytest.CaptureFixture[str], *kinds: str) -> list[dict[str, Any]]:
    options = [word for kind in kinds for word in ("--kind", kind)]
    words = ("events", "usdkg", "--chain", "ethereum", "--format", "json", *options)
    (chain,) = json.loads(printed(desk, capsys, *words))["chains"]
    found: list[dict[str, Any]] = chain["events"]
    return found


def kept(desk: Desk) -> Path:
    (file,) = desk.store.rglob("usdkg.jsonl")
    return file


def test_check_since_last_names_the_mint_that_changed_the_supply(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.run("sync", "usdkg", "--quiet") == 0
    mint = events(desk, capsys, "mint")[-1]
    minted = parse_instant(mint["time"]["utc"])
    before, after = (format_instant(minted + seconds) for seconds in (-1, 0))
    first = desk.check("--as-of", before)
    second = desk.check("--as-of", after, "--no-history")
    capsys.readouterr()
    words = ("--since-last", "--timeout", "400", "--as-of", after)
    assert desk.run("check", "usdkg", *words) == second.code
    text = " ".join(capsys.readouterr().out.split())
    assert f"old {before} new {after}" in text
    assert "USDKG on Ethereum: total supply" in text
    tokens = mint["amount"]["tokens"].rstrip("0").rstrip(".")
    whole, point, rest = tokens.partition(".")
    assert f"mint {int(whole):,}{point}{rest} USDKG to {mint['destination']}" in text
    assert f"transaction {mint['transaction']}" in text
    assert "unexplained 0 USDKG" in text
    results = [json.loads(line) for line in kept(desk).read_bytes().splitlines()[1:]]
    assert [one["measurement_time"] for one in results] == [minted - 1, minted]
    supplies = [int(one["native"]["base_units"]) for one in results]
    assert supplies[1] - supplies[0] == int(mint["amount"]["base_units"])
    reported = first.report["supply"]["native"]["base_units"]
    assert str(supplies[0]) == reported


def test_history_of_checks_and_ledgers_is_what_the_scenario_issued(
    desk: Desk, devnet: Devnet, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.check()
    report = json.loads(printed(desk, capsys, "history", "usdkg", "--format", "json"))
    truth = sum(devnet.truths["usdkg", key].total_supply for key in ("ethereum", "tron"))
    (result,) = report["results"]
    assert report["simulated"] is True
    assert result["native"]["base_units"] == str(truth)
    report_file = (desk.folder / "report.json").read_bytes()
    assert result["report_sha256"] == hashlib.sha256(report_file).hexdigest()
    # The devnet begins anew for each run, a few hours ago: a day is over only where midnight was.
    days = report["days"]
    none = "the ledgers have no whole day on which there were tokens"
    assert days["status"] == "derived" or days["missing"] == none
    assert "SIMULATED NETWORK" in printed(desk, capsys, "history", "usdkg")


def test_check_killed_at_any_point_leaves_the_earlier_results_whole(
    desk: Desk, devnet: Devnet, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.check()
    before = kept(desk).read_bytes()
    killed = 0
    for point in (1, 5, 20):
        ended = run_program(
            ["check", "usdkg", "--quiet", *desk.words],
            {},
            devnet=devnet,
            kill_after_requests=point,
        )
        killed += ended.killed
        assert kept(desk).read_bytes().startswith(before)
    assert killed >= 2
    after = desk.check()
    assert after.code == 3
    report = json.loads(printed(desk, capsys, "history", "usdkg", "--format", "json"))
    assert len(report["results"]) == 2 + 3 - killed
    assert kept(desk).read_bytes().startswith(before)
