"""`declare` as its user meets it: what is printed, what is written, and with which exit code."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.cli.main import run
from stableaudit.report.declare_json import declare_json_schema
from tests.unit.adapters.files.samples import STATEMENT

NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
EXAMPLE = Path(__file__).parents[2] / "examples" / "usdkg-reconciled" / "declaration.toml"
CHANGED = STATEMENT.replace('id = "s-1"', 'id = "s-2"').replace('"376.0"', '"400"')


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "old.toml").write_text(STATEMENT)
    (tmp_path / "new.toml").write_text(CHANGED)
    (tmp_path / "bad.toml").write_text(STATEMENT.replace('"999.9"', '"99"'))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["declare", "--help"], 0, ""),
        (["declare"], 2, "Usage"),
        (["declare", "validate"], 2, "Missing argument"),
        (["declare", "validate", "old.toml"], 0, ""),
        (["declare", "validate", str(EXAMPLE)], 0, ""),
        (["declare", "diff", "old.toml", "new.toml"], 0, ""),
        (["declare", "diff", "old.toml", "old.toml", "--exit-code"], 0, ""),
        (["declare", "diff", "old.toml", "new.toml", "--exit-code"], 4, ""),
        (["declare", "diff", "old.toml", "bad.toml"], 2, "bad.toml, line 17"),
        (["declare", "diff", "none.toml", "old.toml"], 2, "none.toml"),
        (["declare", "new"], 2, "standard input is no terminal: --no-input writes a template"),
        (["declare", "new", "--no-input"], 0, ""),
        (["declare", "new", "--no-input", "-o", "old.toml"], 2, "--force overwrites it"),
        (["declare", "new", "--no-input", "-o", "none/x.toml"], 2, "folder does not exist"),
        (["declare", "new", "--no-input", "--token", "usdgk"], 2, "did you mean usdkg"),
        (["check", "usdkg", "--declaration", "none.toml", *NOWHERE], 2, "none.toml"),
        (["check", "usdkg", "--declaration", "bad.toml", *NOWHERE], 2, "bad.toml, line 17"),
        (["check", "kgst", "--declaration", "old.toml", *NOWHERE], 3, ""),
        (["schema", "validation"], 0, ""),
        (["schema", "diff"], 0, ""),
    ],
)
def test_exit_code_table(
    words: list[str], code: int, said: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    ended = run(words)
    captured = capsysbinary.readouterr()
    assert (ended, said in captured.err.decode()) == (code, True)
    if code == 2:
        assert captured.out == b""


def test_validate_of_a_valid_file_says_what_each_unknown_costs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["declare", "validate", "old.toml"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  valid                         yes" in lines
    at = lines.index("  unknown    which statement it supersedes")
    assert "(DEC-08)" in lines[at + 1]


def test_validate_of_an_invalid_file_prints_every_problem_with_its_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = STATEMENT.replace('"999.9"', '"99"').replace('"2025-11-30"', '"2025-11-31"')
    Path("two.toml").write_text(text)
    assert run(["declare", "validate", "two.toml"]) == 2
    shown = capsys.readouterr().out
    assert "2 problems" in shown
    assert "two.toml, line 17, key reserves[0].fineness" in shown
    assert "two.toml, line 34, key assurance.issued_at" in shown


@pytest.mark.parametrize(("name", "code"), [("old.toml", 0), ("bad.toml", 2), ("none.toml", 2)])
def test_validate_json_fits_its_schema_valid_or_not(
    name: str, code: int, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["declare", "validate", name, "--format", "json"]) == code
    shown = json.loads(capsysbinary.readouterr().out)
    jsonschema.validate(shown, declare_json_schema("validation"))
    assert (shown["exit_code"], shown["valid"]) == (code, code == 0)
    assert bool(shown["problems"]) is (code == 2)
    assert bool(shown["unknown"]) is (code == 0)


def test_validate_reads_json_by_the_same_schema(capsys: pytest.CaptureFixture[str]) -> None:
    import tomllib

    Path("old.json").write_text(json.dumps(tomllib.loads(STATEMENT)))
    assert run(["declare", "validate", "old.json"]) == 0
    assert "s-1" in capsys.readouterr().out


def test_diff_says_in_words_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["declare", "diff", "old.toml", "new.toml"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    at = lines.index("changed    asset gold-1: quantity")
    assert lines[at + 1 : at + 3] == ["from 376.0", "to 400"]
    assert any("does not say what it supersedes" in line for line in lines)


EVENT = """
[[issuance_events]]
id = "i1"
at = "2025-11-20"
amount = "50"
source = "report"
as_of = "2026-01-01"
"""


def test_diff_tells_edited_history_and_time_that_goes_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("told.toml").write_text(STATEMENT + EVENT)
    earlier = STATEMENT.replace('"2025-11-28T15:00:00Z"', '"2025-11-27T15:00:00Z"')
    Path("back.toml").write_text(earlier)
    run(["declare", "diff", "told.toml", "back.toml"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "Events that were told before were edited or left out." in shown
    assert "was published at, an earlier time." in shown
    assert "removed issuance event i1" in shown
    run(["declare", "diff", "old.toml", "told.toml"])
    shown = capsys.readouterr().out
    assert "added    issuance event i1" in shown
    assert "told before were edited" not in shown


def test_diff_of_the_same_file_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    run(["declare", "diff", "old.toml", "old.toml"])
    shown = capsys.readouterr().out
    assert "they are the same file, byte for byte" in shown
    assert "Nothing: they say the same." in shown


def test_diff_json_fits_its_schema(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("told.toml").write_text(CHANGED + EVENT)
    edits = []
    for old, new in (("old.toml", "told.toml"), ("told.toml", "old.toml")):
        assert run(["declare", "diff", old, new, "--format", "json", "--exit-code"]) == 4
        shown = json.loads(capsysbinary.readouterr().out)
        jsonschema.validate(shown, declare_json_schema("diff"))
        assert (shown["exit_code"], shown["link"]) == (4, "unknown")
        assert {change["kind"] for change in shown["changes"]} > {"changed"}
        edits.append(shown["edits"])
    assert edits == [0, 1]


def test_new_without_input_writes_a_template_that_is_valid(tmp_path: Path) -> None:
    assert run(["declare", "new", "--no-input", "--token", "usdkg", "-o", "x.toml"]) == 0
    text = (tmp_path / "x.toml").read_text()
    assert "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG" in text
    assert 'quantity = "0"   # to fill in' in text
    assert run(["declare", "validate", "x.toml"]) == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".stableaudit")]


def test_new_overwrites_only_when_told_to(tmp_path: Path) -> None:
    assert run(["declare", "new", "--no-input", "-o", "old.toml"]) == 2
    assert (tmp_path / "old.toml").read_text() == STATEMENT
    assert run(["declare", "new", "--no-input", "-o", "old.toml", "--force"]) == 0
    assert (tmp_path / "old.toml").read_text() != STATEMENT


def test_new_never_writes_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to("old.toml")
    assert run(["declare", "new", "--no-input", "-o", "link.toml", "--force"]) == 2
    assert (tmp_path / "old.toml").read_text() == STATEMENT


def test_new_on_a_pipe_that_stays_open_does_not_wait() -> None:
    reading, writing = os.pipe()
    try:
        words = [sys.executable, "-m", "stableaudit", "declare", "new"]
        done = subprocess.run(words, stdin=reading, capture_output=True, timeout=60, check=False)
    finally:
        os.close(reading)
        os.close(writing)
    assert done.returncode == 2
    assert done.stdout == b""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    monkeypatch.setattr(sys, "stdin", _Terminal("".join(f"{one}\n" for one in answers)))


ROOT_ANSWERS = (
    *("my-statement", 'Issuer "A" \\ Co', "USDKG", "KG", "2026-11-20", "", "none", "50000000"),
    *("30", "us", ""),
)  # fmt: skip
GOLD_ANSWERS = (
    "", "Vault", "", "", "yes", "no", "", "389.999", "", "gross", "24", "999.9", "995.0", "31",
    "4179.60", "pm", "", "", "true", "0",
)  # fmt: skip


def test_new_asks_step_by_step_and_asks_again_what_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _answer(monkeypatch, *ROOT_ANSWERS, *GOLD_ANSWERS, "n", "n")
    assert run(["declare", "new", "-o", "mine.toml"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "a fineness is per mille, 100 to 1000, not 24" in captured.err
    text = (tmp_path / "mine.toml").read_text()
    for line in (
        'issuer = "Issuer \\"A\\" \\\\ Co"',
        'published_at = "2026-11-20"',
        "promised_cadence_days = 30",
        "related_party = true",
        "segregated = false",
        'fineness = "999.9"',
        "bars = 31",
        'declared_value = "unknown"',
        "good_delivery = true",
        'assurance = "unknown"',
    ):
        assert line in text.splitlines()
    assert run(["declare", "validate", "mine.toml"]) == 0


def test_new_with_a_report_and_terms_asks_for_them(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    report = ("Firm Ltd", "Brand", "ISRS 4400", "agreed_upon_procedures", "", "", "")
    terms = ("yes", "2", "", "", "anybody")
    defaults = ("",) * (len(ROOT_ANSWERS) + len(GOLD_ANSWERS) - 1)
    _answer(monkeypatch, *defaults, "y", *report, "y", *terms)
    assert run(["declare", "new"]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert '[assurance]\n# The firm that signed, or "unknown".\nsigner = "Firm Ltd"' in text
    assert "at_par = true" in text
    assert "settlement_days = 2" in text
    Path("said.toml").write_text(text)
    assert run(["declare", "validate", "said.toml"]) == 0


def test_new_that_is_left_before_its_end_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(monkeypatch, "my-statement")
    assert run(["declare", "new", "-o", "mine.toml"]) == 130
    assert not (tmp_path / "mine.toml").exists()


@pytest.mark.parametrize("absolute", [False, True])
def test_check_with_a_declaration_names_its_file_without_folders(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], *, absolute: bool
) -> None:
    file = str(tmp_path / "old.toml") if absolute else "old.toml"
    assert run(["check", "usdkg", "--declaration", file, "--format", "json", *NOWHERE]) == 3
    shown = capsysbinary.readouterr().out.decode()
    report = json.loads(shown)
    assert report["statement"]["id"] == "s-1"
    name = "./old.toml" if absolute else "old.toml"
    assert f"stableaudit check usdkg --declaration {name} --as-of " in report["repeat"]
    assert str(tmp_path) not in shown
