"""Where a token keeps its supply and its balances, and how a slot is taken for one.

A proof shows what stands in a slot. That the slot is the supply follows from the code alone: from a
layout that was derived from its source, or, more weakly, from what a node shows of the code at work
(slot_search.py). A proxy keeps all of it in its own storage, laid out by its implementation.

Sources: storage layouts of solc for USDKG, Circle's FiatTokenV2_2 and OpenZeppelin 4.9 upgradeable;
the order of declaration, not compiled here, for TetherToken and OpenZeppelin's plain ERC20 and 5.
ERC-7201; Solidity and Vyper on mappings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stableaudit.adapters.evm.proof.account import extract
from stableaudit.adapters.evm.proof.rlp import keccak
from stableaudit.domain.identifiers import ADDRESS_BYTES

_WORD: Final = 32
_LOW_BYTE: Final = 0xFF
_SLOTS: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class Cell:
    """An unsigned value in a slot, which it may share."""

    slot: int
    offset: int = 0
    """In bytes from the low end of the word, as solc counts."""

    bits: int = 256

    def __post_init__(self) -> None:
        if not 0 <= self.slot < _SLOTS:
            message = f"there is no slot {self.slot}"
            raise ValueError(message)
        extract(0, offset=self.offset, bits=self.bits)

    def value(self, word: int) -> int:
        """Return the value, given the word of the slot."""
        return extract(word, offset=self.offset, bits=self.bits)


@dataclass(frozen=True, slots=True)
class BalanceCells:
    """A mapping from accounts to values."""

    base: int
    """The slot that the mapping is declared at."""

    key_first: bool = True
    """Solidity hashes the key before the slot, Vyper after it."""

    offset: int = 0
    bits: int = 256

    def of(self, holder: bytes) -> Cell:
        """Return where the value of one account stands."""
        slot = mapping_slot(holder, self.base, key_first=self.key_first)
        return Cell(slot, self.offset, self.bits)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one kind of token contract keeps supply and balances."""

    name: str
    supply: Cell
    balances: BalanceCells


def mapping_slot(holder: bytes, base: int, *, key_first: bool = True) -> int:
    """Return the slot of an account's value in the mapping declared at `base`.

    Raises:
        ValueError: the account is not of 20 bytes.
    """
    if len(holder) != ADDRESS_BYTES:
        message = f"{len(holder)} bytes are no address"
        raise ValueError(message)
    key, place = holder.rjust(_WORD, b"\0"), base.to_bytes(_WORD, "big")
    return int.from_bytes(keccak(key + place if key_first else place + key), "big")


def namespace_slot(name: str) -> int:
    """Return the slot at which a namespace begins, by ERC-7201."""
    inner = int.from_bytes(keccak(name.encode()), "big") - 1
    return int.from_bytes(keccak(inner.to_bytes(_WORD, "big")), "big") & ~_LOW_BYTE


OPENZEPPELIN_5: Final = namespace_slot("openzeppelin.storage.ERC20")

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            Layout("tether", Cell(1), BalanceCells(2)),
            Layout("usdkg", Cell(5), BalanceCells(6)),
            # Bit 255 of a balance says whether the account is on the blacklist.
            Layout("fiat-token", Cell(11), BalanceCells(9, bits=255)),
            Layout("openzeppelin", Cell(2), BalanceCells(0)),
            Layout("openzeppelin-4-upgradeable", Cell(53), BalanceCells(51)),
            Layout(
                "openzeppelin-5-upgradeable", Cell(OPENZEPPELIN_5 + 2), BalanceCells(OPENZEPPELIN_5)
            ),
        )
    }
)
"""The layouts known here, by name."""
