"""What changed since control was kept, and what waits for signatures, on the devnet."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.cli.main import run
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.tokens import Endpoint
from stableaudit.report.accounts import spell
from tests.devnet.artifacts import encode_call, load
from tests.devnet.audits import Report
from tests.devnet.network import Devnet
from tests.devnet.reorg import final_number, replace_blocks
from tests.devnet.scenario.calls import Call
from tests.unit.adapters.tron.http_node import http_of

pytestmark = pytest.mark.devnet

GOLD, MULTISIG = load("GoldDollarSim"), load("MultisigSim")
NOBODY = bytes(20)
UPGRADED = bytes.fromhex("bc7cd75a20ee27fd9adebab32041f755214dbc6bffa90cc0225b39da2e5c2d3b")
BODIES = False
MILLIONS = 10_000_000_000000
TITLES = {"ethereum": "eip155:1", "tron": "tron:0x2b6653dc"}


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


def test_tree_of_usdkg_has_the_right_keys_and_thresholds_on_both_chains(
    devnet: Devnet, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["controls", "usdkg", "--config", str(config)]) == 0
    tree = capsys.readouterr().out
    assert tree.count("owners: 3 of 7") == 2
    for key in ("ethereum", "tron"):
        chain = devnet.chain(key)
        for number in (1, 2, 3, 5, 6, 7, 9):
            account = AccountId(ChainId.parse(TITLES[key]), chain.key_address(number))
            assert spell(account) in tree
    assert "issue, redeem, pause, set a fee — owner()" in tree
    assert "destroy, freeze — compliance()" in tree


def test_upgrade_of_kgst_is_a_difference_from_what_was_kept(config: Path, tmp_path: Path) -> None:
    kept = tmp_path / "controls.toml"
    assert run(["controls", "kgst", "--config", str(config), "--write", str(kept), "--quiet"]) == 0
    _, same = check(config, "kgst", "--controls", str(kept))
    assert found(same, "CTL-05") == []
    text = kept.read_text()
    other = text.replace('implementation = "0x2222', 'implementation = "0x3333', 1)
    assert other != text
    kept.write_text(other)
    code, report = check(config, "kgst", "--controls", str(kept))
    ((subject, statement),) = found(report, "CTL-05")
    assert (code, subject) == (3, "KGST on BNB Chain")
    assert "the implementation: 0x3333" in statement
    assert "now 0x2222" in statement
    assert [each for _, each in found(report, "CTL-03")]


def test_upgrade_is_found_with_the_transaction_that_did_it(
    devnet: Devnet, config: Path, tmp_path: Path
) -> None:
    """The snapshot is of the block before the scenario's upgrade."""
    rpc = JsonRpc(http_of(Endpoint("a", devnet.relays["bnb"][0].url)))
    kgst = devnet.truths["kgst", "bnb"].deployment.address
    query = {
        "address": f"0x{kgst.hex()}",
        "topics": [f"0x{UPGRADED.hex()}"],
        "fromBlock": "0x0",
        "toBlock": "latest",
    }
    logs = rpc.call("eth_getLogs", (query,), asked="the upgrades")
    assert isinstance(logs, list)
    upgrade = logs[-1]
    before = hex(int(upgrade["blockNumber"], 16) - 1)
    block = rpc.call("eth_getBlockByNumber", (before, BODIES), asked="the block before")
    assert isinstance(block, dict)
    instant = datetime.fromtimestamp(int(block["timestamp"], 16), UTC).isoformat()
    kept = tmp_path / "controls.toml"
    words = ("--as-of", instant, "--write", str(kept), "--quiet")
    assert run(["controls", "kgst", "--config", str(config), *words]) == 0
    code, report = check(config, "kgst", "--controls", str(kept))
    ((_, statement),) = found(report, "CTL-05")
    assert code == 3
    assert "the implementation: 0xa903a6" in statement
    assert f"by transaction {upgrade['transactionHash']}" in statement


def test_changed_threshold_is_a_difference_from_what_was_kept(config: Path, tmp_path: Path) -> None:
    kept = tmp_path / "controls.toml"
    assert run(["controls", "usdkg", "--config", str(config), "--write", str(kept), "--quiet"]) == 0
    kept.write_text(kept.read_text().replace("threshold = 3", "threshold = 4"))
    code, report = check(config, "usdkg", "--controls", str(kept))
    told = found(report, "CTL-05")
    assert code == 3
    assert [subject for subject, _ in told] == ["USDKG on TRON", "USDKG on Ethereum"]
    assert all("owners 4 of 7" in one and "now owners 3 of 7" in one for _, one in told)


@pytest.mark.parametrize("key", ["ethereum", "tron"])
def test_issuance_of_ten_million_shows_before_it_is_executed(
    tools: Path, tmp_path: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del tools
    with Devnet() as devnet:
        config = tmp_path / "stableaudit.toml"
        config.write_text(devnet.config_text())
        chain, token = devnet.chain(key), devnet.truths["usdkg", key].deployment
        safe = token.multisigs[0].address
        issue = encode_call(GOLD, "issue", chain.key_address(5), MILLIONS)
        call = (token.address, 0, issue, 0, 0, 0, 0, NOBODY, NOBODY)
        approve = encode_call(MULTISIG, "approveHash", *call)
        calls = [Call(chain.key_address(number), safe, approve) for number in (1, 2)]
        # Into blocks that are final already: who reads for the first time has seen no others.
        replace_blocks(chain, final_number(chain) - 2, calls)
        _, report = check(config, "usdkg")
        assert run(["controls", "usdkg", "--config", str(config)]) == 0
    ((subject, statement),) = found(report, "CTL-06")
    assert subject == {"ethereum": "USDKG on Ethereum", "tron": "USDKG on TRON"}[key]
    assert "an issuance to " in statement
    assert "2 of 3 owners approved it" in statement
    tree = " ".join(capsys.readouterr().out.split())
    assert "Waits for signatures: issue 10,000,000 USDKG to" in tree


def test_check_tells_who_used_power_and_controls_tells_it_from_the_same_ledger(
    devnet: Devnet, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, report = check(config, "usdkg")
    for entry in report["controls"]:
        chain = "tron" if entry["asset"].startswith("tron") else "ethereum"
        safe = devnet.truths["usdkg", chain].deployment.multisigs[0].address
        account = AccountId(ChainId.parse(TITLES[chain]), safe)
        through = [
            use
            for use in entry["past"]["uses"]
            if use["through"] is not None and use["through"]["address"] == spell(account)
        ]
        assert {use["kind"] for use in through} >= {"ISSUE", "PAUSE", "UNPAUSE"}
        assert {use["approvals"]["number"] for use in through} == {"3"}
        assert all(len(use["approvals"]["owners"]) == 3 for use in through)
    assert found(report, "CTL-07") == found(report, "CTL-08") == found(report, "CTL-09") == []
    capsys.readouterr()
    assert run(["controls", "usdkg", "--config", str(config), "--format", "json"]) == 0
    surveyed = json.loads(capsys.readouterr().out)
    for one, other in zip(surveyed["controls"], report["controls"], strict=True):
        assert one["past"]["uses"] == other["past"]["uses"]
