"""Columns of 32-byte hex texts as bytes, without a Python object for each.

Slicing every text costs more than all the rest of its decoding: a column is joined, its prefixes
are looked at and turned into zeros by strides, and what is wanted of each word is gathered by
strides again. Anything unusual gives None: whoever asked then looks at each text by itself, which
finds what it is.
"""

from binascii import unhexlify
from collections.abc import Sequence
from typing import Final

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import WORD_BYTES

_TEXT: Final = 2 + 2 * WORD_BYTES
_STRIDE: Final = 1 + WORD_BYTES
"""A word with a zero byte in the place of its `0x`."""

_PADDING: Final = WORD_BYTES - ADDRESS_BYTES


def accounts_of(texts: Sequence[str]) -> bytes | None:
    """Return the 20 bytes of each word that is an address padded with zeros; None if one is not."""
    words = _words(texts)
    if words is None:
        return None
    count = len(texts)
    if any(words[1 + place :: _STRIDE].count(0) != count for place in range(_PADDING)):
        return None
    return _gathered(words, count, 1 + _PADDING)


def amounts_of(texts: Sequence[str]) -> bytes | None:
    """Return the 32 bytes of each word; None if one is none."""
    words = _words(texts)
    return None if words is None else _gathered(words, len(texts), 1)


def _words(texts: Sequence[str]) -> bytes | None:
    count = len(texts)
    joined = "".join(texts)
    whole = set(map(len, texts)) <= {_TEXT}
    if not whole or joined[::_TEXT] != "0" * count or joined[1::_TEXT] != "x" * count:
        return None
    try:
        digits = bytearray(joined, "ascii")
        digits[1::_TEXT] = b"0" * count
        return unhexlify(digits)
    except ValueError:
        return None


def _gathered(words: bytes, count: int, first: int) -> bytes:
    """Return what follows position `first` in each stride."""
    size = _STRIDE - first
    gathered = bytearray(size * count)
    for place in range(size):
        gathered[place::size] = words[first + place :: _STRIDE]
    return bytes(gathered)
