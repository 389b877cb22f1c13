"""Genesis blocks: the identity of a TRON network.

A genesis header holds no number and no time, so its id is a function of the first accounts, the
parent hash of the configuration and one sentence. The mainnet's are known well enough to compute
its real id, which a test checks; a chain id is the last four bytes of it.
"""

from dataclasses import dataclass
from typing import Final

from tests.devnet.tron.addresses import from_base58, wire
from tests.devnet.tron.headers import Header
from tests.devnet.tron.merkle import merkle_root
from tests.devnet.tron.transactions import Transaction, raw_bytes

_NOBODY: Final = b"0x000000000000000000000"
_SENTENCE: Final = (
    b"A new system must allow existing systems to be linked together without requiring any central "
    b"control or coordination"
)


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account that a network begins with."""

    name: str
    address: bytes
    """20 bytes."""
    balance: int
    """Sun; the mainnet's Blackhole begins at −2⁶³."""


@dataclass(frozen=True, slots=True)
class Genesis:
    """What a network begins with."""

    parent: bytes
    accounts: tuple[FirstAccount, ...]

    def transactions(self) -> tuple[Transaction, ...]:
        """Return the payments out of nothing, one per account; unsigned, without a result."""
        return tuple(
            Transaction(
                raw_bytes(
                    "TransferContract",
                    {
                        "owner_address": _NOBODY,
                        "to_address": wire(first.address),
                        "amount": first.balance,
                    },
                    reference=b"",
                    expiration=0,
                    timestamp=0,
                ),
                (),
            )
            for first in self.accounts
        )

    def header(self) -> Header:
        """Return the header of block 0."""
        return Header(
            number=0,
            timestamp=0,
            parent=self.parent,
            tx_trie_root=merkle_root([each.leaf() for each in self.transactions()]),
            witness=_SENTENCE,
            version=0,
        )

    def chain_id(self) -> bytes:
        """Return the last four bytes of the id of block 0."""
        return self.header().block_id()[-4:]


_ZION: Final = FirstAccount(
    "Zion", from_base58("TLLM21wteSPs4hKjbxgmH1L6poyMjeTbHm"), 99_000_000_000_000_000
)
_SUN: Final = FirstAccount("Sun", from_base58("TXmVpin5vq5gdZsciyyjdZgKRUju4st1wM"), 0)
_BLACKHOLE: Final = FirstAccount(
    "Blackhole", from_base58("TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy"), -(2**63)
)
_MAINNET_PARENT: Final = "e58f33f9baf9305dc6f82b9f1934ea8f0ade2defb951258d50167028c780351f"

MAINNET: Final = Genesis(bytes.fromhex(_MAINNET_PARENT), (_ZION, _SUN, _BLACKHOLE))
"""The real network's; its id ends in 2b6653dc."""

OTHER: Final = Genesis(bytes(32), (_ZION, _SUN, _BLACKHOLE))
"""A network that is not the mainnet: what the fault `wrong_chain` shows."""
