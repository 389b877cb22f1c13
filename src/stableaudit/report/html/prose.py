"""The one way of text into the page.

Every expression of a template passes `shown`, so that a template cannot forget it: foreign text is
made safe as in every format, and what Jinja then escapes can bring in no element or attribute.
"""

import re
from typing import Final

from markupsafe import Markup, escape

from stableaudit.report.safe_text import safe

_WORD: Final = re.compile(
    r"(?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"
    r"|(?P<short>0x…?[0-9a-f]{4,}…)"
    r"|(?P<figure>−?(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?!\w|[.,]\d))"
    r"|(?P<whole>[\w./:+=%-]{24,})",
    re.ASCII,
)
"""What is not read as words. An instant, the short form of a hash and a figure stay on one line: a
figure that is broken reads as two. What is as long as an address or a URL may break anywhere."""

_ONE_LINE: Final = 30
"""A longer figure, such as a contract of no good will may answer, fits no line of a phone."""


def shown(value: object) -> object:
    """Return what a template may put out: text made safe, finished markup and numbers as is."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def prose(text: str) -> Markup:
    """Return text for the body of an element; instants, addresses and hashes are set apart."""
    safe_text = safe(text)
    parts: list[str] = []
    end = 0
    for word in _WORD.finditer(safe_text):
        parts += [escape(safe_text[end : word.start()]), _set_apart(word)]
        end = word.end()
    return Markup("".join((*parts, escape(safe_text[end:]))))  # noqa: S704 - every part is escaped


def _set_apart(word: re.Match[str]) -> str:
    shown_word = escape(word[0])
    match word.lastgroup:
        case "instant":
            return f"<time>{shown_word}</time>"
        case "short":
            return f'<code class="short">{shown_word}</code>'
        case "figure" if len(shown_word) <= _ONE_LINE:
            return f'<span class="whole">{shown_word}</span>'
        case "figure":
            return shown_word
        case _:
            return f"<code>{shown_word}</code>"
