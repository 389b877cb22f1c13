"""Block headers: what identifies a block, and who signed it."""

from dataclasses import dataclass
from hashlib import sha256

from tests.devnet.tron.messages import Message, encode, render


@dataclass(frozen=True, slots=True)
class Header:
    """The signed part of a block."""

    number: int
    timestamp: int
    """Unix milliseconds; 0 in a genesis block."""
    parent: bytes
    """The id of the block before."""
    tx_trie_root: bytes
    witness: bytes
    """`witness_address` as written: 21 bytes, but a sentence in a genesis block."""
    version: int

    def message(self) -> Message:
        """Return the protobuf message."""
        return {
            "timestamp": self.timestamp,
            "txTrieRoot": self.tx_trie_root,
            "parentHash": self.parent,
            "number": self.number,
            "witness_address": self.witness,
            "version": self.version,
        }

    def digest(self) -> bytes:
        """Return what a witness signs: the SHA-256 of the header's bytes."""
        return sha256(encode("HeaderRaw", self.message())).digest()

    def block_id(self) -> bytes:
        """Return the block's id: its number in 8 bytes, then the digest's last 24."""
        return self.number.to_bytes(8, "big") + self.digest()[8:]

    def shown(self, *, visible: bool) -> Message:
        """Return `raw_data` as the HTTP services show it."""
        return render("HeaderRaw", self.message(), visible=visible)


def header_from_json(raw_data: Message) -> Header:
    """Return the header that a node's `block_header.raw_data` (hex form) describes."""
    return Header(
        number=raw_data.get("number", 0),
        timestamp=raw_data.get("timestamp", 0),
        parent=bytes.fromhex(raw_data["parentHash"]),
        tx_trie_root=bytes.fromhex(raw_data["txTrieRoot"]),
        witness=bytes.fromhex(raw_data["witness_address"]),
        version=raw_data.get("version", 0),
    )
