"""Reports in other languages: the same figures, in the words of a catalogue.

A catalogue is a GNU `.mo` file beside its `.po`; `python -m tests.language` makes the one from the
other. English is what the program speaks of itself and has no catalogue. Whatever words of others a
report shows (names, sources, errors, answers) stay in their own language.
"""

import gettext
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
        return Row(said(one.label), said(one.value), one.tone)

    match block:
        case Gap():
            return block
        case Banner(text, beneath):
            return Banner(said(text), said(beneath))
        case Title(word, tone, subject):
            return Title(said(word), tone, said(subject))
        case Heading(text):
            return Heading(said(text))
        case Paragraph(text, tone, indent):
            return Paragraph(said(text), tone, indent)
        case Rows(rows, indent):
            return Rows(tuple(row(one) for one in rows), indent)
        case Ledger(lines, totals):
            return Ledger(tuple(row(one) for one in lines), tuple(row(one) for one in totals))
        case Lead(word, tone, text):
            return Lead(said(word), tone, said(text))
        case Listing(headers, right, items):
            return Listing(
                tuple(said(one) for one in headers),
                right,
                tuple(
                    Item(
                        tuple(said(cell) for cell in item.cells),
                        tuple(said(text) for text in item.beneath),
                    )
                    for item in items
                ),
            )
        case Tree(branches, indent):
            return Tree(tuple(_branch(one, catalogue) for one in branches), indent)
        case _ as never:
            assert_never(never)


def _branch(branch: Branch, catalogue: Catalogue) -> Branch:
    beneath = tuple(_branch(one, catalogue) for one in branch.beneath)
    return Branch(in_language(branch.text, catalogue), branch.tone, beneath)
