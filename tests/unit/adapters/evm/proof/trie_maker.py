"""A trie in the plainest way, apart from the one under test: with the library's RLP.

Gives what a node would answer to eth_getProof: the nodes on the way to a key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import rlp  # type: ignore[import-untyped] # it has no py.typed
from eth_hash.auto import keccak

Node = list[object]


def library_encode(item: object) -> bytes:
    """The encoding that the rlp library gives, which web3 brings: nothing of ours."""
    encoded: bytes = rlp.encode(item)
    return encoded


def _halves(key: bytes) -> str:
    return key.hex()


def _compact(halves: str, *, leaf: bool) -> bytes:
    flag = 2 * leaf + len(halves) % 2
    return bytes.fromhex(f"{flag:x}" + ("" if len(halves) % 2 else "0") + halves)


def _name(node: object) -> object:
    encoded = library_encode(node)
    return node if len(encoded) < 32 else keccak(encoded)


@dataclass
class Trie:
    """Keys and values, and every node by the key's part that leads to it."""

    values: Mapping[bytes, bytes]
    nodes: dict[str, object] = field(default_factory=dict)
    root: bytes = b""

    def __post_init__(self) -> None:
        top = self._build({_halves(k): v for k, v in self.values.items()}, "")
        self.root = keccak(library_encode(top))

    def _build(self, values: Mapping[str, bytes], way: str) -> object:
        node = self._node(values, way)
        self.nodes[way] = node
        return node

    def _node(self, values: Mapping[str, bytes], way: str) -> object:
        if not values:
            return b""
        if len(values) == 1:
            ((rest, value),) = values.items()
            return [_compact(rest, leaf=True), value]
        first = next(iter(values))
        shared = ""
        while all(rest.startswith(first[: len(shared) + 1]) for rest in values):
            shared = first[: len(shared) + 1]
        if shared:
            inner = {rest[len(shared) :]: value for rest, value in values.items()}
            return [_compact(shared, leaf=False), _name(self._build(inner, way + shared))]
        children: Node = []
        for digit in "0123456789abcdef":
            under = {r[1:]: v for r, v in values.items() if r[0] == digit}
            children.append(_name(self._build(under, way + digit)) if under else b"")
        return [*children, b""]

    def proof(self, key: bytes, *, inner: bool = False) -> list[bytes]:
        """The nodes on the way to `key`, root first; with `inner` all of them."""
        halves = _halves(key)
        found = []
        for end in range(len(halves) + 1):
            if halves[:end] in self.nodes:
                encoded = library_encode(self.nodes[halves[:end]])
                if not end or len(encoded) >= 32 or inner:
                    found.append(encoded)
        return found if self.values else []
