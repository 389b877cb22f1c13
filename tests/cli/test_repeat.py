"""The command that a report gives is the one that was typed, without this machine's folders."""

import json
import shutil
from pathlib import Path

import pytest

from stableaudit.cli.main import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "gold-token"
NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copytree(EXAMPLE, tmp_path / "mine")


def _repeat(named: str, capsysbinary: pytest.CaptureFixture[bytes]) -> str:
    assert run(["check", named, "--format", "json", *NOWHERE]) == 3
    printed = capsysbinary.readouterr().out
    assert str(Path.cwd()).encode() not in printed
    repeat: str = json.loads(printed)["repeat"]
    return repeat


@pytest.mark.parametrize("named", ["usdkg", "mine/token.toml", "./mine/token.toml"])
def test_check_of_a_name_is_repeated_by_that_name(
    named: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert _repeat(named, capsysbinary).startswith(f"stableaudit check {named} --as-of ")


def test_check_of_an_absolute_path_is_repeated_by_the_files_own_name(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    absolute = str(tmp_path / "mine" / "token.toml")
    assert _repeat(absolute, capsysbinary).startswith("stableaudit check ./token.toml --as-of ")


def test_check_of_a_file_whose_name_is_no_text_still_ends_in_a_report(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    named = "mine/t\udcff.toml"
    (tmp_path / "mine" / "token.toml").rename(tmp_path / named)
    assert "t\\udcff.toml" in _repeat(named, capsysbinary)
