"""Text in a cell of a table that a spreadsheet may open.

A spreadsheet takes a cell that begins with certain characters for a formula, and a formula may run
a program. Such a cell gets an apostrophe in front, which spreadsheets show as text. Plain decimals,
a minus before them included, are what they are. Source: OWASP, CSV injection.
"""

import re
from typing import Final

from stableaudit.report.safe_text import safe

_FORMULA: Final = re.compile(r"\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20\u2212]")
"""Fullwidth forms too: some spreadsheets read them as the narrow ones."""

_PLAIN_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def cell(text: str) -> str:
    """Return the text on one line, with nothing hidden in it, as no spreadsheet runs it."""
    shown = safe(text)
    if _FORMULA.match(shown) is None or _PLAIN_NUMBER.fullmatch(shown) is not None:
        return shown
    return f"'{shown}"
