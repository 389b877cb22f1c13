"""A sync against endpoints with the limits of public ones: the same ledger, and learnt for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devnet.audits import Desk
from tests.devnet.network import Devnet
from tests.devnet.providers import (
    ALCHEMY_FREE,
    BSC_DATASEED,
    INFURA,
    LLAMARPC,
    PUBLICNODE,
    Provider,
    narrowed,
)

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet(history=2_000, holders=100) as network:
        yield network


@pytest.fixture
def desk(devnet: Devnet, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(tmp_path, devnet)
    limit(devnet, None)


@pytest.fixture(scope="module")
def whole(devnet: Devnet, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the ledger that an endpoint without limits gives."""
    desk = Desk(tmp_path_factory.mktemp("whole"), devnet)
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 0
    return desk.digest("ethereum")


def limit(devnet: Devnet, provider: Provider | None) -> None:
    for relay in devnet.relays["ethereum"]:
        relay.provider = provider


def asked(devnet: Devnet) -> int:
    """Return how often logs were asked for since the last time."""
    relays = devnet.relays["ethereum"]
    count = sum(relay.requests["eth_getLogs"] for relay in relays)
    for relay in relays:
        relay.requests.clear()
    return count


@pytest.mark.parametrize(
    "provider",
    [
        narrowed(PUBLICNODE, blocks=7),
        narrowed(LLAMARPC, blocks=5),
        narrowed(ALCHEMY_FREE, blocks=3),
        narrowed(INFURA, results=1_200),
    ],
    ids=["publicnode", "llamarpc", "alchemy", "infura"],
)
def test_sync_within_a_providers_limits_gives_the_same_ledger(
    desk: Desk, whole: str, provider: Provider
) -> None:
    limit(desk.devnet, provider)
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 0
    assert desk.digest("ethereum") == whole


def test_limits_that_a_sync_learnt_cost_the_next_one_no_refusal(desk: Desk, whole: str) -> None:
    limit(desk.devnet, narrowed(PUBLICNODE, blocks=7))
    asked(desk.devnet)
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 0
    first = asked(desk.devnet)
    for path in desk.files("ethereum"):
        path.unlink()
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 0
    assert asked(desk.devnet) < first
    assert desk.digest("ethereum") == whole


def test_sync_from_an_endpoint_without_logs_says_so_and_exits_3(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    limit(desk.devnet, BSC_DATASEED)
    assert desk.run("sync", "usdkg", "--chain", "ethereum", "--quiet") == 3
    told = capsys.readouterr().out
    assert "goes no further" in told
    assert "limit exceeded" in told
