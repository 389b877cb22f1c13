"""A document as one HTML page. Pure: the same document always gives the same bytes.

The page asks for nothing: style and charts are in it, there is no script, and its policy
(Content-Security-Policy) names the one style sheet by its hash and forbids everything else.
"""

import base64
import hashlib
from dataclasses import replace
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from stableaudit.domain.phrases import Catalogue, in_language
from stableaudit.report.blocks import Block
from stableaudit.report.document import Chapter, Document
from stableaudit.report.html.charts.gallery import charts_for
from stableaudit.report.html.evidence import FINDINGS, deciding, with_evidence
from stableaudit.report.html.four_books import four_books
from stableaudit.report.html.parts import Cut, Entry, Part, cut
from stableaudit.report.html.prose import prose, shown
from stableaudit.report.html.trust import trust_table
from stableaudit.report.html.verifying import verifying
from stableaudit.report.language import Language, catalogue_of
from stableaudit.report.pages.opening import TONES
from stableaudit.report.pages.whole import last_line, reserves_only, whole
from stableaudit.report.rendering import Rendering
from stableaudit.report.safe_text import safe_line

_PACKAGE: Final = "stableaudit.report.html"
_TRUST: Final = ("trust", "Trust in each figure")
_VERIFY: Final = ("how-to-verify", "How to verify it")
_ALWAYS_FOLDED: Final = 3
"""So many quiet lines of an entry, such as its sources, are folded away; fewer are not."""


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the report as a page, always whole; see render_html."""
    del rendering
    return render_html(document)


def render_html(document: Document) -> bytes:
    """Return the report as a page in UTF-8, with the sources of every reading."""
    lay_out = whole if document.chapter is Chapter.WHOLE else reserves_only
    # Cut by the English headings, which name the anchors; what is shown is said by `_environment`.
    found = cut(lay_out(replace(document, language=Language.ENGLISH), verbose=True))
    style = _style()
    page = (
        _environment(catalogue_of(document.language))
        .get_template("page.html.j2")
        .render(
            document=document,
            found=found,
            opening=found.opening[1:],  # without the sentence why, which stands beside the verdict
            parts=_parts(document, found),
            books=four_books(document),
            deciding=deciding(document.findings),
            last_line=last_line(document),
            tone=TONES[document.verdict],
            style=Markup(style),  # noqa: S704 - our own file
            style_hash=_hash_of(style),
            many=_ALWAYS_FOLDED,
        )
    )
    return "".join(f"{safe_line(line)}\n" for line in page.split("\n") if line.strip()).encode()


def _parts(document: Document, found: Cut) -> tuple[Part, ...]:
    titles = {part.anchor: part.title for part in found.parts}
    table = trust_table(document)
    parts: list[Part] = []
    if table is not None:
        titles[_TRUST[0]] = _TRUST[1]
    for part in (_with_charts(part, document) for part in found.parts):
        if part.anchor != FINDINGS:
            parts.append(part)
            continue
        parts.append(with_evidence(part, document.findings, titles))
        if table is not None:
            parts.append(_plain(_TRUST, (table,)))
    return (*parts, _plain(_VERIFY, tuple(verifying())))


def _with_charts(part: Part, document: Document) -> Part:
    return replace(part, charts=charts_for(part.anchor, document))


def _plain(named: tuple[str, str], blocks: tuple[Block, ...]) -> Part:
    return Part(*named, (Entry(None, blocks),))


def _environment(catalogue: Catalogue) -> Environment:
    def said(text: str) -> str:
        return in_language(text, catalogue)

    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = lambda text: prose(said(text))
    environment.globals["_"] = said
    environment.tests["block"] = _is_block
    return environment


def _is_block(block: Block, name: str) -> bool:
    return type(block).__name__ == name


def _style() -> str:
    text = files(_PACKAGE).joinpath("templates", "style.css").read_text("utf-8")
    # One style sheet, one hash: what is written between the tags must be what was hashed.
    return "\n".join(line for line in text.split("\n") if line.strip())


def _hash_of(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
