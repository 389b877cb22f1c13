"""The page as a whole: all that the text says, and the same bytes for the same."""

import base64
import hashlib
import json
import re
import unicodedata
from functools import cache
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest

from stableaudit.report.blocks import (
    Banner,
    Block,
    Branch,
    Gap,
    Heading,
    Lead,
    Ledger,
    Listing,
    Paragraph,
    Row,
    Rows,
    Title,
    Tree,
)
from stableaudit.report.document import Chapter, Document, build
from stableaudit.report.html.page import render_html
from stableaudit.report.json_v1 import render_json
from stableaudit.report.pages.whole import reserves_only, whole
from stableaudit.report.safe_text import safe
from tests.unit.report import cases
from tests.unit.report.html.reading import elements, tables, text, tree


@cache
def document_of(name: str) -> Document:
    return build(cases.ALL[name]())


@cache
def page_of(name: str) -> bytes:
    return render_html(document_of(name))


@cache
def tree_of(name: str) -> Element:
    return tree(page_of(name))


any_case = pytest.mark.parametrize("name", sorted(cases.ALL))


def texts(block: Block) -> list[str]:
    found: list[str] = []
    match block:
        case Heading(one) | Paragraph(one):
            found = [one]
        case Lead(word, _, one):
            found = [word, one]
        case Rows(rows):
            found = in_rows(rows)
        case Ledger(lines, totals):
            found = in_rows((*lines, *totals))
        case Listing():
            found = [cell for item in block.items for cell in (*item.cells, *item.beneath)]
        case Tree(branches):
            found = [one for branch in branches for one in below(branch)]
        case Gap() | Banner() | Title():
            pass  # said by tests of their own
    return found


def in_rows(rows: tuple[Row, ...]) -> list[str]:
    return [part for row in rows for part in (row.label, row.value)]


def below(branch: Branch) -> list[str]:
    return [branch.text, *(one for inner in branch.beneath for one in below(inner))]


@any_case
def test_page_of_any_case_says_everything_that_the_text_says(name: str) -> None:
    shown = text(tree_of(name))
    wanted = [one for block in whole(document_of(name), verbose=True) for one in texts(block)]
    assert len(wanted) > 20
    assert [one for one in wanted if " ".join(safe(one).split()) not in shown] == []


def test_page_of_the_reserves_says_everything_that_their_text_says() -> None:
    document = build(cases.usdkg(), chapter=Chapter.RESERVES)
    shown = text(tree(render_html(document)))
    wanted = [one for block in reserves_only(document, verbose=True) for one in texts(block)]
    assert [one for one in wanted if " ".join(safe(one).split()) not in shown] == []
    assert "Events and holders" not in shown


@any_case
def test_page_of_the_same_case_is_the_same_bytes(name: str) -> None:
    assert render_html(document_of(name)) == page_of(name)


def test_page_begins_with_the_verdict_and_the_sentence_why() -> None:
    document, root = document_of("contradiction"), tree_of("contradiction")
    assert text(next(root.iter("h1"))).startswith("UNRECONCILED Gold Dollar (USDKG) at 2026-11-20")
    assert document.why in text(next(root.iter("header")))
    assert text(next(root.iter("footer"))).endswith(
        "UNRECONCILED (exit code 4): the books do not agree."
    )


def test_page_top_links_to_the_findings_that_decide() -> None:
    for name, codes in (("contradiction", ["COV-01", "COV-03", "SUP-04"]), ("fresh", [])):
        root = tree_of(name)
        links = list(next(root.iter("header")).iter("a"))
        assert [text(link) for link in links] == codes
        titles = {one.get("id"): text(one) for one in root.iter("h3")}
        for link, code in zip(links, codes, strict=True):
            assert code in titles[link.get("href", "").removeprefix("#")]


