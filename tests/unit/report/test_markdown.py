"""Markdown as a person reads it on GitHub: all of the text, and nothing that acts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.report.blocks import (
    Block,
    Branch,
    Gap,
    Item,
    Lead,
    Ledger,
    Listing,
    Paragraph,
    Row,
    Rows,
    Tone,
    Tree,
)
from stableaudit.report.document import Chapter, build
from stableaudit.report.markdown import render
from stableaudit.report.markdown_blocks import markdown_blocks
from stableaudit.report.markdown_text import code, markdown
from stableaudit.report.rendering import Rendering
from stableaudit.report.safe_text import safe
from stableaudit.report.summary import MOST_BYTES
from stableaudit.report.summary import render as render_summary
from tests.hostile import CORPUS, poisoned
from tests.unit.report import cases
from tests.unit.report.reading import read_markdown

_MADE_A_LINK = re.compile(r"@\w|#[0-9]|://|www\.|\bGH-[0-9]|\b[0-9a-f]{7,40}\b|:\w+:|\$")
"""What GitHub makes a link, a mention, a picture or a formula of, wherever it is no code."""

RENDERING = Rendering(3)


def one(block: Block) -> str:
    (text,) = markdown_blocks((block,))
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  two   words ", "two words"),
        ("supply of 50,000,000 tokens (9.5 %).", "supply of 50,000,000 tokens (9.5 `%`)."),
        ("residual − 0.5, of Σ", "residual − 0.5, of Σ"),
        ("1. is no list", "`1`. is no list"),
        ("1.5 stays", "1.5 stays"),
        ("(SUP-04, declared supply)", "(`SUP-04`, declared supply)"),
        ("owner(), then", "`owner()`, then"),
        ("at 2026-11-20T15:00:00Z", "at `2026-11-20T15:00:00Z`"),
        ("a|b", "`a`&#124;`b`"),
        ("`` ` ``", "``` `` ``` `` ` `` ``` `` ```"),
        ("deadbee", "`deadbee`"),
        ("x" * 25, f"`{'x' * 25}`"),
        ("--fail-on", "`--fail-on`"),
        ("…,", "…,"),
        ("(", "`(`"),
    ],
)
def test_markdown_of_a_text_is(text: str, expected: str) -> None:
    assert markdown(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("", ""), ("a  b|c", "`a b`&#124;`c`")])
def test_code_of_a_text_is(text: str, expected: str) -> None:
    assert code(text) == expected


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("around", ["{}", "a {}, b", "({})", "{}{}", "x|{}"])
def test_hostile_text_is_shown_in_one_cell_and_makes_no_link(text: str, around: str) -> None:
    whole = around.format(text, text)
    prose = read_markdown(f"| h |\n| --- |\n| {markdown(whole)} |\n".encode())
    assert [[len(row) for row in table] for table in prose.tables] == [[1, 1]]
    assert [word for word in prose.words if _MADE_A_LINK.search(word)] == []


@given(st.text())
def test_any_text_keeps_every_character_it_shows(text: str) -> None:
    prose = read_markdown(f"{markdown(text)}\n".encode())
    kept = sorted("".join((*prose.words, *prose.code)).replace(" ", ""))
    assert kept == sorted(safe(text).replace(" ", ""))


@given(st.text(alphabet="ab1.,:;!()[]{}<>|`*_~@#$&\\/+-='\" "))
def test_text_of_marks_makes_no_link_and_stays_in_its_cell(text: str) -> None:
    prose = read_markdown(f"| h |\n| --- |\n| {markdown(text)} |\n".encode())
    assert [[len(row) for row in table] for table in prose.tables] == [[1, 1]]
    assert [word for word in prose.words if _MADE_A_LINK.search(word)] == []


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Lead("HIGH SUP-04", Tone.BAD, "contradicts"), "### HIGH `SUP-04`, contradicts"),
        (Lead("TRON"), "### TRON"),
        (Paragraph("so", Tone.BAD), "**so**"),
        (Paragraph("so", Tone.QUIET), "so"),
        (Paragraph("check --as-of now", verbatim=True), "`check --as-of now`"),
        (
            Rows((Row("a", "1"), Row("b", "2", Tone.BAD), Row("c", ""))),
            "| What | Value |\n| --- | --- |\n| a | 1 |\n| b | **2** |\n| c |  |",
        ),
        (
            Ledger((Row("a", "1"),), (Row("sum", "1"),)),
            "| What | Amount |\n| --- | ---: |\n| a | 1 |\n| sum | **1** |",
        ),
        (
            Listing(("n", "who"), (True, False), (Item(("1", "a"), ("x", "y")),)),
            "| n | who |  |\n| ---: | --- | --- |\n| 1 | a | x; y |",
        ),
        (
            Tree((Branch("mint", beneath=(Branch("owner", beneath=(Branch("key"),)),)),)),
            "- mint\n  - owner\n    - key",
        ),
    ],
)
def test_block_as_markdown_is(block: Block, expected: str) -> None:
    assert one(block) == expected


@pytest.mark.parametrize("block", [Gap(), Paragraph(""), Listing(("n",), (True,), ()), Tree(())])
def test_block_that_shows_nothing_leaves_nothing(block: Block) -> None:
    assert list(markdown_blocks((block,))) == []


def test_report_last_line_is_the_verdict() -> None:
    lines = render(build(cases.usdkg()), RENDERING).decode().splitlines()
    assert lines[-1] == "**INCONCLUSIVE (exit code 3): the books cannot be closed**"


def test_report_holds_every_figure_of_the_text() -> None:
    prose = read_markdown(render(build(cases.usdkg()), Rendering(3, verbose=True)))
    cells = {cell for table in prose.tables for row in table for cell in row}
    assert {"**50,000,000 USDKG**", "4,212.51 – 4,212.88 USD per fine ozt"} <= cells


def test_report_of_the_reserve_has_no_page_of_supply() -> None:
    document = build(cases.usdkg(), chapter=Chapter.RESERVES)
    headings = re.findall(r"^## (.*)$", render(document, RENDERING).decode(), re.MULTILINE)
    assert "Reserve" in headings
    assert "Supply on chain" not in headings


def test_summary_begins_with_verdict_and_findings() -> None:
    text = render_summary(build(cases.usdkg()), RENDERING).decode()
    headings = re.findall(r"^##? (.*)$", text, re.MULTILINE)
    assert headings[0].startswith("INCONCLUSIVE: Gold Dollar (USDKG) at")
    assert headings[1] == "Findings"
    assert "Cut here" not in text


@pytest.mark.parametrize("length", [1_400, 1_600, 2_100, 2_300, 10_240, 70_000])
def test_summary_too_long_is_cut_and_says_so(length: int) -> None:
    data = render_summary(poisoned("ы" * length), RENDERING)
    *_, cut, last = data.decode().rstrip("\n").split("\n\n")
    assert len(data) <= MOST_BYTES
    assert re.match(r"Cut here: the last [0-9]+ of [0-9]+ paragraphs and tables are left out", cut)
    assert last == "**INCONCLUSIVE (exit code 3): the books cannot be closed**"
    read_markdown(data)
