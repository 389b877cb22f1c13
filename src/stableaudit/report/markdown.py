"""The whole report as Markdown, for a file beside the code or a page of a wiki."""

from stableaudit.report.document import Chapter, Document
from stableaudit.report.markdown_blocks import markdown_blocks
from stableaudit.report.markdown_text import markdown
from stableaudit.report.pages.whole import last_line, reserves_only, whole
from stableaudit.report.rendering import Rendering


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the report as GitHub Flavored Markdown; the last line is the verdict."""
    lay_out = whole if document.chapter is Chapter.WHOLE else reserves_only
    parts = markdown_blocks(lay_out(document, verbose=rendering.verbose))
    return "\n\n".join((*parts, f"**{markdown(last_line(document))}**\n")).encode()
