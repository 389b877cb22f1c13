"""The command that a report gives is the one that was typed, without this machine's folders."""

import json
import shutil
from pathlib import Path

import pytest

from stableaudit.adapters.evidence.reader import read_bundle
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


def test_check_with_files_of_evidence_is_repeated_with_each_of_them(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """As they were typed; of an absolute path the name alone."""
    Path("gold.csv").write_text("at,price_usd_per_ozt,source\n2025-11-28,4163.475,a desk\n")
    shutil.copy(EXAMPLE.parent / "usdkg-reconciled" / "refiners.toml", tmp_path)
    files = ["--prices", "gold.csv", "--refiners", str(tmp_path / "refiners.toml")]
    assert run(["check", "usdkg", "--format", "json", *files, *NOWHERE]) == 3
    repeat = json.loads(capsysbinary.readouterr().out)["repeat"]
    assert " usdkg --prices gold.csv --refiners ./refiners.toml --as-of " in repeat


SNAPSHOT = """\
schema_version = "1.0.0"
token = "usdkg"
[[deployments]]
chain = "ethereum"
address = "0xe820c06321e60d36257c666643fa5436643445e3"
block = 1
code_hash = "unknown"
"""


def test_check_with_a_snapshot_of_control_keeps_it_and_names_it_again(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    Path("controls.toml").write_text(SNAPSHOT)
    words = ["--controls", "controls.toml", "--bundle", "kept", "--format", "json"]
    assert run(["check", "usdkg", *words, *NOWHERE]) == 3
    repeat = json.loads(capsysbinary.readouterr().out)["repeat"]
    assert " usdkg --controls controls.toml --as-of " in repeat
    assert [one.read_text() for one in Path("kept/inputs").iterdir()] == [SNAPSHOT]
    assert run(["verify", "kept"]) == 0
    snapshot = read_bundle(Path("kept")).case.scope.controls
    assert snapshot is not None
    assert [one.block for one in snapshot.deployments] == [1]


@pytest.mark.parametrize(
    ("token", "text", "said"),
    [
        ("kgst", SNAPSHOT, "controls.toml: is of usdkg, and kgst is checked"),
        ("usdkg", SNAPSHOT.replace("block = 1", "block = -1"), "key deployments[0].block"),
        ("kg-crypto-reserve", SNAPSHOT, "--controls: KG-RESERVE has no contract; leave it out"),
    ],
)
def test_check_with_a_snapshot_of_control_that_cannot_be_meant_is_refused(
    token: str, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("controls.toml").write_text(text)
    assert run(["check", token, "--controls", "controls.toml", *NOWHERE]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("token", "option", "why"),
    [
        ("usdkg", "--rates", "no exchange rate is read for USDKG"),
        ("kgst", "--prices", "no gold is declared for KGST"),
    ],
)
def test_check_with_a_file_that_nothing_is_read_from_is_refused(
    token: str, option: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", token, option, "any.file", *NOWHERE]) == 2
    assert f"{option}: {why}; leave it out" in capsys.readouterr().err
