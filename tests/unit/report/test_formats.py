"""Every format of the registry, by what holds for all of them."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.bootstrap.formats import FORMATS, format_of, names, renderer
from stableaudit.report.document import Document, build
from stableaudit.report.rendering import Rendering
from tests.hostile import CORPUS, RUNNER_COMMAND, hidden, huge, poisoned
from tests.unit.report import cases
from tests.unit.report.reading import READERS

_RENDERING = Rendering(3)
_BESIDE_TEXT_AND_JSON = [name for name in names() if name not in {"text", "json", "html"}]
"""Text and JSON meet the corpus in test_hostile.py, a page in html/test_hostile_page.py."""

poisoned_once = cache(poisoned)


def rendered(name: str, document: Document) -> bytes:
    return renderer(name)(document, _RENDERING)


def test_every_format_has_a_reader_in_the_tests() -> None:
    assert sorted(READERS) == sorted(names())


def test_names_of_formats_are_distinct() -> None:
    assert len(set(names())) == len(FORMATS)


def test_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        renderer("pdf")


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("case", sorted(cases.ALL))
def test_any_case_is_read_by_its_format(name: str, case: str) -> None:
    READERS[name](rendered(name, build(cases.ALL[case]())))


@pytest.mark.parametrize("name", names())
def test_same_document_gives_the_same_bytes(name: str) -> None:
    first, second = (rendered(name, build(cases.contradiction())) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("name", _BESIDE_TEXT_AND_JSON)
def test_hostile_text_is_read_by_its_format_and_hides_nothing(name: str, text: str) -> None:
    output = rendered(name, poisoned_once(text))
    READERS[name](output)
    if not format_of(name).binary:
        assert hidden(output.decode()) == set()
        assert RUNNER_COMMAND.findall(output.decode()) == []


@settings(deadline=None, max_examples=15)  # a whole report of every format an example
@given(st.text(max_size=60))
def test_any_text_is_read_by_every_format_and_hides_nothing(text: str) -> None:
    document = poisoned(text)
    for name in _BESIDE_TEXT_AND_JSON:
        output = rendered(name, document)
        READERS[name](output)
        if not format_of(name).binary:
            assert hidden(output.decode()) == set()
            assert RUNNER_COMMAND.findall(output.decode()) == []


@pytest.mark.parametrize("name", _BESIDE_TEXT_AND_JSON)
def test_huge_figures_are_read_by_its_format(name: str) -> None:
    READERS[name](rendered(name, build(huge())))
