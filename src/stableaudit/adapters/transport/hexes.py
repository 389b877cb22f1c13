"""Hex as nodes write it, strictly. Raises ValueError; the caller knows the question."""

import re
from typing import Final

from stableaudit.domain.untrusted import Untrusted

_QUANTITY: Final = re.compile(r"0x[0-9a-fA-F]{1,64}")
_DATA: Final = re.compile(r"0x(?:[0-9a-fA-F]{2})*")
_HASH: Final = re.compile(r"0x[0-9a-fA-F]{64}")


def hex_to_int(value: object) -> int:
    """Return a QUANTITY of at most 256 bits; no sign, no blank, not `0x` alone.

    Leading zeros are accepted: java-tron writes them.
    """
    if isinstance(value, str) and _QUANTITY.fullmatch(value) is not None:
        return int(value, 16)
    message = f"{_shown(value)} is not 0x and 1 to 64 hex digits"
    raise ValueError(message)


def hex_to_bytes(value: object) -> bytes:
    """Return DATA of any length; `0x` is no bytes."""
    if isinstance(value, str) and _DATA.fullmatch(value) is not None:
        return bytes.fromhex(value[2:])
    message = f"{_shown(value)} is not 0x and pairs of hex digits"
    raise ValueError(message)


def hex_to_hash(value: object) -> str:
    """Return a 32-byte hash as `0x` and 64 lower-case digits."""
    if isinstance(value, str) and _HASH.fullmatch(value) is not None:
        return value.lower()
    message = f"{_shown(value)} is not 0x and 64 hex digits"
    raise ValueError(message)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"'{Untrusted(value)}'"
    return "nothing (null)" if value is None else f"a JSON {_JSON_NAMES.get(type(value), 'value')}"


_JSON_NAMES: Final = {
    bool: "boolean",
    int: "number",
    float: "number",
    list: "array",
    dict: "object",
}
