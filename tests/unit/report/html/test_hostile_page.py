"""Hostile text and figures in the page: it brings in no element, no attribute and no address."""

import re
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.report.document import build
from stableaudit.report.html.page import render_html
from tests.hostile import CORPUS, hidden, huge, poisoned
from tests.unit.report.html.reading import elements, text, tree

_ELEMENTS = frozenset(
    (
        *("html", "head", "meta", "title", "link", "style", "body", "header", "footer", "main"),
        *("nav", "section", "div", "h1", "h2", "h3", "p", "a", "span", "strong", "code"),
        *("details", "summary", "ul", "li", "dl", "dt", "dd", "time"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption"),
        *(
            f"{{http://www.w3.org/2000/svg}}{name}"
            for name in ("svg", "title", "defs", "clipPath", "rect", "g", "path", "use", "text")
        ),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("lang", "charset", "http-equiv", "content", "name", "rel", "href", "class", "id"),
        *("scope", "colspan", "data-label", "aria-label", "aria-labelledby", "role"),
        *("viewBox", "d", "x", "y", "width", "height", "transform", "clip-path", "fill", "stroke"),
        *("stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap"),
        *("stroke-linejoin", "font-size", "text-anchor", "{http://www.w3.org/2000/xmlns/}xmlns"),
    )
)
_RUNNER_COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)


def brought_in(root: Element) -> list[str]:
    """Whatever our own templates could not have written."""
    found = [one.tag for one in elements(root) if one.tag not in _ELEMENTS]
    for one in elements(root):
        found += [name for name in one.attrib if name not in _ATTRIBUTES]
    links = [one.get("href", "") for one in elements(root) if "href" in one.attrib]
    found += [link for link in links if re.fullmatch(r"#[a-z0-9-]+|data:,", link) is None]
    return found


def check(words: str) -> Element:
    page = render_html(poisoned(words))
    assert hidden(page.decode()) == set()
    assert _RUNNER_COMMAND.findall(page.decode()) == []
    root = tree(page)
    assert brought_in(root) == []
    return root


@pytest.mark.parametrize("words", CORPUS)
def test_page_corpus_text_brings_in_nothing(words: str) -> None:
    check(words)


@settings(deadline=None, max_examples=8)  # a whole page an example
@given(st.text(max_size=60))
def test_page_any_text_brings_in_nothing(words: str) -> None:
    check(words)


@pytest.mark.parametrize("words", ["<img src=x onerror=1>", '"><script>', "a & b", "'"])
def test_page_markup_in_a_text_is_shown_as_it_is(words: str) -> None:
    assert words in text(check(words))


def test_page_huge_figures_are_shown() -> None:
    shown = text(tree(render_html(build(huge()))))
    assert f"{(1 << 256) - 1:,}" in shown


def test_brought_in_finds_what_it_looks_for() -> None:
    root = tree(b"<!DOCTYPE html><p onclick=1><a href='javascript:1'>x</a><img>")
    assert brought_in(root) == ["img", "onclick", "javascript:1"]
