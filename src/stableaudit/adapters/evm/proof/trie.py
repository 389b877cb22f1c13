"""The value at a key of a Merkle-Patricia trie, or that there is none, from its root's hash.

Every node on the way is hashed, and every node given has to be on the way: what a proof says is
what it needs. The one exception: a node of less than 32 bytes stands inside its parent, and some
clients (alloy) list it once more; then it has to be the same bytes.

Source: Ethereum yellow paper, appendix D; EIP-1186.
"""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.rlp import Item, RlpError, decode, encode, keccak

EMPTY_ROOT: Final = keccak(encode(b""))
"""Of a trie without a key."""

MOST_NODES: Final = 65
"""On one way: a key of 32 bytes has 64 nibbles."""

MOST_NODE_BYTES: Final = 1024
"""A branch of 16 hashes has 532; no node of a state or storage trie has more."""

_HASH: Final = 32
_BRANCH: Final = 17
_SHORT_NODE: Final = 2
_LEAF: Final = 2
_ODD: Final = 1
_MOST_FLAG: Final = 3
_EMPTY_NODE: Final = encode(b"")


def nibbles(key: bytes) -> bytes:
    """Return the half bytes of a key, one a byte."""
    return bytes(half for octet in key for half in (octet >> 4, octet & 15))


def value_at(root: bytes, key: bytes, proof: Sequence[bytes], *, path: str) -> bytes | None:
    """Return the value that the trie has at `key`; None where it is shown to have none.

    Args:
        root: the 32 bytes that the trie is known by.
        key: as it stands in the trie: hashed already, where the trie hashes its keys.
        proof: the nodes from the root on.
        path: where the proof stands in the answer, for errors.

    Raises:
        ProofError: the nodes do not show it. Its path names the node by its place from 0.
    """
    refuse_sizes(len(proof), max(map(len, proof), default=0), path=path)
    if root == EMPTY_ROOT:
        if tuple(proof) in ((), (_EMPTY_NODE,)):
            return None
        raise ProofError(path, f"{len(proof)} nodes of a trie that is empty")
    walk = _Walk(proof, path)
    value = walk.value(root, nibbles(key))
    walk.require_end()
    return value


def refuse_sizes(nodes: int, longest: int, *, path: str) -> None:
    """Raise ProofError for more or larger nodes than any way to a key has."""
    if nodes > MOST_NODES:
        raise ProofError(path, f"{nodes} nodes, more than the {MOST_NODES} of the longest way")
    if longest > MOST_NODE_BYTES:
        raise ProofError(path, f"a node of {longest} bytes, more than {MOST_NODE_BYTES}")


class _Walk:
    """One way down. Counts the nodes that it has used."""

    def __init__(self, proof: Sequence[bytes], path: str) -> None:
        self._proof = proof
        self._path = path
        self._used = 0

    def value(self, root: bytes, rest: bytes) -> bytes | None:
        """Return the value at the end of `rest`. Each turn uses a nibble, or ends."""
        child: Item = root
        while True:
            node = self._node(child)
            if node is None:
                return None
            if len(node) == _BRANCH:
                if not rest:
                    return self._octets(node[-1]) or None
                child, rest = node[rest[0]], rest[1:]
                continue
            is_leaf, part = self._part(node[0])
            if is_leaf:
                return self._leaf(node[1]) if part == rest else None
            if not rest.startswith(part):
                return None
            child, rest = node[1], rest[len(part) :]
            if child == b"":
                raise self._wrong("an extension to nothing")

    def require_end(self) -> None:
        """Raise where nodes are left that nothing needed."""
        if self._used < len(self._proof):
            raise ProofError(f"{self._path}[{self._used}]", "it is not on the way to the key")

    def _node(self, child: Item) -> tuple[Item, ...] | None:
        """Return the node that its parent names or holds; None where it has no child there."""
        if child == b"":
            return None
        if isinstance(child, tuple):
            return self._inner(child)
        if len(child) != _HASH:
            raise self._wrong(f"a child of {len(child)} bytes, neither a hash nor a node")
        place = f"{self._path}[{self._used}]"
        if self._used == len(self._proof):
            raise ProofError(place, "missing: the way to the key goes on")
        given = self._proof[self._used]
        came = keccak(given)
        if came != child:
            reason = f"it hashes to 0x{came.hex()}, where 0x{child.hex()} has to be"
            raise ProofError(place, reason)
        self._used += 1
        try:
            node = decode(given)
        except RlpError as error:
            raise self._wrong(str(error)) from None
        return self._shaped(node)

    def _inner(self, node: tuple[Item, ...]) -> tuple[Item, ...]:
        content = encode(node)
        if len(content) >= _HASH:
            raise self._wrong(f"a node of {len(content)} bytes inside it, not named by its hash")
        if self._used < len(self._proof) and self._proof[self._used] == content:
            self._used += 1
        return self._shaped(node)

    def _shaped(self, node: Item) -> tuple[Item, ...]:
        if isinstance(node, bytes) or len(node) not in (_SHORT_NODE, _BRANCH):
            count = "no list" if isinstance(node, bytes) else f"a list of {len(node)}"
            raise self._wrong(f"{count}, not of 2 or 17 items")
        return node

    def _part(self, item: Item) -> tuple[bool, bytes]:
        """Return whether it is a leaf's, and the nibbles of its part of the key."""
        halves = nibbles(self._octets(item))
        if not halves or halves[0] > _MOST_FLAG:
            raise self._wrong("a part of the key that says neither leaf nor extension")
        flag = halves[0]
        if not flag & _ODD and halves[1]:
            raise self._wrong("a part of the key whose padding is not zero")
        part = halves[1:] if flag & _ODD else halves[2:]
        if flag < _LEAF and not part:
            raise self._wrong("an extension by no part of the key")
        return flag >= _LEAF, part

    def _leaf(self, item: Item) -> bytes:
        value = self._octets(item)
        if not value:
            raise self._wrong("a leaf without a value")
        return value

    def _octets(self, item: Item) -> bytes:
        if isinstance(item, bytes):
            return item
        raise self._wrong("a list where bytes have to be")

    def _wrong(self, reason: str) -> ProofError:
        return ProofError(f"{self._path}[{max(self._used - 1, 0)}]", reason)
