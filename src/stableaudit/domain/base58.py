"""Base58Check of TRON addresses.

Our own, because the core is standard library only and because the usual checks accept version bytes
0x40 to 0x43 alike (tronpy 0.6.2, `is_base58check_address`). Raises ValueError.
"""

import hashlib
from typing import Final

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CHECKSUM_BYTES: Final = 4
_LONGEST_TEXT: Final = 100
"""Far more than any address; decoding takes the square of the length."""


def encode(payload: bytes) -> str:
    """Return the Base58Check text of version byte and payload."""
    data = payload + _checksum(payload)
    number = int.from_bytes(data)
    digits: list[str] = []
    while number:
        number, remainder = divmod(number, 58)
        digits.append(_ALPHABET[remainder])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(digits))


def decode(text: str, *, payload_bytes: int) -> bytes:
    """Return version byte and payload, checksum verified, of exactly `payload_bytes` bytes."""
    if len(text) > _LONGEST_TEXT:
        message = "too long"
        raise ValueError(message)
    number = 0
    for character in text:
        digit = _ALPHABET.find(character)
        if digit < 0:
            message = f"{character!r} is no base58 digit"
            raise ValueError(message)
        number = number * 58 + digit
    length = payload_bytes + _CHECKSUM_BYTES
    if number >= 1 << (8 * length):
        message = "too long"
        raise ValueError(message)
    data = number.to_bytes(length)
    payload = data[:-_CHECKSUM_BYTES]
    if _checksum(payload) != data[-_CHECKSUM_BYTES:] or encode(payload) != text:
        message = "the checksum does not match: a digit is wrong"
        raise ValueError(message)
    return payload


def _checksum(payload: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:_CHECKSUM_BYTES]
