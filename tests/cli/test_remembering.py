"""`check` keeps what it came to; whatever happens to that, the check ends as it would have."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.cli.main import run

NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
CHECK = ["check", "kgst", *NOWHERE]
FILE = Path("ledgers/results/kgst.jsonl")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STABLEAUDIT_STORE", "ledgers")


def kept() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILE.read_bytes().splitlines()[1:]]


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_check_keeps_what_it_came_to_beside_the_ledgers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*CHECK, "--format", "json"]) == 3
    report = capsys.readouterr().out
    (one,) = kept()
    assert (one["verdict"], one["gate"]) == ("INCONCLUSIVE", "undecided")
    assert one["why"] == json.loads(report)["why"]
    found = [finding["check"] for finding in json.loads(report)["findings"]]
    assert [finding["check"] for finding in one["findings"]] == found


def test_digest_that_is_kept_is_of_the_json_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "--format", "json"]) == 3
    report = capsys.readouterr().out
    assert kept()[0]["report_sha256"] == hashlib.sha256(report.encode()).hexdigest()


def test_no_history_keeps_nothing() -> None:
    assert run([*CHECK, "--no-history"]) == 3
    assert not FILE.exists()


def test_reserves_and_a_refused_check_keep_nothing() -> None:
    assert run(["reserves", "usdkg", "-q", *NOWHERE]) == 3
    assert run(["check", "kgst", "--as-of", "2999-01-01", *NOWHERE]) == 2
    assert not FILE.parent.exists()


@pytest.mark.parametrize("content", ["foreign\n", '{"format":"stableaudit results"}\n'])
def test_check_over_a_file_that_is_not_its_own_ends_as_before_with_a_warning(
    content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    FILE.parent.mkdir(parents=True)
    FILE.write_text(content)
    check = [*CHECK, "-q", "--as-of", "2026-11-20"]
    assert run(check) == 3
    spoiled = capsys.readouterr()
    assert FILE.read_text() == content
    assert spoiled.err.startswith("warning: this result is not kept for `history`")
    assert spoiled.err.count("\n") == 1
    assert str(FILE) in spoiled.err
    assert "--no-history keeps none" in spoiled.err
    FILE.unlink()
    assert run(check) == 3
    assert capsys.readouterr() == (spoiled.out, "")


def test_check_whose_folder_cannot_be_made_ends_as_before_with_a_warning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    FILE.parent.parent.mkdir()
    FILE.parent.write_text("in the way")
    assert run([*CHECK, "-q"]) == 3
    assert "this result is not kept" in capsys.readouterr().err


def test_since_last_of_a_first_check_says_that_there_is_nothing_to_compare_with(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*CHECK, "--since-last"]) == 3
    printed = capsys.readouterr().out
    assert "No earlier result of KGST is kept on this machine" in printed
    assert printed.splitlines()[-1].startswith("INCONCLUSIVE (exit code 3): ")
    assert len(kept()) == 1


def test_since_last_of_a_check_that_says_the_same_tells_no_change(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*CHECK, "-q", "--as-of", "2026-11-20"]) == 3
    assert run([*CHECK, "-q", "--as-of", "2026-11-21"]) == 3
    capsys.readouterr()
    assert run([*CHECK, "--since-last", "--no-history", "--as-of", "2026-11-20"]) == 3
    printed = words_of(capsys.readouterr().out)
    assert "old 2026-11-20T23:59:59Z new 2026-11-20T23:59:59Z" in printed
    assert "Nothing: verdict, supplies, books and findings are the same." in printed
    assert len(kept()) == 2


def test_since_last_tells_the_findings_that_a_declaration_takes_away(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*CHECK, "-q"]) == 3
    line = json.loads(FILE.read_bytes().splitlines()[1])
    line["findings"].append(line["findings"][0] | {"check": "ZZZ-01", "statement": "it is gone"})
    header = FILE.read_bytes().splitlines()[0]
    FILE.write_bytes(header + b"\n" + json.dumps(line).encode() + b"\n")
    capsys.readouterr()
    assert run([*CHECK, "--since-last", "--output", "json=whole.json"]) == 3
    printed = capsys.readouterr().out
    assert "FINDINGS THAT ARE GONE" in printed
    assert "ZZZ-01 undecided" in printed
    assert "it is gone" in printed
    assert json.loads(Path("whole.json").read_bytes())["verdict"] == "INCONCLUSIVE"


def test_since_last_over_a_damaged_file_says_so_and_the_code_stays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*CHECK, "-q"]) == 3
    FILE.write_bytes(FILE.read_bytes() + b"{}\n")
    capsys.readouterr()
    assert run([*CHECK, "--since-last"]) == 3
    printed = capsys.readouterr()
    assert "Not known: the earlier results cannot be read." in words_of(printed.out)
    assert "line 3 is no result" in words_of(printed.out)
    assert "this result is not kept" in printed.err


def test_since_last_as_json_has_the_schema_that_is_published(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["schema", "changes"]) == 0
    schema = json.loads(capsys.readouterr().out)
    for changed in ("not known", "no"):
        assert run([*CHECK, "--since-last", "--format", "json", "--as-of", "2026-11-20"]) == 3
        report = json.loads(capsys.readouterr().out)
        jsonschema.validate(report, schema)
        assert (report["changed"], report["exit_code"]) == (changed, 3)


def test_bundle_of_a_check_that_remembers_holds_no_history_and_is_verified() -> None:
    assert run([*CHECK, "-q"]) == 3
    assert run([*CHECK, "--since-last", "--bundle", "out"]) == 3
    assert len(kept()) == 2
    assert run(["verify", "out"]) == 0
    report = json.loads(Path("out/report.json").read_bytes())
    assert "history" not in report
    shutil.rmtree("ledgers")
    assert run(["verify", "out"]) == 0


def test_since_last_beside_quiet_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "--since-last", "--quiet"]) == 2
    assert "--since-last" in capsys.readouterr().err
    assert not FILE.exists()
