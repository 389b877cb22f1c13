"""--trusted-block against real nodes: a later block vouches for the reference, others do not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.adapters.evm.ancestry import EvmAncestry
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.cli.main import run
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, UndecodableError
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.tokens import Endpoint
from tests.devnet.anvil import Anvil
from tests.devnet.audits import Report
from tests.devnet.network import Devnet
from tests.unit.adapters.tron.http_node import http_of

pytestmark = pytest.mark.devnet

CHAIN = ChainId("eip155", "1")
BODIES = False


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


def rpc_of(url: str) -> JsonRpc:
    return JsonRpc(http_of(Endpoint("a", url)))


def hash_of(devnet: Devnet, tag: str, chain: str = "ethereum") -> str:
    rpc = rpc_of(devnet.relays[chain][0].url)
    found = rpc.call("eth_getBlockByNumber", (tag, BODIES), asked="a block", at=tag)
    assert isinstance(found, dict)
    return str(found["hash"])


def check(devnet: Devnet, folder: Path, trusted: str) -> tuple[int, Report]:
    config = folder / "stableaudit.toml"
    config.write_text(devnet.config_text())
    output = folder / "report.json"
    words = ("--config", str(config), "--trusted-block", trusted, "--output", f"json={output}")
    code = run(["check", "usdkg", "--quiet", *words])
    report: Report = json.loads(output.read_bytes())
    return code, report


def about_trust(report: Report) -> list[str]:
    return [one["statement"] for one in report["findings"] if one["check"] == "TRU-04"]


def test_later_block_vouches_for_the_reference_block(devnet: Devnet, tmp_path: Path) -> None:
    head = hash_of(devnet, "latest")
    _, report = check(devnet, tmp_path, f"ethereum={head}")
    assert about_trust(report) == []
    chain = next(one for one in report["chains"] if one["title"] == "Ethereum")
    assert chain["trusted"]["hash"] == head
    assert int(chain["trusted"]["number"]) > int(chain["reference"]["number"])
    assert f"--trusted-block ethereum={head}" in report["repeat"]


@pytest.mark.parametrize(
    ("tag", "chain", "why"),
    [
        ("0x1", "ethereum", "which may be made up on top of it"),
        ("latest", "bnb", "no such block (null)"),
    ],
    ids=["an earlier block", "another chain's"],
)
def test_block_that_does_not_vouch_leaves_the_check_undecided(
    devnet: Devnet, tmp_path: Path, tag: str, chain: str, why: str
) -> None:
    code, report = check(devnet, tmp_path, f"ethereum={hash_of(devnet, tag, chain)}")
    (statement,) = about_trust(report)
    assert why in statement
    assert code == 3
    found = next(one for one in report["chains"] if one["title"] == "Ethereum")
    assert found["trusted"]["status"] == "unavailable"


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("tron=0x" + "0" * 64, "no chain whose headers are followed here: bnb, ethereum"),
        ("ethereum=0x12", "is no hash of a block"),
        ("ethereum", "is no hash of a block"),
    ],
)
def test_block_that_cannot_be_one_is_refused(
    devnet: Devnet, tmp_path: Path, word: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "stableaudit.toml"
    config.write_text(devnet.config_text())
    assert run(["check", "usdkg", "--config", str(config), "--trusted-block", word]) == 2
    assert why in " ".join(capsys.readouterr().err.split())


def test_chain_that_is_named_twice_is_refused(
    devnet: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "stableaudit.toml"
    config.write_text(devnet.config_text())
    twice = ("--trusted-block", "ethereum=0x" + "0" * 64) * 2
    assert run(["check", "usdkg", "--config", str(config), *twice]) == 2
    assert "ethereum is given twice" in capsys.readouterr().err


def test_reference_block_that_no_trusted_block_descends_from_is_a_contradiction(
    devnet: Devnet,
) -> None:
    url = devnet.relays["ethereum"][0].url
    head = hash_of(devnet, "latest")
    ancestry = EvmAncestry([("a", "it", rpc_of(url))])
    made_up = BlockStamp(CHAIN, 5, "0x" + "ab" * 32, 1_700_000_000)
    with pytest.raises(InconsistentError, match="its ancestor of that number is 0x"):
        ancestry.descendant(head, of=made_up)
    with pytest.raises(UndecodableError, match="no endpoint is configured"):
        EvmAncestry([]).descendant(head, of=made_up)


def test_way_that_is_too_long_is_not_followed() -> None:
    with Anvil(chain_id=1) as anvil:
        anvil.rpc("anvil_mine", hex(1100))
        found = anvil.rpc("eth_getBlockByNumber", "latest", BODIES)
        assert isinstance(found, dict)
        ancestry = EvmAncestry([("a", "it", rpc_of(anvil.url))])
        early = BlockStamp(CHAIN, 5, "0x" + "ab" * 32, 1_700_000_000)
        with pytest.raises(UndecodableError, match="1095 headers; at most 999 are followed"):
            ancestry.descendant(str(found["hash"]), of=early)
