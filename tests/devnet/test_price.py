"""`stableaudit price GOLD` against feeds of two phases on two real nodes on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stableaudit.cli.main import run
from tests.devnet.network import Devnet
from tests.devnet.relay import Fault

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


@pytest.fixture
def config(devnet: Devnet, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "stableaudit.toml"
    path.write_text(devnet.config_text())
    yield path
    for relays in devnet.relays.values():
        for relay in relays:
            relay.fault = Fault.NONE


def priced(
    capsysbinary: pytest.CaptureFixture[bytes], config: Path, *words: str
) -> tuple[int, dict[str, Any]]:
    command = ["price", "GOLD", "--quiet", "--config", str(config), "--format", "json", *words]
    code = run(command)
    report: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
    return code, report


def prices(report: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    return {
        feed["chain"]: (feed["price"]["low"], feed["phase"], feed["round"]["updated_at"]["utc"])
        for feed in report["feeds"]
    }


def test_price_now_is_settled_by_both_feeds(
    config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, report = priced(capsysbinary, config)
    assert (code, report["settled"], report["simulated"]) == (0, True, True)
    trust = [feed["round"]["trust"]["level"] for feed in report["feeds"]]
    assert trust == ["AGREED", "AGREED"]


def test_price_inside_the_first_phase_is_found_through_the_second(
    config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, report = priced(capsysbinary, config, "--at", "2026-11-12T12:00:00Z")
    assert prices(report) == {
        "ethereum": ("4121", "1", "2026-11-12T09:00:00Z"),
        "bnb": ("4122.4", "1", "2026-11-12T10:00:00Z"),
    }
    assert (code, report["gold_market"]) == (0, "open")


def test_price_of_the_weekend_is_fridays_and_the_market_is_closed(
    config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, report = priced(capsysbinary, config, "--at", "2026-11-14T12:00:00Z")
    assert prices(report) == {
        "ethereum": ("4141.12", "1", "2026-11-13T21:30:00Z"),
        "bnb": ("4136", "1", "2026-11-13T10:00:00Z"),
    }
    assert (code, report["gold_market"]) == (0, "closed")


def test_price_before_the_first_round_is_not_settled(
    config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, report = priced(capsysbinary, config, "--at", "2026-11-01")
    assert (code, report["settled"]) == (3, False)
    assert all("before the feed's first round" in feed["round"]["came"] for feed in report["feeds"])


def test_price_with_one_chain_silent_is_not_settled_and_shows_the_other(
    devnet: Devnet, config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for relay in devnet.relays["bnb"]:
        relay.fault = Fault.UNAVAILABLE
    code, report = priced(capsysbinary, config, "--at", "2026-11-12T12:00:00Z", "--timeout", "20")
    assert code == 3
    assert {feed["chain"]: feed["price"] is None for feed in report["feeds"]} == {
        "ethereum": False,
        "bnb": True,
    }


def test_price_stands_beside_that_of_a_file(
    config: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "gold.csv"
    file.write_text("at,fix,price_usd_per_ozt,source\n2026-11-12,am,4120.5,LBMA\n")
    words = ("--at", "2026-11-12T12:00:00Z", "--prices", str(file))
    code, report = priced(capsysbinary, config, *words)
    shown = report["file"]
    assert (code, shown["name"], shown["price"]) == (0, "gold.csv", "4120.5")
    assert shown["at"]["utc"] == "2026-11-12T10:30:00Z"


def test_price_asks_each_operator_few_times(
    devnet: Devnet, config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    relays = [*devnet.relays["ethereum"], *devnet.relays["bnb"]]
    for relay in relays:
        relay.requests.clear()
    priced(capsysbinary, config, "--at", "2026-11-12T12:00:00Z")
    # vitals · block confirmed · state · a step in either phase, its end · the rounds before
    assert max(relay.requests["http"] for relay in relays) <= 7
