"""The one way of text into the page.

Every expression of a template passes `shown`, so that a template cannot forget it: foreign text is
made safe as in every format, and what Jinja then escapes can bring in no element or attribute.
"""

import re
from typing import Final

from markupsafe import Markup, escape

from stableaudit.report.safe_text import safe

_WHOLE_WORD: Final = re.compile(r"[\w./:+=%-]{24,}", re.ASCII)
"""An address, a hash, a URL: read character by character, so set in a type that tells them apart.

An instant has twenty characters and is no such word.
"""


def shown(value: object) -> object:
    """Return what a template may put out: text made safe, finished markup and numbers as is."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def prose(text: str) -> Markup:
    """Return text for the body of an element, its longest words set as code."""
    safe_text = safe(text)
    parts: list[str] = []
    end = 0
    for word in _WHOLE_WORD.finditer(safe_text):
        parts += [escape(safe_text[end : word.start()]), f"<code>{escape(word[0])}</code>"]
        end = word.end()
    return Markup("".join((*parts, escape(safe_text[end:]))))  # noqa: S704 - every part is escaped
