"""`stableaudit controls` against USDKG behind a multisig, 3 of 7, on real nodes on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.adapters.files.registry import load_controls, load_registry
from stableaudit.cli.main import run
from stableaudit.domain.power_map import ActorKind
from stableaudit.report.json_v1 import controls_json_schema
from tests.devnet.network import Devnet

pytestmark = pytest.mark.devnet


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


def test_usdkg_is_issued_by_three_of_seven_keys_on_both_chains(
    config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["controls", "usdkg", "-q", "--format", "json", "--config", str(config)]) == 0
    report: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
    jsonschema.validate(report, controls_json_schema())
    assert (report["simulated"], report["unread"]) == (True, [])
    for one in report["controls"]:
        control = one["control"]
        issuing = next(each for each in control["offices"] if "issue" in each["powers"])
        holder = issuing["holder"]["account"]
        actors = {actor["account"]: actor for actor in control["actors"]}
        (rule,) = actors[holder]["rules"]
        assert (actors[holder]["kind"], rule["threshold"]) == ("MULTISIG", "3")
        kinds = [actors[member["account"]]["kind"] for member in rule["members"]]
        assert kinds == ["KEY"] * 7


def test_snapshot_of_two_runs_differs_by_the_block_alone(
    config: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    for path in (first, second):
        words = ["controls", "usdkg", "-q", "--config", str(config), "--write", str(path)]
        assert run(words) == 0
    assert "3 of 7" in capsysbinary.readouterr().out.decode()

    def unnumbered(path: Path) -> list[str]:
        return [line for line in path.read_text().splitlines() if not line.startswith("block = ")]

    assert unnumbered(first) == unnumbered(second)
    assert "# SIMULATED NETWORK" in first.read_text()
    for deployment in load_controls(first, load_registry()).deployments:
        kinds = [actor.kind for actor in deployment.actors]
        assert kinds.count(ActorKind.MULTISIG) == 1
        assert deployment.code_hash is not None
