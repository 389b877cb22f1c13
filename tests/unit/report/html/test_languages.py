"""The page in other languages: the same figures and anchors, and no English left of ours."""

import re
from dataclasses import replace

import pytest

from stableaudit.report.document import build
from stableaudit.report.html.page import render_html
from stableaudit.report.html.prose import prose
from stableaudit.report.language import Language
from tests.unit.report import cases
from tests.unit.report.html.reading import elements, tables, text, tree

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_OURS = ("events − supply", "native", "per fine ozt", "reference block", "SIMULATED", "closes")


@pytest.mark.parametrize("language", [Language.RUSSIAN, Language.KYRGYZ])
def test_page_has_the_figures_anchors_and_tables_of_the_english_one(language: Language) -> None:
    document = build(cases.usdkg())
    english = tree(render_html(document))
    other = tree(render_html(replace(document, language=language)))
    assert other.get("lang") == language
    anchors = [one.get("id") for one in elements(english) if one.get("id")]
    assert [one.get("id") for one in elements(other) if one.get("id")] == anchors
    assert [len(rows) for rows in tables(other)] == [len(rows) for rows in tables(english)]
    figures = [
        sorted(_FIGURE.findall(cell)) for table in tables(english) for row in table for cell in row
    ]
    assert figures == [
        sorted(_FIGURE.findall(cell)) for table in tables(other) for row in table for cell in row
    ]


@pytest.mark.parametrize("language", [Language.RUSSIAN, Language.KYRGYZ])
def test_page_in_another_language_says_nothing_of_ours_in_english(language: Language) -> None:
    document = build(cases.usdkg())
    english = text(tree(render_html(document)))
    other = text(tree(render_html(replace(document, language=language))))
    for words in _OURS:
        assert words in english
        assert words not in other


def test_minus_of_a_figure_is_never_left_at_the_end_of_a_line() -> None:
    assert prose("−1,500.5 USDKG") == '<span class="whole">−1,500.5</span> USDKG'
