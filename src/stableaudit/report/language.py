"""Reports in other languages: the same figures, in the words of a catalogue.

A catalogue is a GNU `.mo` file beside its `.po`; `python -m tests.language` makes the one from the
other. English is what the program speaks of itself and has no catalogue. Whatever words of others a
report shows (names, sources, errors, answers) stay in their own language.
"""

import gettext
from dataclasses import replace
from enum import StrEnum
from importlib.resources import files
from typing import Final, assert_never

from stableaudit.domain.phrases import Catalogue, in_language
from stableaudit.report.blocks import (
    Banner,
    Block,
    Branch,
    Gap,
    Heading,
    Item,
    Lead,
    Ledger,
    Listing,
    Paragraph,
    Row,
    Rows,
    Title,
    Tree,
)


class Language(StrEnum):
    """What a report can be written in, by its ISO 639-1 code."""

    ENGLISH = "en"
    RUSSIAN = "ru"
    KYRGYZ = "ky"


class _English:
    """The templates themselves."""

    def one(self, template: str) -> str:
        """See Catalogue.one."""
        return template

    def several(self, template: str, plural: str, number: int) -> str:
        """See Catalogue.several."""
        return template if number == 1 else plural


class _Translated:
    """A catalogue of a file."""

    def __init__(self, translations: gettext.GNUTranslations) -> None:
        self._translations = translations

    def one(self, template: str) -> str:
        """See Catalogue.one."""
        return self._translations.gettext(template)

    def several(self, template: str, plural: str, number: int) -> str:
        """See Catalogue.several."""
        return self._translations.ngettext(template, plural, number)


ENGLISH: Final[Catalogue] = _English()


def catalogue_of(language: Language) -> Catalogue:
    """Return the words of a language; reads the file that was installed with the program."""
    if language is Language.ENGLISH:
        return ENGLISH
    file = files("stableaudit.report") / "locale" / f"{language}.mo"
    with file.open("rb") as opened:
        return _Translated(gettext.GNUTranslations(opened))


def spoken(block: Block, catalogue: Catalogue) -> Block:  # noqa: C901, PLR0911 - one case a member of Block
    """Return a block in the catalogue's language."""

    def said(text: str) -> str:
        return in_language(text, catalogue)

    def row(one: Row) -> Row:
        return replace(one, label=said(one.label), value=said(one.value))

    match block:
        case Gap():
            return block
        case Banner(text, beneath):
            return replace(block, text=said(text), beneath=said(beneath))
        case Title(word, _, subject):
            return replace(block, word=said(word), subject=said(subject))
        case Heading(text):
            return replace(block, text=said(text))
        case Paragraph(text):
            return block if block.verbatim else replace(block, text=said(text))
        case Rows(rows):
            return replace(block, rows=tuple(row(one) for one in rows))
        case Ledger(lines, totals):
            return Ledger(tuple(row(one) for one in lines), tuple(row(one) for one in totals))
        case Lead(word, _, text):
            return replace(block, word=said(word), text=said(text))
        case Listing(headers, _, items):
            return replace(
                block,
                headers=tuple(said(one) for one in headers),
                items=tuple(_item(one, catalogue) for one in items),
            )
        case Tree(branches):
            return replace(block, branches=tuple(_branch(one, catalogue) for one in branches))
        case _ as never:
            assert_never(never)


def _item(item: Item, catalogue: Catalogue) -> Item:
    return replace(
        item,
        cells=tuple(in_language(cell, catalogue) for cell in item.cells),
        beneath=tuple(in_language(text, catalogue) for text in item.beneath),
    )


def _branch(branch: Branch, catalogue: Catalogue) -> Branch:
    beneath = tuple(_branch(one, catalogue) for one in branch.beneath)
    return replace(branch, text=in_language(branch.text, catalogue), beneath=beneath)
