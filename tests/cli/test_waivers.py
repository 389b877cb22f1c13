"""`check --waivers` as its user meets it: the gate, the word, the bundle, the command."""

import json
from pathlib import Path

import pytest

from stableaudit.adapters.evidence.reader import read_bundle
from stableaudit.cli.main import run

NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


def waive(*checks: str, expires: str = "9999-12-31") -> None:
    Path("waivers.toml").write_text(
        "".join(
            f'[[waiver]]\ncheck = "{one}"\nreason = "a rehearsal"\nowner = "me"\n'
            f'expires = "{expires}"\n'
            for one in checks
        )
    )


def checked(*more: str, code: int) -> dict[str, object]:
    output = ["-q", "--output", "json=report.json"]
    assert run(["check", "kgst", *output, *more, *NOWHERE]) == code
    report: dict[str, object] = json.loads(Path("report.json").read_bytes())
    return report


def open_checks() -> list[str]:
    findings = checked(code=3)["findings"]
    assert isinstance(findings, list)
    return sorted({one["check"] for one in findings if one["bearing"] == "undecided"})


def test_check_with_everything_waived_passes_and_says_inconclusive() -> None:
    waive(*open_checks())
    report = checked("--waivers", "waivers.toml", code=0)
    assert (report["verdict"], report["exit_code"]) == ("INCONCLUSIVE", 0)


def test_check_with_expired_waivers_is_as_undecided_as_before() -> None:
    waive(*open_checks(), expires="2026-01-01")
    report = checked("--waivers", "waivers.toml", code=3)
    assert report["verdict"] == "INCONCLUSIVE"


def test_waivers_are_in_the_bundle_and_judged_by_again_and_in_the_command(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    ids = open_checks()
    waive(*ids)
    report = checked("--waivers", "waivers.toml", "--bundle", "kept", code=0)
    assert "kgst --waivers waivers.toml --as-of " in str(report["repeat"])
    kept = [one.read_bytes() for one in Path("kept/inputs").iterdir()]
    assert kept == [Path("waivers.toml").read_bytes()]
    Path("waivers.toml").unlink()
    capsysbinary.readouterr()
    assert run(["verify", "kept"]) == 0
    given = read_bundle(Path("kept")).case.scope.waivers
    assert given is not None
    assert [one.check for one in given.waivers] == ids


def test_bundle_whose_waivers_are_no_copy_of_a_file_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waive(*open_checks())
    checked("--waivers", "waivers.toml", "--bundle", "kept", code=0)
    (kept,) = Path("kept/inputs").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"rehearsal", b"real case"))
    assert run(["verify", "kept"]) == 2
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[waiver]]\ncheck = "SUP-01"\n', "this table lacks the key reason"),
        ("", "the file lacks the key waiver"),
        ('[[waiver]]\ncheck = "XXX-01"\nreason="r"\nowner="o"\nexpires="2026-12-31"\n', "XXX-01"),
    ],
)
def test_check_with_waivers_that_cannot_be_meant_asks_nobody(
    text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("waivers.toml").write_text(text)
    assert run(["check", "kgst", "--waivers", "waivers.toml", *NOWHERE]) == 2
    assert said in capsys.readouterr().err


def test_schema_of_waivers_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "waivers"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "stableaudit waivers file"
