"""The spellings of a TRON address.

An account is 20 raw bytes everywhere in the façade; on the wire it is 21 (`0x41` before them), in
JSON base58check or 41-hex, in JSON-RPC 0x and 20 bytes. java-tron accepts some and refuses others
per service; what is refused is the caller's business, these functions only read and write.
"""

from functools import lru_cache
from typing import Final

import base58

PREFIX: Final = b"\x41"
ZERO: Final = bytes(20)
_LENGTH: Final = 21


class AddressError(ValueError):
    """A text is no TRON address in the spelling asked for."""


def wire(account: bytes) -> bytes:
    """Return the 21 bytes of a 20-byte account."""
    return PREFIX + account


def account(wired: bytes) -> bytes:
    """Return the 20 bytes of a 21-byte address.

    Raises:
        AddressError: another length, or another first byte.
    """
    if len(wired) != _LENGTH or wired[:1] != PREFIX:
        raise AddressError(f"not 21 bytes that begin with 41: {wired.hex()}")
    return wired[1:]


@lru_cache(maxsize=65_536)
def to_base58(wired: bytes) -> str:
    """Return base58check of the 21 bytes."""
    return base58.b58encode_check(wired).decode()


def from_base58(text: str) -> bytes:
    """Return the 20 bytes of a base58check address.

    Raises:
        AddressError: not base58check of a TRON address.
    """
    try:
        return account(base58.b58decode_check(text))
    except ValueError as error:
        raise AddressError(f"not a base58check address: {text!r}") from error


def from_hex(text: str) -> bytes:
    """Return the 20 bytes of a 41-hex address.

    Raises:
        AddressError: not 42 hexadecimal digits that begin with 41.
    """
    try:
        return account(bytes.fromhex(text))
    except ValueError as error:
        raise AddressError(f"not a 41-hex address: {text!r}") from error


def read(text: str, *, visible: bool) -> bytes:
    """Return the 20 bytes of an address as `/wallet` reads it: base58 if `visible`, else hex.

    Raises:
        AddressError: another spelling.
    """
    return from_base58(text) if visible else from_hex(text)


def show(account_: bytes, *, visible: bool) -> str:
    """Return the address as `/wallet` writes it."""
    return to_base58(wire(account_)) if visible else wire(account_).hex()
