"""Catalogues are whole and current, and a report says the same figures in every language."""

import re
from dataclasses import replace
from string import Formatter

import pytest
from babel.messages.catalog import Message

import stableaudit.report.pages.whole as pages
from stableaudit.cli.options import LANGUAGES as OPTION_LANGUAGES
from stableaudit.report.blocks import Block, Paragraph
from stableaudit.report.console import render_text, render_verdict_line
from stableaudit.report.document import Document, build
from stableaudit.report.language import Language, catalogue_of, spoken
from stableaudit.report.limits import LIMITS
from tests.language.__main__ import LANGUAGES, LOCALE, compiled, current, read, written
from tests.language.templates import templates
from tests.unit.report.cases import ALL
from tests.unit.report.on_chain_cases import holdings

_CASES = {**ALL, "holdings": holdings}
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def messages(language: str) -> list[Message]:
    return [one for one in read(language) if one.id]


def documents() -> list[Document]:
    return [build(case()) for _, case in sorted(_CASES.items())]


def test_languages_of_the_option_are_those_with_a_catalogue() -> None:
    assert set(OPTION_LANGUAGES) == {language.value for language in Language}
    assert set(LANGUAGES) == set(OPTION_LANGUAGES) - {Language.ENGLISH.value}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_what_the_source_says_now(language: str) -> None:
    catalogue = current(read(language), language)
    again = "run: python -m tests.language"
    assert (LOCALE / f"{language}.po").read_bytes() == written(catalogue), again
    assert (LOCALE / f"{language}.mo").read_bytes() == compiled(catalogue), again


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_translated(language: str) -> None:
    missing = [one.id for one in messages(language) if not all(_strings(one))]
    assert not missing, f"{len(missing)} without a translation, the first: {missing[:3]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_fields_of_its_template(language: str) -> None:
    for one in messages(language):
        wanted = _fields(one.id if isinstance(one.id, str) else one.id[1])
        for string in _strings(one):
            assert _fields(string) == wanted, (one.id, string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_keeps_the_figures_and_the_blanks_around(language: str) -> None:
    for one in messages(language):
        if not isinstance(one.id, str):
            continue
        (string,) = _strings(one)
        assert sorted(re.findall(r"\d+", string)) == sorted(re.findall(r"\d+", one.id)), one.id
        assert _around(string) == _around(one.id), (one.id, string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_proven_is_said_in_the_language(language: str) -> None:
    catalogue = catalogue_of(Language(language))
    for sentence in LIMITS:
        assert len(_CYRILLIC.findall(catalogue.one(sentence))) > len(sentence) // 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_has_the_figures_of_the_english_one(language: str) -> None:
    for document in documents():
        english = render_text(document, width=200, colour=False, verbose=True)
        other = render_text(
            replace(document, language=Language(language)), width=200, colour=False, verbose=True
        )
        assert sorted(_FIGURE.findall(other)) == sorted(_FIGURE.findall(english))
        line = render_verdict_line(replace(document, language=Language(language)))
        assert sorted(_FIGURE.findall(line)) == sorted(
            _FIGURE.findall(render_verdict_line(document))
        )


def test_every_template_that_a_report_looks_up_is_in_the_source_or_has_no_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = templates()
    recorder = _Recorder()
    monkeypatch.setattr(pages, "catalogue_of", lambda _language: recorder)
    for document in documents():
        for lay_out in (pages.whole, pages.reserves_only):
            blocks: tuple[Block, ...] = lay_out(document, verbose=True)
            assert any(isinstance(block, Paragraph) for block in blocks)
    fields = {one for one in recorder.templates if "{" in one and not _is_words_of_others(one)}
    assert fields <= known.plain | {one for one, _ in known.plural}
    assert recorder.plurals <= known.plural


class _Recorder:
    """A catalogue that keeps what was looked up."""

    def __init__(self) -> None:
        self.templates: set[str] = set()
        self.plurals: set[tuple[str, str]] = set()

    def one(self, template: str) -> str:
        self.templates.add(template)
        return template

    def several(self, template: str, plural: str, number: int) -> str:
        self.plurals.add((template, plural))
        return template if number == 1 else plural


def _is_words_of_others(template: str) -> bool:
    return not re.search(r"[A-Za-z]{2}", re.sub(r"\{[^}]*\}", "", template))


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())


def _fields(template: str) -> list[tuple[str, str | None, str | None]]:
    parts = Formatter().parse(template)
    return sorted((name, spec, conversion) for _, name, spec, conversion in parts if name)


def _around(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_command_to_copy_is_the_same_in_every_language() -> None:
    block = Paragraph("stableaudit check usdkg", verbatim=True)
    assert spoken(block, catalogue_of(Language.RUSSIAN)) == block
