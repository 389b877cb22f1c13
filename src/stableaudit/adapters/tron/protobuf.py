"""The little of protobuf that TRON's hashes are taken over: varints and byte strings.

Source: protobuf encoding guide; core/Tron.proto of java-tron. Raises ValueError.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias

Field: TypeAlias = tuple[int, int | bytes]
"""Field number and value."""

_VARINT: Final = 0
_BYTES: Final = 2
_MOST_VARINT_BYTES: Final = 10
_MOST_FIELDS: Final = 10_000
"""Of one message: each costs far more memory than its two bytes."""

_MORE: Final = 0x80
"""The bit that says another byte of the varint follows."""


def encode(fields: Iterable[Field]) -> bytes:
    """Return the message of these fields in the given order, proto3 defaults (0, b"") left out."""
    return b"".join(_field(number, value) for number, value in fields if value)


def encode_each(number: int, values: Iterable[bytes]) -> bytes:
    """Return a repeated field of byte strings or messages in order, empty ones written too."""
    return b"".join(_field(number, value) for value in values)


def decode(message: bytes) -> tuple[Field, ...]:
    """Return the fields of a message in order; ValueError for any wire type but these two."""
    fields: list[Field] = []
    position = 0
    while position < len(message):
        if len(fields) == _MOST_FIELDS:
            raise ValueError(f"more than {_MOST_FIELDS} fields")
        key, position = _read_varint(message, position)
        value, position = _read_varint(message, position)
        if key & 7 == _BYTES:
            end = position + value
            if end > len(message):
                raise ValueError("a field runs beyond the message")
            fields.append((key >> 3, message[position:end]))
            position = end
        elif key & 7 == _VARINT:
            fields.append((key >> 3, value))
        else:
            raise ValueError(f"wire type {key & 7}")
    return tuple(fields)


def only_bytes(fields: tuple[Field, ...], number: int) -> bytes:
    """Return the bytes of a field that stands at most once; b"" where it is missing."""
    value = _only(fields, number)
    if isinstance(value, int) and value:
        raise ValueError(f"field {number} is no byte string")
    return value if isinstance(value, bytes) else b""


def only_number(fields: tuple[Field, ...], number: int) -> int:
    """Return the integer of a field that stands at most once; 0 where it is missing."""
    value = _only(fields, number)
    if isinstance(value, int):
        return value
    raise ValueError(f"field {number} is no integer")


def _only(fields: tuple[Field, ...], number: int) -> int | bytes:
    found = [value for each, value in fields if each == number]
    if len(found) > 1:
        raise ValueError(f"field {number} stands {len(found)} times")
    return found[0] if found else 0


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3 | _VARINT) + _varint(value)
    return _varint(number << 3 | _BYTES) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    if value < 0:
        raise ValueError(f"{value} is negative")
    octets = bytearray()
    while value >= _MORE:
        octets.append(value % _MORE | _MORE)
        value >>= 7
    octets.append(value)
    return bytes(octets)


def _read_varint(message: bytes, position: int) -> tuple[int, int]:
    value = 0
    for index, octet in enumerate(message[position : position + _MOST_VARINT_BYTES]):
        value |= (octet % _MORE) << (7 * index)
        if octet < _MORE:
            return value, position + index + 1
    raise ValueError("a varint does not end")
