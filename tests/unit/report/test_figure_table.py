"""The long table of a report, as CSV and as Parquet."""

import pytest

from stableaudit.bootstrap.parquet_report import render as render_parquet
from stableaudit.report.document import build
from stableaudit.report.figure_table import COLUMNS, render
from stableaudit.report.rendering import Rendering
from tests.hostile import poisoned
from tests.unit.report import cases
from tests.unit.report.reading import read_csv, read_parquet

RENDERING = Rendering(3)
Rows = tuple[dict[str, str], ...]


def rows_of(case: str) -> Rows:
    return read_csv(render(build(cases.ALL[case]()), RENDERING))


def named(rows: Rows, name: str) -> dict[str, str]:
    return next(row for row in rows if row["name"] == name)


def test_figure_that_was_read_has_every_digit_and_what_it_rests_on() -> None:
    row = named(rows_of("usdkg"), "supply.ethereum")
    assert {name: row[name] for name in COLUMNS if row[name]} == {
        "token": "usdkg",
        "measured_at": "2026-11-20T15:00:00Z",
        "record": "figure",
        "name": "supply.ethereum",
        "status": "known",
        "low": "9500000.000000",
        "high": "9500000.000000",
        "unit": "USDKG",
        "trust": "AGREED 2/2",
        "pin": "EXACT",
        "block": "25841007",
        "text": "9,500,000 USDKG",
    }


def test_figure_of_several_chains_names_no_one_block() -> None:
    row = named(rows_of("usdkg"), "supply")
    assert (row["low"], row["block"], row["trust"]) == ("50000000.000000", "", "")


def test_figure_of_18_decimals_keeps_the_last() -> None:
    assert named(rows_of("kgst"), "supply")["low"] == "445945000.000000000000000001"


def test_figure_that_is_not_known_is_empty_and_says_why() -> None:
    row = named(rows_of("nothing-read"), "coverage")
    assert (row["status"], row["low"], row["high"], row["unit"]) == ("open", "", "", "")
    assert row["text"] == "the price of XAU / USD on Ethereum"


@pytest.mark.parametrize("case", sorted(cases.ALL))
def test_every_check_and_finding_has_its_rows(case: str) -> None:
    document, rows = build(cases.ALL[case]()), rows_of(case)
    assert [row["name"] for row in rows if row["record"] == "check"] == [
        check.id for check in document.checks
    ]
    assert sum(row["record"] == "finding" for row in rows) == sum(
        1 + len(finding.figures) for finding in document.findings
    )
    assert [row["status"] for row in rows if row["record"] == "run"] == [document.verdict.value]


def test_finding_has_its_figures_after_its_statement() -> None:
    rows = [row for row in rows_of("contradiction") if row["record"] == "finding"]
    statement, declared = [row for row in rows if row["name"] == "SUP-04"][:2]
    assert (statement["label"], statement["status"], statement["severity"]) == (
        "",
        "contradicts",
        "high",
    )
    assert (declared["label"], declared["text"]) == ("declared", "50,000,000 USDKG")


@pytest.mark.parametrize(
    ("case", "check", "status"),
    [
        ("fresh", "SUP-04", "pass"),
        ("usdkg", "DEC-05", "warn"),
        ("usdkg", "DEC-03", "inconclusive"),
        ("contradiction", "SUP-04", "fail"),
    ],
)
def test_check_has_the_worst_it_found(case: str, check: str, status: str) -> None:
    rows = rows_of(case)
    assert [row["status"] for row in rows if (row["record"], row["name"]) == ("check", check)] == [
        status
    ]


def test_run_on_a_devnet_says_so() -> None:
    assert [row["label"] for row in rows_of("usdkg") if row["record"] == "run"] == ["simulated"]
    assert [row["label"] for row in rows_of("fresh") if row["record"] == "run"] == [""]


def test_formula_of_a_stranger_is_text() -> None:
    rows = read_csv(render(poisoned("=1+1"), RENDERING))
    assert {row["token"] for row in rows} == {"'=1+1"}
    assert {row["unit"] for row in rows if row["name"] == "supply"} == {"'=1+1"}


def test_parquet_has_the_same_rows_as_csv() -> None:
    document = build(cases.contradiction())
    from_csv = read_csv(render(document, RENDERING))
    assert read_parquet(render_parquet(document, RENDERING)) == from_csv
