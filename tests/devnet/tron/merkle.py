"""TRON's Merkle tree over the transactions of a block (`txTrieRoot`).

A leaf is the SHA-256 of a whole transaction, signatures and `ret` included; a parent that of its
two children; an odd last node is carried up unhashed; without transactions the root is 32 zero
bytes. java-tron, MerkleTree.java.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

EMPTY_ROOT: Final = bytes(32)


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes in block order."""
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        level = [
            sha256(b"".join(level[at : at + 2])).digest() if at + 1 < len(level) else level[at]
            for at in range(0, len(level), 2)
        ]
    return level[0]
