"""Text as Markdown that shows it and does nothing else: no link, image, mention, HTML or emphasis.

Escaping with backslashes is not enough: GitHub looks for `@names`, issue numbers, commit hashes and
addresses in the finished text, where a backslash is gone, and leaves only code alone. So words that
are letters, digits and harmless punctuation stand as they are, and every other word becomes code.

- Code is fenced by more backticks than it holds. A pipe is never inside it: in a table it would end
  the cell, and how a backslash before it counts differs between readers. It stands as `&#124;`.
- What begins a line like a list's number becomes code, too.

Source: CommonMark 0.31, GitHub Flavored Markdown 0.29 (tables, autolinks).
"""

import re
from typing import Final

from stableaudit.report.safe_text import safe

_PIPE: Final = "&#124;"

_LETTER: Final = r"[0-9A-Za-z\u0080-\U0010ffff]"
"""What is not ASCII, and shown at all, means nothing in Markdown."""

_INERT: Final = re.compile(
    rf"[(\"']*{_LETTER}+(?:(?:[-'/]|(?<=[0-9])[.,](?=[0-9])){_LETTER}+)*%?[)\"']*[.,;:?]?"
)
_REFERENCE: Final = re.compile(r"[A-Za-z]-[0-9]|\b[0-9A-Fa-f]{7,}\b")
"""Such as `GH-1`, and the beginning of a commit's hash."""

_LIST_NUMBER: Final = re.compile(r"[0-9]{1,9}[.)]")
_OPENING: Final = "(\"'"
_ENDING: Final = ".,;:?"
_CLOSING: Final = f")\"'{_ENDING}"
"""Punctuation around a word stays outside its code; brackets that are its own stay with it."""

_LONGEST_WORD: Final = 24
"""Longer ones are addresses and hashes, which read better as code."""

_BACKTICKS: Final = re.compile(r"`+")


def markdown(text: str) -> str:
    """Return the text on one line, as any reader of Markdown shows it and none acts on it."""
    first, *others = [word for word in safe(text).split(" ") if word] or [""]
    begun = _marked(first) if _LIST_NUMBER.fullmatch(first) else _word(first)
    return " ".join((begun, *(_word(word) for word in others)))


def code(text: str) -> str:
    """Return the text on one line as code; nothing for nothing."""
    shown = " ".join(safe(text).split())
    return _code(shown) if shown else ""


def _word(word: str) -> str:
    plain = len(word) <= _LONGEST_WORD and _REFERENCE.search(word) is None
    return word if not word or (plain and _INERT.fullmatch(word)) else _marked(word)


def _marked(word: str) -> str:
    begun = word.lstrip(_OPENING)
    inside = begun.rstrip(_ENDING if "(" in begun else _CLOSING)
    if not inside:
        return _code(word)
    before, after = word[: len(word) - len(begun)], begun[len(inside) :]
    return f"{before}{_code(inside)}{after}"


def _code(text: str) -> str:
    return _PIPE.join(_span(part) for part in text.split("|"))


def _span(text: str) -> str:
    if not text:
        return ""
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(text)), default=0) + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
