"""Hash tree roots of SSZ, as far as a light client needs them, and branches to them.

A tree's leaves are chunks of 32 bytes. A generalized index names a node: the root is 1, the
children of n are 2n and 2n + 1.

Source: consensus-specs, ssz/simple-serialize.md and ssz/merkle-proofs.md.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

CHUNK: Final = 32
_ZERO: Final = bytes(CHUNK)


def number_root(value: int) -> bytes:
    """Return the root of a number of at most 256 bits: little-endian, filled up."""
    return value.to_bytes(CHUNK, "little")


def vector_root(data: bytes) -> bytes:
    """Return the root of a byte vector of fixed length; of 32 bytes or fewer, itself."""
    return container_root([data[at : at + CHUNK] for at in range(0, len(data), CHUNK)])


def list_root(data: bytes) -> bytes:
    """Return the root of a list of at most 32 bytes: one chunk, and its length mixed in."""
    return _pair(data.ljust(CHUNK, b"\0"), number_root(len(data)))


def container_root(roots: Sequence[bytes]) -> bytes:
    """Return the root over chunks, which are filled up to the next power of two; never none."""
    level = [root.ljust(CHUNK, b"\0") for root in roots]
    while len(level) & (len(level) - 1):
        level.append(_ZERO)
    while len(level) > 1:
        level = [_pair(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def depth_of(index: int) -> int:
    """Return how many nodes a branch to a generalized index has."""
    return index.bit_length() - 1


def root_above(leaf: bytes, branch: Sequence[bytes], index: int) -> bytes:
    """Return the root that a leaf at a generalized index has, by its branch, the lowest first.

    The branch has depth_of(index) nodes; the caller sees to that.
    """
    node = leaf
    for sibling in branch:
        node = _pair(sibling, node) if index & 1 else _pair(node, sibling)
        index >>= 1
    return node


def _pair(left: bytes, right: bytes) -> bytes:
    return sha256(left + right).digest()
