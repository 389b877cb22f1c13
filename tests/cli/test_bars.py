"""`stableaudit bars` as its user meets it: exit codes, options, errors that help."""

import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.cli.main import run
from stableaudit.report.json_v1 import bars_json_schema

EXAMPLE = Path(__file__).parents[2] / "examples" / "usdkg-reconciled"
BARS = str(EXAMPLE / "bars.csv")
REFINERS = ["--refiners", str(EXAMPLE / "refiners.toml")]
HEADER = "serial_no,brand_code,year,gross_ozt,assay_permille,fine_ozt"
GOOD = "123456,XYZ,2023,401.125,995.8,399.440"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))


def _write(*rows: str, name: str = "b.csv", header: str = HEADER) -> str:
    Path(name).write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return name


def _rules(out: str) -> list[str]:
    return re.findall(r"(?m)^ +(?:info|low|medium|high|critical) +(BAR-\d\d)", out)


def test_example_as_its_readme_says_passes_without_a_finding(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = [BARS, *REFINERS, "--good-delivery", "--declared-fine", "390.000 kg"]
    words += ["--declared-bars", "31", "--price", "4136.07", "--fail-on", "info"]
    assert run(["bars", *words]) == 0
    out = capsys.readouterr().out
    assert "12,538.792 fine ozt" in out
    assert "51,861,321.42744 USD" in out
    assert _rules(out) == []


@pytest.mark.parametrize(
    ("rows", "options", "code", "rules"),
    [
        ([GOOD], [], 0, ["BAR-07"]),
        ([GOOD], ["--fail-on", "medium"], 4, ["BAR-07"]),
        ([GOOD.replace("399.440", "399.450")], [], 4, ["BAR-03", "BAR-07"]),
        ([GOOD.replace("401.125", "401.130")], [], 4, ["BAR-03", "BAR-07"]),
        ([GOOD.replace("401.125", "401.1253")], ["--good-delivery"], 0, ["BAR-04", "BAR-07"]),
        ([GOOD.replace("401.125", "401.1253")], ["--any-bar"], 0, ["BAR-07"]),
        ([GOOD, GOOD], [], 4, ["BAR-05", "BAR-07"]),
        ([GOOD, GOOD], ["--fail-on", "never"], 0, ["BAR-05", "BAR-07"]),
        ([GOOD], ["--declared-bars", "2"], 4, ["BAR-07", "BAR-09"]),
        ([GOOD], ["--declared-fine", "399.440 ozt"], 0, ["BAR-07"]),
        ([GOOD], ["--declared-fine", "12.4 kg"], 0, ["BAR-07"]),
        ([GOOD], ["--declared-fine", "12.40 kg"], 4, ["BAR-02", "BAR-07"]),
        ([GOOD], ["--declared-fine", "12424 g"], 0, ["BAR-07"]),
        ([], [], 4, ["BAR-12"]),
    ],
)
def test_exit_code_and_findings_of_a_list(
    rows: list[str],
    options: list[str],
    code: int,
    rules: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["bars", _write(*rows), *options]) == code
    out = capsys.readouterr().out
    assert _rules(out) == rules
    assert f"(exit code {code})" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["missing.csv"], "missing.csv: cannot be read"),
        (["b.csv", "--column", "x"], "is not NAME=COLUMN"),
        (["b.csv", "--column", "=year"], "is not NAME=COLUMN"),
        (["b.csv", "--column", "A=year", "--column", "A=seal"], "one column two meanings"),
        (["b.csv", "--column", "Weight=gross_oz"], "28.349523125 g"),
        (["b.csv", "--column", "Weight=gross_ozt"], "column Weight: is not in the header"),
        (["b.csv", "--layout", "lbma-annex-c"], "column Serial number: is not in the header"),
        (["b.csv", "--layout", "other"], "'other' is not one of"),
        (["b.csv", "--decimal", "comma"], "has a point, and decimals were said"),
        (["b.csv", "--declared-fine", "376"], "is not a mass and its unit"),
        (["b.csv", "--declared-fine", "376 oz"], "28.349523125 g"),
        (["b.csv", "--declared-fine", "3,76 kg"], "is not a mass and its unit"),
        (["b.csv", "--declared-bars", "-1"], "--declared-bars"),
        (["b.csv", "--price", "1e3"], "is not a price"),
        (["b.csv", "--price", "4136.07 usd"], "no currency of three capitals"),
        (["b.csv", "--previous", "missing.csv"], "missing.csv: cannot be read"),
        (["b.csv", "--other", "missing.csv"], "missing.csv: cannot be read"),
        (["b.csv", "--refiners", "missing.toml"], "missing.toml: cannot be read"),
        ([], "Missing argument"),
    ],
)
def test_what_is_invalid_is_exit_2_and_said(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(GOOD)
    assert run(["bars", *words]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_annex_c_and_columns_and_comma_are_read_as_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    header = "Serial number;Brand code;Gross weight (ozt);Assay;Fine weight (ozt);Year;Note=1"
    path = _write("1;XYZ;401,125;995,8;399,440;2023;x", header=header)
    words = ["--layout", "lbma-annex-c", "--column", "Note=1=-", "--decimal", "comma"]
    assert run(["bars", path, *words]) == 0
    out = capsys.readouterr().out
    assert _rules(out) == ["BAR-01", "BAR-07"]
    assert "399.440 fine ozt" in out


def test_previous_and_other_lists_are_held_against_the_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = _write(GOOD)
    same, other = _write(GOOD, name="same.csv"), _write(name="empty.csv")
    assert run(["bars", path, "--previous", same, "--other", other]) == 0
    assert _rules(capsys.readouterr().out) == ["BAR-07"]
    assert run(["bars", path, "--previous", other, "--other", other, "--other", same]) == 4
    out = capsys.readouterr().out
    assert _rules(out) == ["BAR-06", "BAR-07", "BAR-10"]
    assert "same.csv" in out


def test_shipped_refiner_is_known_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    header = HEADER.replace("brand_code", "refiner")
    row = GOOD.replace("XYZ", "Kyrgyzaltyn JSC").replace("2023", "2021")
    assert run(["bars", _write(row, header=header), "--fail-on", "info"]) == 0
    assert _rules(capsys.readouterr().out) == []


def test_own_refiner_list_is_stronger_than_the_shipped_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = (EXAMPLE / "refiners.toml").read_text("utf-8")
    Path("own.toml").write_text(own.replace("Invented Refinery No. 1", "Kyrgyzaltyn JSC"), "utf-8")
    row = GOOD.replace("XYZ", "Kyrgyzaltyn JSC").replace("2023", "2009")
    path = _write(row, header=HEADER.replace("brand_code", "refiner"))
    assert run(["bars", path, "--refiners", "own.toml"]) == 0
    assert _rules(capsys.readouterr().out) == ["BAR-07"]


def test_json_fits_the_schema_that_is_printed(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["schema", "bars"]) == 0
    schema = json.loads(capsysbinary.readouterr().out)
    assert schema == bars_json_schema()
    words = [_write(GOOD, GOOD), "--price", "3800 EUR", "--format", "json"]
    assert run(["bars", *words]) == 4
    report = json.loads(capsysbinary.readouterr().out)
    jsonschema.validate(report, schema)
    assert (report["file"], report["exit_code"]) == ("b.csv", 4)
    assert report["price"]["unit"] == "EUR per fine troy ounce"


def test_json_of_an_invalid_file_is_an_error_object(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run(["bars", _write("x"), "--format", "json"]) == 2
    failure = json.loads(capsysbinary.readouterr().out)
    jsonschema.validate(failure, bars_json_schema())
    assert "b.csv, line 2" in failure["error"]["message"]


@pytest.mark.parametrize("words", [["explain", "BAR-03"], ["schema", "refiner"], ["bars", "-h"]])
def test_help_on_bars_is_there(words: list[str]) -> None:
    assert run(words) == 0
