"""A block header of a node as a BlockStamp, checked as far as one header can be."""

from typing import Final

from stableaudit.adapters.transport.hexes import hex_to_hash, hex_to_int
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.instants import LAST_INSTANT

_MOST_BLOCKS: Final = 1 << 63


class HeaderError(Exception):
    """The answer is not the header of a block. Its text is safe to show."""


def stamp_of(header: object, chain: ChainId) -> BlockStamp:
    """Return number, hash and time of a header; HeaderError where one is missing or impossible."""
    if not isinstance(header, dict):
        kind = "nothing (null)" if header is None else f"a {type(header).__name__}"
        raise HeaderError(f"{kind} instead of a block")
    try:
        number = hex_to_int(header.get("number"))
        digest = hex_to_hash(header.get("hash"))
        parent = hex_to_hash(header.get("parentHash"))
        timestamp = hex_to_int(header.get("timestamp"))
    except ValueError as error:
        raise HeaderError(f"a block whose number, hash, parent or time is wrong: {error}") from None
    if number >= _MOST_BLOCKS or timestamp > LAST_INSTANT:
        raise HeaderError(f"a block of an impossible number or time: {number:#x}, {timestamp:#x}")
    if digest == parent:
        raise HeaderError(f"block {number} that is its own parent, {digest}")
    return BlockStamp(chain, number, digest, timestamp)
