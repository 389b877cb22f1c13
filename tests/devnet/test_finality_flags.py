"""--beacon-root and --fast-finality against real nodes and a beacon endpoint of our own making.

The sync committee is made up, its keys are no secrets, and the block that it signs is the devnet's.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import zstandard

from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.cli.main import run
from stableaudit.domain.tokens import Endpoint
from tests.devnet.audits import Report
from tests.devnet.network import Devnet
from tests.unit.adapters.evm.finality.beacon_maker import EXECUTION, made
from tests.unit.adapters.transport.server import Exchange, Server, serve
from tests.unit.adapters.tron.http_node import http_of

pytestmark = pytest.mark.devnet

SECRET = "s3cr3tk3y"  # noqa: S105 - the thing that must not appear
BODIES = False


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


def header(devnet: Devnet, tag: str, chain: str = "ethereum") -> dict[str, str]:
    rpc = JsonRpc(http_of(Endpoint("a", devnet.relays[chain][0].url)))
    found = rpc.call("eth_getBlockByNumber", (tag, BODIES), asked="a block", at=tag)
    assert isinstance(found, dict)
    return {key: str(value) for key, value in found.items()}


@dataclass(frozen=True)
class Beacon:
    """A beacon endpoint, and the root from which its committee follows."""

    server: Server
    root: str


@contextmanager
def beacon(of: dict[str, str], *, signers: int = 400) -> Iterator[Beacon]:
    """An endpoint whose committee signed a block of the devnet as final."""
    execution = EXECUTION | {
        "block_number": str(int(of["number"], 16)),
        "timestamp": str(int(of["timestamp"], 16)),
        "block_hash": of["hash"],
    }
    bootstrap, update, root = made(execution=execution, signers=signers)

    def answer(exchange: Exchange) -> None:
        data = bootstrap if "/bootstrap/" in exchange.seen.target else update
        exchange.answer(json.dumps({"version": "fulu", "data": data}).encode())

    with serve(answer) as server:
        yield Beacon(server, "0x" + root.hex())


@pytest.fixture
def check(devnet: Devnet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """Check USDKG with a beacon endpoint, and return the report."""

    def checked(of: Beacon, *words: str) -> Report:
        config, output = tmp_path / "stableaudit.toml", tmp_path / "report.json"
        config.write_text(devnet.config_text())
        monkeypatch.setenv("STABLEAUDIT_BEACON_ETHEREUM", f"{of.server.url}/{SECRET}/")
        named = ("--config", str(config), "--beacon-root", of.root)
        run(["check", "usdkg", "--quiet", *named, *words, "--output", f"json={output}"])
        report: Report = json.loads(output.read_bytes())
        return report

    return checked


def contents(bundle: Path) -> bytes:
    """Return everything that is in a bundle, unpacked."""
    unpacker = zstandard.ZstdDecompressor()
    return b"".join(
        unpacker.decompressobj().decompress(file.read_bytes())
        if file.suffix == ".zst"
        else file.read_bytes()
        for file in sorted(bundle.rglob("*"))
        if file.is_file()
    )


def about_finality(report: Report) -> dict[str, str]:
    return {
        one["subject"]: one["statement"] for one in report["findings"] if one["check"] == "TRU-05"
    }


def ethereum(report: Report) -> Report:
    found: Report = next(one for one in report["chains"] if one["title"] == "Ethereum")
    return found


def test_reference_block_follows_from_the_block_that_the_committee_signed(
    devnet: Devnet,
    check: Callable[..., Report],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    head = header(devnet, "latest")
    bundle = tmp_path / "bundle"
    with beacon(head) as of:
        report = check(of, "--bundle", str(bundle))
    assert about_finality(report) == {}
    found = ethereum(report)["finality"]
    assert (found["status"], found["block"]["hash"]) == ("proven", head["hash"])
    assert int(found["block"]["number"]) > int(ethereum(report)["reference"]["number"])
    assert (found["signers"], found["validators"], found["unlinked"]) == (400, 512, None)
    assert f"beacon block {of.root} is the chain's own, as the user says" in found["rests_on"]
    assert f"--beacon-root {of.root}" in report["repeat"]
    assert [one.target.removeprefix(f"/{SECRET}/eth/v1/") for one in of.server.seen] == [
        f"beacon/light_client/bootstrap/{of.root}",
        "beacon/light_client/finality_update",
    ]
    # The bundle says it again when the endpoint is gone; neither it nor anything else has the key.
    assert run(["verify", str(bundle)]) == 0
    written = contents(bundle)
    assert b'"rests_on"' in written
    assert of.server.url.encode() in written
    printed = "".join(capsys.readouterr())
    assert SECRET not in written.decode() + json.dumps(report) + printed


def test_final_block_before_the_reference_and_an_epoch_that_is_none_are_undecided(
    devnet: Devnet, check: Callable[..., Report]
) -> None:
    with beacon(header(devnet, "0x1")) as of:
        report = check(of, "--fast-finality", header(devnet, "0x0", "bnb")["hash"])
    statements = about_finality(report)
    assert "400 of 512 signed block 1 (" in statements["Ethereum"]
    assert "blocks before it" in statements["Ethereum"]
    assert "epoch.extraData" in statements["BNB Chain"]
    assert ethereum(report)["finality"]["unlinked"]["status"] == "unavailable"


def test_committee_of_which_too_few_signed_proves_nothing(
    devnet: Devnet, check: Callable[..., Report]
) -> None:
    with beacon(header(devnet, "latest"), signers=341) as of:
        report = check(of)
    assert "341 of 512 signed, 342 are needed" in about_finality(report)["Ethereum"]
    assert ethereum(report)["finality"]["status"] == "unavailable"


def test_endpoint_that_repeats_its_own_key_is_quoted_without_it(
    check: Callable[..., Report], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.answer(f"no such page: {exchange.seen.target}".encode(), status=404)

    bundle = tmp_path / "bundle"
    with serve(answer) as server:
        report = check(Beacon(server, "0x" + "cd" * 32), "--bundle", str(bundle))
    statement = about_finality(report)["Ethereum"]
    assert "HTTP 404: no such page: /[redacted]/eth/v1/beacon/light_client/bootstrap" in statement
    printed = "".join(capsys.readouterr())
    assert SECRET not in contents(bundle).decode() + json.dumps(report) + printed
