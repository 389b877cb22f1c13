"""Bytes of an answer to a JSON value, strictly.

Refused: what is no UTF-8, not JSON, NaN and infinities, numbers that no double or 4300-digit
integer holds, nesting deeper than anything meant (nesting.py), and an object that says one key
twice (parsers differ on which one counts, so two readers of one bundle could differ).
"""

import json
from typing import Final

import msgspec

from stableaudit.domain.nesting import is_too_deep

_SHOWN_CHARACTERS: Final = 300


class BodyError(Exception):
    """The bytes are not one JSON value that every parser reads alike."""


def decode(content: bytes) -> object:
    """Return the JSON value of a body; BodyError says why there is none."""
    if is_too_deep(content):
        raise BodyError("its nesting is too deep")
    try:
        value: object = msgspec.json.decode(content)
        # A second parser, because msgspec cannot be asked about repeated keys. It costs about as
        # much again, milliseconds for the answers of a check.
        json.loads(content, object_pairs_hook=_refuse_repeated_keys)
    except msgspec.MsgspecError as error:
        raise BodyError(f"it is not JSON ({error})") from error
    except UnicodeDecodeError:
        raise BodyError("it is not UTF-8") from None
    return value


def excerpt(content: bytes) -> str:
    """Return the beginning of a body as one line, for a sentence about it; may be empty."""
    text = content[: 4 * _SHOWN_CHARACTERS].decode(errors="replace")
    return " ".join(text.split())[:_SHOWN_CHARACTERS]


def _refuse_repeated_keys(pairs: list[tuple[str, object]]) -> None:
    # Returning None keeps no second copy of the answer.
    if len(dict(pairs)) != len(pairs):
        raise BodyError("one of its objects says a key twice")
