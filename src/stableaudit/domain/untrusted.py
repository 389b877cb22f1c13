"""The one boundary for text that a chain, a file or a server supplied.

`Untrusted` keeps the raw text for the evidence and turns into its escaped form wherever it is put
into a sentence, so that a token named with terminal escapes or right-to-left marks cannot act on a
reader. Each output format adds its own encoding (markup, JSON) on top; none sees the raw text.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

SHOWN_CHARACTERS: Final = 200
"""How much of a foreign text a sentence shows."""

_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
"""Spaces too: two texts that differ only in the kind of space look alike. U+0020 is shown."""

_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by category that show nothing: fillers, joiners, blank Braille."""

_SELECTORS: Final = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Variation selectors change the character before them and show nothing themselves."""

_LAST_OF_FOUR_DIGITS: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Untrusted:
    """Text from outside; `str()` gives what may be shown."""

    raw: str

    def __str__(self) -> str:
        """Return the text with everything that does not print as itself escaped, cut to length."""
        shown = "".join(_shown(character) for character in self.raw[:SHOWN_CHARACTERS])
        left_out = len(self.raw) - SHOWN_CHARACTERS
        return f"{shown}… ({left_out} characters more)" if left_out > 0 else shown


def is_hidden(character: str) -> bool:
    """Return whether a character shows nothing, acts, or looks like another kind of space."""
    if character == " ":
        return False
    code = ord(character)
    # What Unicode 3.2 did not know is escaped, so that every Python shows the same for the same.
    return (
        unicodedata.ucd_3_2_0.category(character) in _HIDDEN_CATEGORIES
        or unicodedata.category(character) in _HIDDEN_CATEGORIES
        or character in _BLANK
        or any(code in selectors for selectors in _SELECTORS)
    )


def escape(character: str) -> str:
    """Return a character by its number, as a reader can look it up."""
    code = ord(character)
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"


def _shown(character: str) -> str:
    if character == "\\":
        return "\\\\"
    return escape(character) if is_hidden(character) else character