@any_case
def test_page_headings_are_in_steps_of_one(name: str) -> None:
    levels = [int(one.tag[1]) for one in elements(tree_of(name)) if one.tag in _LEVELS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [b - a for a, b in pairwise(levels) if b - a > 1] == []


_LEVELS = ("h1", "h2", "h3", "h4")


@any_case
def test_page_every_anchor_is_there_once_and_every_link_leads_to_one(name: str) -> None:
    root = tree_of(name)
    anchors = [one.get("id") for one in elements(root) if one.get("id") is not None]
    links = [one.get("href", "") for one in root.iter("a")]
    assert len(anchors) == len(set(anchors))
    assert len(links) > 5
    assert [link for link in links if link.removeprefix("#") not in anchors] == []


@any_case
def test_page_style_is_the_one_that_its_policy_names(name: str) -> None:
    root = tree_of(name)
    (style,) = root.iter("style")
    (policy,) = [
        one.get("content", "")
        for one in root.iter("meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = base64.b64encode(hashlib.sha256("".join(style.itertext()).encode()).digest())
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest.decode()}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert [one.tag for one in elements(root) if one.get("style") is not None] == []


@any_case
def test_page_has_no_control_character_but_line_ends(name: str) -> None:
    page = page_of(name).decode()
    assert {one for one in page if unicodedata.category(one) in {"Cc", "Cf"}} == {"\n"}


def test_page_simulated_network_is_said_at_top_and_bottom() -> None:
    simulated, real = (render_html(build(one())) for one in (cases.usdkg, cases.fresh))
    root = tree(simulated)
    assert "SIMULATED NETWORK" in text(next(root.iter("header")))
    assert "SIMULATED NETWORK" in text(next(root.iter("footer")))
    assert b"SIMULATED" not in real


@any_case
def test_page_figures_of_supply_are_those_of_the_json(name: str) -> None:
    supply = json.loads(render_json(document_of(name), 0))["supply"]
    told = (supply["native"], supply["declared"], supply["residual"])
    known = [one["tokens"] for one in told if "tokens" in one]
    shown = text(tree_of(name))
    figures = {
        one.replace(",", "").replace("−", "-") for one in re.findall(r"−?[\d,]+\.?\d*", shown)
    }
    wanted = [one.rstrip("0").rstrip(".") if "." in one else one for one in known]
    assert [one for one in wanted if one not in figures] == []


def test_page_finding_links_to_the_parts_that_its_evidence_stands_in() -> None:
    document = document_of("contradiction")
    number = 1 + [finding.check for finding in document.findings].index("SUP-04")
    entries = [one for one in tree_of("contradiction").iter("div") if one.get("class") == "entry"]
    (found,) = [one for one in entries if one[0].get("id") == f"finding-{number}"]
    assert text(found[0]).startswith("HIGH SUP-04")
    links = [one.get("href") for one in found.iter("a")]
    assert links == ["#supply-on-chain", "#events-and-holders"]


def test_page_four_books_stand_at_the_top_with_their_residuals() -> None:
    rows = tables(tree_of("contradiction"))[0]
    assert [row[0] for row in rows] == [
        "Book",
        *("1 Supply", "1 Supply", "2 Holders", "2 Holders", "3 Global", "4 Reserves"),
    ]
    assert rows[5][2:] == ["−1,500,000.000001 USDKG", "does not close"]


def test_page_without_a_contract_has_no_table_of_books() -> None:
    page = render_html(build(cases.ALL["digital-som"]()))
    assert b'id="four-books"' not in page
    assert b'href="#four-books"' not in page


def test_page_quiet_lines_are_folded_where_they_are_many() -> None:
    root = tree_of("usdkg")
    folded = [one for one in root.iter("details") if text(one).startswith("Sources (")]
    assert len(folded) > 2
    assert [one for one in folded if len(list(one.iter("dt"))) < 3] == []


def test_rows_hold_what_they_are_told() -> None:
    """The helper that collects the texts, shown to collect."""
    assert texts(Rows((Row("a", "b"),))) == ["a", "b"]
    assert texts(Tree((Branch("a", beneath=(Branch("b"),)),))) == ["a", "b"]
