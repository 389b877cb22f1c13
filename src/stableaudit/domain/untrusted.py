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

_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
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


def _shown(character: str) -> str:
    if character == "\\":
        return "\\\\"
    category = unicodedata.category(character)
    # Spaces other than U+0020 print, but two texts that differ only there look the same.
    if character == " " or (category not in _HIDDEN_CATEGORIES and category != "Zs"):
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"
