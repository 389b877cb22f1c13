"""The last boundary before a reader's eyes: no text of any origin acts on a terminal or a log.

`domain.untrusted` escapes what chains and servers sent. This module assumes nothing about who did:
both renderers pass every text through it, names and sources from people's files included. What is
escaped already stays as it is.
"""

import re
from typing import Final

from stableaudit.domain.untrusted import escape, is_hidden

_LEGACY_COMMAND: Final = "##["
"""GitHub's runner obeys `##[…]` anywhere in a line of a job's output."""

_COMMAND_AT_START: Final = re.compile(r"^((?:\x1b\[[0-9;]*m|\s)*):(?=:)")
"""GitHub's runner obeys `::…::` at the start of a line, after blanks."""


def safe(text: str) -> str:
    r"""Return the text on one line, every character that does not print as itself as `\uXXXX`."""
    escaped = text
    # Printing ASCII hides nothing; a listing of many thousands is hardly anything else.
    if not (text.isascii() and text.isprintable()):
        escaped = "".join(escape(one) if is_hidden(one) else one for one in text)
    return escaped.replace(_LEGACY_COMMAND, "#\\u0023[")


def safe_line(line: str) -> str:
    """Return a finished line that no CI runner takes for a command."""
    return _COMMAND_AT_START.sub(r"\1\\u003a", line)
