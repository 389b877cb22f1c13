"""A proof of finality that cannot be made is refused before anybody is asked: exit code 2."""

import sys
from pathlib import Path

import pytest

from stableaudit.cli.main import run

NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
ROOT = "0x" + "AB" * 32
SECRET = "s3cr3tk3y"  # noqa: S105 - the thing that must not appear
BEACON = f"http://127.0.0.1:9/{SECRET}"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


def said(capsys: pytest.CaptureFixture[str], *words: str, token: str = "usdkg") -> str:  # noqa: S107 - a stablecoin
    """Return what a check that is refused says."""
    assert run(["check", token, *NOWHERE, *words]) == 2
    printed = capsys.readouterr()
    assert SECRET not in printed.out + printed.err
    return " ".join(printed.err.split())


@pytest.mark.parametrize("option", ["--beacon-root", "--fast-finality"])
@pytest.mark.parametrize("word", ["", "0x12", "latest", ROOT + "00"])
def test_root_that_is_none_is_refused(
    option: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, option, word)
    assert option in text
    assert "is no root: 0x and 64 hex digits" in text


def test_root_of_a_chain_that_is_not_read_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "--beacon-root", ROOT, token="digital-som")  # noqa: S106 - a currency
    assert "this check does not read eip155:1" in text


def test_beacon_root_without_an_endpoint_says_where_one_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, "--beacon-root", ROOT)
    assert "option --beacon-root: no beacon endpoint is configured" in text
    assert "[chains.ethereum]" in text
    assert "STABLEAUDIT_BEACON_ETHEREUM" in text


def test_absent_library_of_signatures_is_named_with_how_to_install_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "py_ecc", None)
    monkeypatch.setenv("STABLEAUDIT_BEACON_ETHEREUM", BEACON)
    text = said(capsys, "--beacon-root", ROOT)
    assert "py_ecc is not installed" in text
    assert "stableaudit[bls]" in text
