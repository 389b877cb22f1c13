"""A state with one token among other accounts, and what a node answers of it."""

from dataclasses import dataclass, field
from typing import Final

from eth_hash.auto import keccak

from tests.unit.adapters.evm.proof.trie_maker import Trie, library_encode

Json = dict[str, object]
TOKEN: Final = bytes.fromhex("e820c06321e60d36257c666643fa5436643445e3")
CODE: Final = b"\x60\x00"
ABSENT: Final = bytes.fromhex("ee" * 20)


def as_hex(data: bytes) -> str:
    return "0x" + data.hex()


@dataclass
class State:
    """The token's storage by slot; the state trie around it."""

    words: dict[int, int]
    nonce: int = 1
    balance: int = 77
    storage: Trie = field(init=False)
    accounts: Trie = field(init=False)

    def __post_init__(self) -> None:
        self.storage = Trie(
            {keccak(slot.to_bytes(32, "big")): library_encode(w) for slot, w in self.words.items()}
        )
        content = [self.nonce, self.balance, self.storage.root, keccak(CODE)]
        others = {keccak(bytes([each]) * 20): library_encode([each, 0]) for each in range(40)}
        self.accounts = Trie(others | {keccak(TOKEN): library_encode(content)})

    @property
    def root(self) -> bytes:
        return self.accounts.root

    def answer(self, slots: list[int], address: bytes = TOKEN) -> Json:
        """What geth answers; of an account that is not there the hashes of nothing."""
        there = address == TOKEN
        return {
            "address": as_hex(address),
            "balance": hex(self.balance if there else 0),
            "nonce": hex(self.nonce if there else 0),
            "codeHash": as_hex(keccak(CODE if there else b"")),
            "storageHash": as_hex(self.storage.root if there else keccak(b"\x80")),
            "accountProof": [as_hex(node) for node in self.accounts.proof(keccak(address))],
            "storageProof": [
                {
                    "key": f"0x{slot:064x}",
                    "value": hex(self.words.get(slot, 0) if there else 0),
                    "proof": self._nodes(slot) if there else [],
                }
                for slot in slots
            ],
        }

    def _nodes(self, slot: int) -> list[str]:
        return [as_hex(node) for node in self.storage.proof(keccak(slot.to_bytes(32, "big")))]
