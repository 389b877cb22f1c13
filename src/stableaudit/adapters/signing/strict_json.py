"""JSON of signed documents: objects and lists of text, which every parser reads alike.

Numbers are refused, as parsers differ on large ones: an amount is a text. So are an object that
says a key twice, nesting deeper than anything meant, and more bytes than a limit.
"""

import json
from collections.abc import Collection
from typing import Final, NoReturn

from stableaudit.adapters.signing.wire import MalformedError
from stableaudit.domain.nesting import is_too_deep

MAX_BYTES: Final = 1 << 20


def encode(value: object) -> bytes:
    """Return a value as ASCII JSON, keys sorted, without spaces. The same value, the same bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def decode(content: bytes) -> object:
    """Return the value of strict JSON. Raises MalformedError."""
    if len(content) > MAX_BYTES:
        raise MalformedError(f"it is larger than {MAX_BYTES} bytes")
    if is_too_deep(content):
        raise MalformedError("its nesting is too deep")
    try:
        value: object = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_refuse_number,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except UnicodeDecodeError:
        raise MalformedError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise MalformedError(f"it is not JSON from character {error.pos} on") from None
    return value


def table(value: object, keys: Collection[str], name: str) -> dict[str, object]:
    """Return an object that has exactly these keys. Raises MalformedError."""
    found = any_table(value, name)
    if missing := sorted(set(keys) - found.keys()):
        raise MalformedError(f"{name} has no {missing[0]}")
    if found.keys() - set(keys):
        raise MalformedError(f"{name} has keys besides {', '.join(sorted(keys))}")
    return found


def any_table(value: object, name: str) -> dict[str, object]:
    """Return an object. Raises MalformedError."""
    if not isinstance(value, dict):
        raise MalformedError(f"{name} is not an object")
    return value


def items(value: object, name: str) -> list[object]:
    """Return a list. Raises MalformedError."""
    if not isinstance(value, list):
        raise MalformedError(f"{name} is not a list")
    return value


def text(value: object, name: str) -> str:
    """Return a text. Raises MalformedError."""
    if not isinstance(value, str):
        raise MalformedError(f"{name} is not a text")
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedError("one of its objects says a key twice")
    return found


def _refuse_number(_digits: str) -> NoReturn:
    raise MalformedError("it has a number that is not a text")
