"""`--listing-pack DIR`: where it is written, and that no tracker meets a figure nobody read."""

from pathlib import Path

import click
import pytest

from stableaudit.cli.listing import ready, write_listing_pack
from stableaudit.cli.main import run
from stableaudit.report.document import build
from tests.unit.report import cases

NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
FILES = [
    *("circulating-supply.txt", "methodology.md", "supply.json", "total-supply.txt"),
    "wallets.csv",
]


def test_pack_is_written_to_a_new_folder_and_again(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    for case in (cases.contradiction, cases.usdkg):
        write_listing_pack(build(case()), ready(folder))
        assert sorted(one.name for one in folder.iterdir()) == FILES
    assert (folder / "total-supply.txt").read_bytes() == b"50000000.000000"


def test_supply_that_could_not_be_read_leaves_the_pack_that_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pack"
    write_listing_pack(build(cases.usdkg()), folder)
    write_listing_pack(build(cases.nothing_read()), folder)
    assert (folder / "total-supply.txt").read_bytes() == b"50000000.000000"
    assert "no listing pack written: the supply of USDKG on TRON" in capsys.readouterr().err


def test_no_folder_asked_for_is_nothing_to_do() -> None:
    write_listing_pack(build(cases.usdkg()), ready(None))


@pytest.mark.parametrize("kind", ["link", "file", "nowhere"])
def test_folder_that_is_none_is_refused_before_the_check(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "no" / "pack" if kind == "nowhere" else tmp_path / "pack"
    if kind == "link":
        folder.symlink_to(tmp_path)
    elif kind == "file":
        folder.write_text("kept", "utf-8")
    with pytest.raises(click.BadParameter, match="pack"):
        ready(folder)


def test_check_that_reads_nothing_writes_no_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run(["check", "kgst", "-q", *NOWHERE, "--listing-pack", "pack"]) == 3
    assert not (tmp_path / "pack").exists()


def test_schema_of_the_pack_is_printed(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["schema", "listing-pack"]) == 0
    assert b"urn:stableaudit:listing-pack:1.0.0" in capsysbinary.readouterr().out
