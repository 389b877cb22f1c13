"""How deeply a JSON text nests, told without parsing it.

Parsers follow nesting on the machine's own stack, guarded by the interpreter's recursion limit; a
library that web3 brings raises that limit to 100,000, after which a hostile answer of brackets ends
the process instead of raising. So the depth is looked at first.
"""

import re
from typing import Final

MAX_DEPTH: Final = 64
"""Deeper than any answer or file that means anything here."""

_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_OPENING: Final = (b"[", b"{")
_CLOSING: Final = (b"]", b"}")


def is_too_deep(content: bytes, *, most: int = MAX_DEPTH) -> bool:
    """Return whether brackets outside strings nest deeper than `most` anywhere."""
    if sum(content.count(bracket) for bracket in _OPENING) <= most:
        return False
    depth = 0
    for found in _TOKEN.finditer(content):
        token: bytes = found[0]
        if token in _OPENING:
            depth += 1
            if depth > most:
                return True
        elif token in _CLOSING:
            depth -= 1
    return False
