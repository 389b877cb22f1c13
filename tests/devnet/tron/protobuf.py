"""The wire format of Protocol Buffers, as far as TRON's hashes need it.

Two wire types occur: varint (0) and length-delimited (2). Negative integers are written as their
64-bit two's complement, which is how `int64` travels. A writer leaves zeros and empty strings out:
proto3 does, and every hash of TRON is taken over bytes that did.
"""

from collections.abc import Iterator
from typing import Final

VARINT: Final = 0
DELIMITED: Final = 2
_WORD: Final = 1 << 64
_SIGN: Final = 1 << 63


class ProtobufError(ValueError):
    """The bytes are not a message of the two wire types; the message says where."""


def varint(value: int) -> bytes:
    """Return the base-128 form of an integer between −2⁶³ and 2⁶⁴ − 1."""
    rest = value % _WORD
    out = bytearray()
    while rest > 0x7F:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)


def delimited(number: int, content: bytes) -> bytes:
    """Return field `number` holding `content`, also where that is empty."""
    return varint(number << 3 | DELIMITED) + varint(len(content)) + content


def integer(number: int, value: int) -> bytes:
    """Return field `number` holding `value`; nothing where that is zero."""
    return varint(number << 3 | VARINT) + varint(value) if value else b""


def signed(value: int) -> int:
    """Return the int64 that an unsigned 64-bit varint stands for."""
    return value - _WORD if value & _SIGN else value


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of every field, in the order written.

    Raises:
        ProtobufError: another wire type, or the message ends inside a field.
    """
    at = 0
    while at < len(message):
        key, at = _read_varint(message, at)
        number, wire = key >> 3, key & 7
        value, at = _read_varint(message, at)
        if wire == VARINT:
            yield number, value
        elif wire == DELIMITED:
            if at + value > len(message):
                raise ProtobufError(
                    f"field {number} claims {value} bytes, {len(message) - at} left"
                )
            yield number, message[at : at + value]
            at += value
        else:
            raise ProtobufError(f"field {number} has wire type {wire}")


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            raise ProtobufError(f"a number is cut off at byte {at}")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value % _WORD, at
    raise ProtobufError(f"a number before byte {at} is longer than ten bytes")
