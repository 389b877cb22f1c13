"""Where a contract of unknown layout keeps supply and balances, found by watching its code at work.

A node lists the slots that a call touches (eth_createAccessList). Each is tried by a call whose
state is altered there alone: the value is in that slot if the answer follows three words exactly.
All of this rests on the node's word: one that lies here can pass another slot off as the supply.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from stableaudit.adapters.evm.proof.rlp import keccak
from stableaudit.adapters.evm.proof.slots import (
    OPENZEPPELIN_5,
    BalanceCells,
    Cell,
    Layout,
    mapping_slot,
)

Touched: TypeAlias = Callable[[bytes], Iterable[int]]
"""Calldata to the slots that a call of the contract touches in the contract's own storage."""

Called: TypeAlias = Callable[[bytes, int, int], int | None]
"""Calldata, slot and the word it holds for this call, to the word answered; None where it reverts,
or answers no single word."""

FOUND: Final = "found at the node"
"""The name of a layout that was not known before."""

MOST_BASES: Final = 512
"""Slots that a mapping is looked for at, beside the namespaces known."""

MOST_TOUCHED: Final = 32
"""Slots that are tried of one call."""

_TOTAL_SUPPLY: Final = keccak(b"totalSupply()")[:4]
_BALANCE_OF: Final = keccak(b"balanceOf(address)")[:4]
_BITS: Final = 256
_ONES: Final = (1 << _BITS) - 1
_PATTERN: Final = int.from_bytes(bytes(range(1, 33)), "big")
"""Each of its bytes is another, so that what comes back tells where it stood."""


class SlotError(Exception):
    """The slot was not found. Its text is safe to show."""


def find_layout(touched: Touched, called: Called, holders: Sequence[bytes]) -> Layout:
    """Return where the contract keeps supply and balances.

    Args:
        touched: see Touched.
        called: see Called.
        holders: accounts of 20 bytes, at least one; each is tried.

    Raises:
        SlotError: no slot of the contract is its supply or a balance, or several balances are not
            of one mapping that is known how to look for.
    """
    if not holders:
        raise SlotError("no account to look for a balance of")
    supply = find_cell(touched, called, _TOTAL_SUPPLY, what="totalSupply()")
    cells = [
        find_cell(touched, called, calldata(holder), what=f"balanceOf(0x{holder.hex()})")
        for holder in holders
    ]
    balances = _mapping(holders[0], cells[0])
    for holder, cell in zip(holders, cells, strict=True):
        if balances.of(holder) != cell:
            raise SlotError(f"the balance of 0x{holder.hex()} is not in the mapping of the others")
    return Layout(FOUND, supply, balances)


def confirm_layout(layout: Layout, called: Called, holders: Sequence[bytes]) -> bool:
    """Return whether supply and these balances follow their slots as the layout says."""
    return _is_in(layout.supply, called, _TOTAL_SUPPLY) and all(
        _is_in(layout.balances.of(holder), called, calldata(holder)) for holder in holders
    )


def find_cell(touched: Touched, called: Called, data: bytes, *, what: str) -> Cell:
    """Return where the word that a call answers stands.

    Raises:
        SlotError: the call touches no slot of the contract, too many, or its answer follows none.
    """
    slots = sorted(set(touched(data)))
    if not slots:
        raise SlotError(f"{what} touches no slot of the contract's own")
    if len(slots) > MOST_TOUCHED:
        raise SlotError(f"{what} touches {len(slots)} slots, more than {MOST_TOUCHED}")
    for slot in slots:
        cell = _cell(called, data, slot)
        if cell is not None:
            return cell
    raise SlotError(
        f"{what} follows none of the {len(slots)} slots that it touches: "
        "it is computed, or the node alters no state for a call"
    )


def calldata(holder: bytes) -> bytes:
    """Return the call of balanceOf for an account of 20 bytes."""
    return _BALANCE_OF + holder.rjust(32, b"\0")


def _cell(called: Called, data: bytes, slot: int) -> Cell | None:
    """Return which part of the slot the answer is; None where it is not."""
    widest = called(data, slot, _ONES)
    if widest is None or widest == 0 or widest & (widest + 1):
        return None
    bits = widest.bit_length()
    part = called(data, slot, _PATTERN)
    for offset in range((_BITS - bits) // 8 + 1):
        cell = Cell(slot, offset, bits)
        if cell.value(_PATTERN) == part:
            return cell if called(data, slot, 0) == 0 else None
    return None


def _is_in(cell: Cell, called: Called, data: bytes) -> bool:
    words = (_ONES, _PATTERN, 0)
    return all(called(data, cell.slot, word) == cell.value(word) for word in words)


def _mapping(holder: bytes, cell: Cell) -> BalanceCells:
    for base in (*range(MOST_BASES), OPENZEPPELIN_5):
        for key_first in (True, False):
            if mapping_slot(holder, base, key_first=key_first) == cell.slot:
                return BalanceCells(base, key_first=key_first, offset=cell.offset, bits=cell.bits)
    raise SlotError(f"slot {cell.slot:#x} holds a balance, but no mapping known gives it")
