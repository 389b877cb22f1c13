"""The root of a Merkle-Patricia trie of all its keys and values.

Source: Ethereum yellow paper, appendix D.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from stableaudit.adapters.evm.proof.rlp import Item, encode, keccak
from stableaudit.adapters.evm.proof.trie import EMPTY_ROOT, nibbles

_HASH: Final = 32
_LEAF: Final = 2

_Pairs = Sequence[tuple[bytes, bytes]]


def root_of(values: Mapping[bytes, bytes]) -> bytes:
    """Return the 32 bytes that commit to these keys and values, in whatever order.

    No key may begin with another, as no encoding of a number does; no value may be empty.

    Raises:
        ValueError: one does, or is.
    """
    if not all(values.values()):
        message = "a trie keeps no empty value"
        raise ValueError(message)
    if not values:
        return EMPTY_ROOT
    return keccak(encode(_node(sorted((nibbles(k), v) for k, v in values.items()), 0)))


def _node(pairs: _Pairs, depth: int) -> Item:
    """Return the node over pairs that are sorted and alike in their first `depth` nibbles."""
    if len(pairs) == 1:
        key, value = pairs[0]
        return (_part(key[depth:], _LEAF), value)
    shared = _alike(pairs[0][0], pairs[-1][0], depth)
    if shared == len(pairs[0][0]):
        message = "a key begins with another"
        raise ValueError(message)
    if shared > depth:
        return (_part(pairs[0][0][depth:shared], 0), _named(_branch(pairs, shared)))
    return _branch(pairs, depth)


def _alike(first: bytes, last: bytes, depth: int) -> int:
    """Return how many nibbles two keys begin with alike, from `depth` on looked at."""
    end = min(len(first), len(last))
    return next((at for at in range(depth, end) if first[at] != last[at]), end)


def _branch(pairs: _Pairs, depth: int) -> Item:
    children: list[Item] = [b""] * 17
    start = 0
    for place in range(16):
        end = start
        while end < len(pairs) and pairs[end][0][depth] == place:
            end += 1
        if end > start:
            children[place] = _named(_node(pairs[start:end], depth + 1))
        start = end
    return tuple(children)


def _named(node: Item) -> Item:
    """Return what stands in the parent: the node itself, or its hash where it is not smaller."""
    content = encode(node)
    return node if len(content) < _HASH else keccak(content)


def _part(halves: bytes, flag: int) -> bytes:
    odd = len(halves) % 2
    padded = bytes([flag + odd]) + (b"" if odd else b"\0") + halves
    return bytes(16 * high + low for high, low in zip(padded[::2], padded[1::2], strict=True))
