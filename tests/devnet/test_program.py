"""The program as a process: it ends by itself, or where it is told to die."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devnet.network import Devnet
from tests.devnet.program import run_program

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


@pytest.fixture
def words(devnet: Devnet, tmp_path: Path) -> list[str]:
    config = tmp_path / "stableaudit.toml"
    config.write_text(devnet.config_text())
    report = tmp_path / "report.json"
    return ["check", "usdkg", "--quiet", "--config", str(config), "--output", f"json={report}"]


def test_program_left_alone_ends_with_its_own_code(
    devnet: Devnet, words: list[str], tmp_path: Path
) -> None:
    ended = run_program(words, {}, devnet=devnet)
    assert (ended.status, ended.killed) == (3, False)
    assert json.loads((tmp_path / "report.json").read_bytes())["verdict"] == "INCONCLUSIVE"
    assert ended.requests > 20


@pytest.mark.parametrize("requests", [1, 9])
def test_program_killed_at_a_request_has_asked_as_much_and_no_report(
    devnet: Devnet, words: list[str], tmp_path: Path, requests: int
) -> None:
    ended = run_program(words, {}, devnet=devnet, kill_after_requests=requests)
    assert (ended.status, ended.killed) == (-9, True)
    # Those that were on their way together with the last one may still come.
    assert requests <= ended.requests <= requests + 8
    assert not (tmp_path / "report.json").exists()


def test_program_killed_beyond_its_requests_ends_by_itself(
    devnet: Devnet, words: list[str]
) -> None:
    ended = run_program(words, {}, devnet=devnet, kill_after_requests=10_000)
    assert (ended.status, ended.killed) == (3, False)


def test_program_lingering_goes_on_for_a_while(devnet: Devnet, words: list[str]) -> None:
    at_once, later = (
        run_program(
            words, {}, devnet=devnet, kill_after_requests=1, linger_seconds=seconds
        ).requests
        for seconds in (0.0, 30.0)
    )
    assert at_once < later


def test_program_killed_after_seconds_is_killed(devnet: Devnet, words: list[str]) -> None:
    ended = run_program(words, {}, devnet=devnet, kill_after_seconds=0.05)
    assert (ended.status, ended.requests) == (-9, 0)


def test_program_that_takes_too_long_is_killed_and_told(devnet: Devnet, words: list[str]) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_program(words, {}, devnet=devnet, timeout_seconds=0.05)


def test_program_gets_the_environment_that_is_given_and_no_other(
    devnet: Devnet, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    assert "import time:" not in run_program(["--version"], {}, devnet=devnet).stderr
    given = run_program(["--version"], {"PYTHONPROFILEIMPORTTIME": "1"}, devnet=devnet)
    assert "import time:" in given.stderr
    assert given.stdout.startswith("stableaudit")
    del words
