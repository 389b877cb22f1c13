"""Reads arguments from calldata as a contract's ABI decoder does: what it would refuse is refused.

Source: Solidity ABI specification, formal encoding; Solidity 0.8 reverts on the same.
"""

from typing import Final

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import WORD_BYTES

ADDRESS_PADDING: Final = bytes(WORD_BYTES - ADDRESS_BYTES)


class UnreadableError(Exception):
    """Bytes that an ABI decoder refuses. Never leaves the ledger's reading of calldata."""


def number_at(data: bytes, at: int) -> int:
    """Return the number in the word that begins at a byte.

    Raises:
        UnreadableError: the data end before it does.
    """
    word = data[at : at + WORD_BYTES]
    if len(word) < WORD_BYTES:
        raise UnreadableError
    return int.from_bytes(word)


def address_at(data: bytes, at: int) -> bytes:
    """Return the 20 bytes of the address in the word that begins at a byte.

    Raises:
        UnreadableError: the data end before it does, or it is not padded with zeros.
    """
    word = data[at : at + WORD_BYTES]
    if len(word) < WORD_BYTES or not word.startswith(ADDRESS_PADDING):
        raise UnreadableError
    return word[len(ADDRESS_PADDING) :]


def bytes_at(data: bytes, at: int) -> bytes:
    """Return the bytes whose length is in the word at a byte, and which follow it.

    Raises:
        UnreadableError: the data end before they do.
    """
    size = number_at(data, at)
    start = at + WORD_BYTES
    if size > len(data) - start:
        raise UnreadableError
    return data[start : start + size]
