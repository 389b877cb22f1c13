"""Who controls the devnet's tokens, asked as a user asks: known answers, changes, what waits."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.cli.main import run
from tests.devnet.artifacts import encode_call, load
from tests.devnet.audits import Report
from tests.devnet.network import Devnet

pytestmark = pytest.mark.devnet

GOLD, MULTISIG = load("GoldDollarSim"), load("MultisigSim")
NOBODY = bytes(20)
MILLIONS = 10_000_000_000000


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


@pytest.fixture
def config(devnet: Devnet, tmp_path: Path) -> Path:
    path = tmp_path / "stableaudit.toml"
    path.write_text(devnet.config_text())
    return path


def check(config: Path, token: str, *words: str) -> tuple[int, Report]:
    output = config.parent / "report.json"
    code = run(
        [
            *("check", token, "--quiet", "--config", str(config)),
            *("--output", f"json={output}", *words),
        ]
    )
    report: Report = json.loads(output.read_bytes())
    return code, report


def found(report: Report, check_id: str) -> list[tuple[str, str]]:
    return [
        (one["subject"], one["statement"]) for one in report["findings"] if one["check"] == check_id
    ]


def test_issuance_of_ten_million_shows_before_it_is_executed(devnet: Devnet, config: Path) -> None:
    chain = devnet.chain("ethereum")
    _, before = check(config, "usdkg")
    assert found(before, "CTL-06") == []
    truth = devnet.truths["usdkg", "ethereum"].deployment
    safe, token = truth.owner, truth.address
    issue = encode_call(GOLD, "issue", chain.key_address(5), MILLIONS)
    call = (token, 0, issue, 0, 0, 0, 0, NOBODY, NOBODY)
    for key in (1, 2):
        chain.send(chain.key_address(key), safe, encode_call(MULTISIG, "approveHash", *call))
    chain.seal()
    chain.seal_empty(40)
    _, report = check(config, "usdkg")
    ((subject, statement),) = found(report, "CTL-06")
    assert subject == "USDKG on Ethereum"
    assert "an issuance to 0x" in statement
    assert "2 of 3 owners approved it" in statement
    figures = next(one for one in report["findings"] if one["check"] == "CTL-06")["figures"]
    assert "10000000" in json.dumps(figures)
