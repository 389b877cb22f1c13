"""`check --quorum 2 --bundle --sign` end to end: proven, signed, verified with the network off."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket

from stableaudit.cli.main import run
from tests.bundle_cases import content_of
from tests.devnet.audits import Report
from tests.devnet.network import Devnet
from tests.devnet.relay import Fault
from tests.unit.adapters.signing.tools import blocks, needs, new_key
from tests.unit.adapters.signing.tools import run as tool

pytestmark = [pytest.mark.devnet, needs("ssh-keygen", "openssl", "jq", "sha256sum")]


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


@pytest.fixture(scope="module")
def signed(devnet: Devnet, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A signed bundle of a check with a quorum, and the fingerprint of its key."""
    folder = tmp_path_factory.mktemp("trust")
    key = new_key(folder / "key")
    config = folder / "stableaudit.toml"
    config.write_text(devnet.config_text())
    code = run(
        [
            *("check", "usdkg", "--quiet", "--config", str(config), "--quorum", "2"),
            *("--bundle", str(folder / "out"), "--sign", str(key)),
        ]
    )
    assert code == 3  # the shipped statement is stale
    return folder / "out", tool("ssh-keygen", "-lf", str(key)).stdout.decode().split()[1]


def report_of(folder: Path) -> Report:
    report: Report = json.loads((folder / "report.json").read_bytes())
    return report


def test_supply_and_top_balances_of_ethereum_are_proven(
    signed: tuple[Path, str], devnet: Devnet
) -> None:
    report = report_of(signed[0])
    by_chain = {one["chain_title"]: one for one in report["supply"]["deployments"]}
    trusts = {title: one["total_supply"]["trust"]["level"] for title, one in by_chain.items()}
    assert trusts == {"Ethereum": "PROVEN", "TRON": "AGREED"}
    proofs = {one["chain_title"]: one for one in report["proofs"]}
    proof = proofs["Ethereum"]["proof"]
    truth = devnet.truths["usdkg", "ethereum"].total_supply
    assert (proof["status"], proof["supply"]) == ("proven", str(truth))
    assert proofs["Ethereum"]["confirmed"] == ["devnet A (simulated)", "devnet B (simulated)"]
    assert proof["balances"]
    assert sum(int(one["balance"]) for one in proof["balances"]) <= truth
    assert proofs["TRON"]["proof"]["status"] == "unavailable"
    assert not [one for one in report["findings"] if one["check"][:4] in ("PRV-", "TRU-")]


def test_every_issuance_on_tron_is_proven_ordered_signed_and_in_a_final_chain(
    signed: tuple[Path, str], devnet: Devnet
) -> None:
    report = report_of(signed[0])
    proofs = {one["chain_title"]: one["issuances"] for one in report["proofs"]}
    found = proofs["TRON"]
    minted = devnet.truths["usdkg", "tron"].mints
    assert [one["status"] for one in found["blocks"]] == ["proven"] * len(found["blocks"])
    assert sum(one["ledger_lines"] for one in found["blocks"]) == len(minted)
    assert all(one["signers"] for one in found["blocks"])
    assert found["finality"]["builders"] == "19"
    assert "no header commits to it" in found["finality"]["rests_on"]


def test_every_mint_and_burn_on_ethereum_is_proven_by_all_logs_of_its_block(
    signed: tuple[Path, str], devnet: Devnet
) -> None:
    report = report_of(signed[0])
    proofs = {one["chain_title"]: one["issuances"] for one in report["proofs"]}
    blocks = proofs["Ethereum"]["blocks"]
    truth = devnet.truths["usdkg", "ethereum"]
    assert {one["status"] for one in blocks} == {"proven"}
    assert not [one for one in blocks if one["differences"]]
    with_events = [one for one in blocks if not one["sampled"]]
    assert 1 <= len(with_events) <= len(truth.mints) + len(truth.burns)
    assert sum(one["ledger_lines"] for one in with_events) >= len(truth.mints) + len(truth.burns)
    assert len(blocks) > len(with_events)


def test_supply_is_explained_down_to_the_raw_words_of_both_operators(
    signed: tuple[Path, str], devnet: Devnet, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word is in an answer of the bundle, and decodes to the supply: found, not written again."""
    bundle, _ = signed
    pytest_socket.disable_socket(allow_unix_socket=False)
    try:
        assert run(["explain", "supply.ethereum", "--bundle", str(bundle)]) == 0
    finally:
        pytest_socket.enable_socket()
    printed = capsys.readouterr().out
    supply = report_of(bundle)["supply"]["deployments"]
    (block,) = (
        one["total_supply"]["block"]["hash"] for one in supply if one["chain_title"] == "Ethereum"
    )
    assert block in printed
    assert "stateRoot" in printed
    for letter in "AB":
        assert f"devnet {letter} (simulated), http://127.0.0.1" in printed
    words = re.findall("0x[0-9a-f]{64}", printed)
    truth = devnet.truths["usdkg", "ethereum"].total_supply
    given = [word for word in words if word != block and int(word, 16) == truth]
    assert len(given) == 2
    digests = re.findall("answers/([0-9a-f]{64}).zst", printed)
    assert any(given[0].encode() in content_of(bundle, f"answers/{one}.zst") for one in digests)


def test_signed_bundle_is_verified_offline_and_only_for_its_key(
    signed: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    bundle, fingerprint = signed
    pytest_socket.disable_socket(allow_unix_socket=False)
    try:
        assert run(["verify", str(bundle), "--key", fingerprint]) == 0
        printed = capsys.readouterr().out
        assert "the key that was to sign it" in printed
        assert "on Ethereum follows from its answers again" in printed
        assert run(["verify", str(bundle), "--key", "SHA256:" + "A" * 43]) == 2
    finally:
        pytest_socket.enable_socket()


def test_commands_of_its_verify_md_pass_with_the_real_tools(signed: tuple[Path, str]) -> None:
    bundle, _ = signed
    commands = blocks(bundle)[:-1]
    assert len(commands) == 4
    for command in commands:
        done = tool("sh", "-c", command, cwd=bundle)
        assert done.returncode == 0, (command, done.stdout, done.stderr)


def test_operators_that_lie_together_get_no_proof_and_the_books_contradict_them(
    devnet: Devnet, tmp_path: Path
) -> None:
    """Both answer one token more, and so answer no word as any slot holds it."""
    config = tmp_path / "stableaudit.toml"
    config.write_text(devnet.config_text())
    for relay in devnet.relays["ethereum"]:
        relay.fault = Fault.SUPPLY_ONE_MORE
    try:
        words = ("--quiet", "--config", str(config), "--quorum", "2")
        output = ("--output", f"json={tmp_path / 'report.json'}")
        code = run(["check", "usdkg", *words, *output])
    finally:
        for relay in devnet.relays["ethereum"]:
            relay.fault = Fault.NONE
    findings = report_of(tmp_path)["findings"]
    found = {one["check"] for one in findings if one["subject"] == "USDKG on Ethereum"}
    assert code == 4
    assert {"PRV-01", "SUP-02"} <= found
