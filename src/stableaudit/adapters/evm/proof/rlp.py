"""RLP, strictly: one value has one encoding, and any other is refused.

Source: Ethereum yellow paper, appendix B.
"""

from typing import Final, TypeAlias

from eth_hash.auto import keccak as _keccak

Item: TypeAlias = "bytes | tuple[Item, ...]"

MOST_LEVELS: Final = 8
"""Lists in lists that are read. A trie's node of less than 32 bytes cannot nest half as deep."""

_LIST: Final = 0xC0
_STRING: Final = 0x80
_SHORT: Final = 55
_WORD: Final = 32


class RlpError(ValueError):
    """The bytes are not the one encoding of anything. Its text is safe to show."""


def keccak(data: bytes) -> bytes:
    """Return the 32 bytes of keccak256."""
    return bytes(_keccak(data))


def encode(item: Item) -> bytes:
    """Return the encoding of a string, or of a list of items."""
    if isinstance(item, bytes):
        if len(item) == 1 and item[0] < _STRING:
            return item
        return _prefix(len(item), _STRING) + item
    body = b"".join(map(encode, item))
    return _prefix(len(body), _LIST) + body


def decode(data: bytes, *, levels: int = MOST_LEVELS) -> Item:
    """Return what the bytes encode, all of them.

    Raises:
        RlpError: they are no encoding, not the shortest, too short or too long, or nested deeper.
    """
    item, end = _item(data, 0, len(data), levels)
    if end != len(data):
        raise RlpError(f"{len(data) - end} bytes after its end")
    return item


def to_bytes(number: int) -> bytes:
    """Return an integer as RLP carries it: big-endian without leading zeros, 0 as no bytes."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_number(item: Item) -> int:
    """Return the integer of at most 256 bits that an item carries; RlpError for anything else."""
    if not isinstance(item, bytes):
        raise RlpError("a list instead of a number")
    if len(item) > _WORD or item[:1] == b"\0":
        raise RlpError(f"{len(item)} bytes that are no number, or not its shortest form")
    return int.from_bytes(item, "big")


def _prefix(length: int, kind: int) -> bytes:
    if length <= _SHORT:
        return bytes([kind + length])
    size = to_bytes(length)
    return bytes([kind + _SHORT + len(size)]) + size


def _item(data: bytes, start: int, end: int, levels: int) -> tuple[Item, int]:
    is_list, first, last = _span(data, start, end)
    if not is_list:
        return data[first:last], last
    if levels == 0:
        raise RlpError("lists nested deeper than anything meant")
    items: list[Item] = []
    at = first
    while at < last:
        item, at = _item(data, at, last, levels - 1)
        items.append(item)
    return tuple(items), last


def _span(data: bytes, start: int, end: int) -> tuple[bool, int, int]:
    """Return whether a list begins at `start`, and where its content begins and ends."""
    if start >= end:
        raise RlpError("no bytes where an item begins")
    head = data[start]
    if head < _STRING:
        return False, start, start + 1
    is_list = head >= _LIST
    length = head - (_LIST if is_list else _STRING)
    first = start + 1
    if length > _SHORT:
        first += length - _SHORT
        if first > end:
            raise RlpError("a length that is cut off")
        size = data[start + 1 : first]
        length = int.from_bytes(size, "big")
        if size[0] == 0 or length <= _SHORT:
            raise RlpError("a length that is not in its shortest form")
    if length > end - first:
        raise RlpError(f"{length} bytes announced, {end - first} there")
    if not is_list and length == 1 and data[first] < _STRING:
        raise RlpError("a byte that is not in its shortest form")
    return is_list, first, first + length
