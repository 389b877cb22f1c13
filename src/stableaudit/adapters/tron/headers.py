"""Block headers whose id is recomputed from their content.

The id of a block is its number (8 bytes) followed by the last 24 bytes of sha256 over its raw
header, so a header cannot be changed and keep its id. Who signed it is not checked here. Source:
java-tron 4.8.0, BlockCapsule.getBlockId and core/Tron.proto (BlockHeader.raw); all recorded blocks.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.instants import LAST_INSTANT

SLOT_SECONDS: Final = 3
"""Blocks stand on multiples of this, and a slot may be missed: times differ by at least so much."""

_ID_BYTES: Final = 32
_NUMBER_BYTES: Final = 8
_MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True)
class Header:
    """One block's header; `block_id` matches its content."""

    number: int
    block_id: bytes
    parent_id: bytes
    timestamp: int
    """Seconds of UTC; 0 for the genesis."""

    transactions_root: bytes
    """txTrieRoot, 32 bytes; all zero for a block without transactions."""

    def stamp(self, chain: ChainId) -> BlockStamp:
        """Return the block as a point in time of `chain`."""
        return BlockStamp(chain, self.number, f"0x{self.block_id.hex()}", self.timestamp)


def read_header(answer: object, inquiry: Inquiry) -> Header:
    """Return the header of a block answer, its id recomputed.

    Raises:
        UnreachableError: the node answered an error.
        InconsistentError: no block came, or one whose id does not match its content.
        UndecodableError: the answer is no block, or one of an impossible time.
    """
    refuse(answer, inquiry)
    if answer == {}:
        raise inquiry.inconsistent("no such block", hint="whether the node is in step")
    block = Fields.of(answer, inquiry)
    raw = block.inner("block_header").inner("raw_data")
    claimed = block.octets("blockID", length=_ID_BYTES)
    recomputed = block_id(raw.number("number"), raw_header(raw))
    if claimed != recomputed:
        raise inquiry.inconsistent(
            f"a block with the id {claimed.hex()} whose content has the id {recomputed.hex()}"
        )
    milliseconds = raw.number("timestamp")
    if milliseconds % _MILLISECONDS:
        raise inquiry.undecodable(f"a block at {milliseconds} ms, no whole second")
    timestamp = milliseconds // _MILLISECONDS
    if timestamp > LAST_INSTANT:
        raise inquiry.undecodable(f"a block at {timestamp} s of 1970, after the year 9999")
    return Header(
        raw.number("number"),
        claimed,
        raw.octets("parentHash", length=_ID_BYTES),
        timestamp,
        raw.octets("txTrieRoot", length=_ID_BYTES),
    )


def raw_header(raw: Fields) -> bytes:
    """Return the bytes that a header's JSON describes: what its id and its signature are over."""
    return protobuf.encode(
        (
            (1, raw.number("timestamp")),
            (2, raw.octets("txTrieRoot")),
            (3, raw.octets("parentHash")),
            (7, raw.number("number")),
            (8, raw.number("witness_id")),
            (9, raw.octets("witness_address")),
            (10, raw.number("version")),
            (11, raw.octets("accountStateRoot")),
        )
    )


def block_id(number: int, message: bytes) -> bytes:
    """Return the id of a block from its number and its raw header's bytes."""
    return number.to_bytes(_NUMBER_BYTES) + hashlib.sha256(message).digest()[_NUMBER_BYTES:]
