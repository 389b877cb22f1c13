"""--quorum against real nodes: a liar among three operators, and two of one operator."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.cli.main import run
from tests.devnet.network import Devnet
from tests.devnet.relay import Fault, Relay

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


def with_third(devnet: Devnet, url: str, operator: str) -> str:
    """The devnet's configuration, with one more endpoint of Ethereum."""
    before = devnet.config_text()
    place = before.index("[chains.bnb]")
    more = f'[[chains.ethereum.endpoints]]\nurl = "{url}"\noperator = "{operator}"\n\n'
    return before[:place] + more + before[place:]


def check(config: Path, *words: str) -> tuple[int, dict[str, object]]:
    report = config.parent / "report.json"
    code = run(
        [
            *("check", "usdkg", "--quiet", "--config", str(config)),
            *("--output", f"json={report}", *words),
        ]
    )
    shown: dict[str, object] = json.loads(report.read_bytes())
    return code, shown


def named(report: dict[str, object], check_id: str) -> list[str]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return [one["subject"] for one in findings if one["check"] == check_id]


def test_liar_among_three_operators_is_named_and_does_not_move_the_verdict(
    devnet: Devnet, tmp_path: Path
) -> None:
    config = tmp_path / "stableaudit.toml"
    with Relay(devnet.relays["ethereum"][0].url) as third:
        config.write_text(with_third(devnet, third.url, "devnet C (simulated)"))
        _, honest = check(config, "--quorum", "2")
        third.fault = Fault.SUPPLY_ONE_MORE
        _, lied = check(config, "--quorum", "2")
    assert (honest["verdict"], lied["verdict"]) == ("INCONCLUSIVE", "INCONCLUSIVE")
    assert honest["supply"]["native"] == lied["supply"]["native"]  # type: ignore[index]  # objects
    assert named(honest, "NET-05") == []
    assert set(named(lied, "NET-05")) == {"Ethereum, devnet C (simulated)"}
    assert honest["conduct"] == []
    assert ("devnet C (simulated)", "outvoted") in {
        (one["whom"], deed["kind"])
        for one in lied["conduct"]  # type: ignore[attr-defined]  # objects
        for deed in one["deeds"]
    }
    assert named(lied, "NET-04") == named(lied, "TRU-03") == []


def test_two_liars_of_one_operator_leave_no_quorum(devnet: Devnet, tmp_path: Path) -> None:
    config = tmp_path / "stableaudit.toml"
    liar = devnet.relays["ethereum"][1]
    with Relay(devnet.relays["ethereum"][0].url, fault=Fault.SUPPLY_ONE_MORE) as third:
        config.write_text(with_third(devnet, third.url, "devnet B (simulated)"))
        liar.fault = Fault.SUPPLY_ONE_MORE
        try:
            code, report = check(config, "--quorum", "2")
        finally:
            liar.fault = Fault.NONE
    assert code == 3
    assert named(report, "NET-04") == ["Ethereum"]
    assert named(report, "SUP-01") == ["USDKG on Ethereum"]
