"""What a set of rows comes to: how many, their sum, and a digest that no order changes.

The digest of a row runs its 8-byte words through splitmix64, one into the next; the rows' digests
are joined by exclusive or. `hash_balances.c` computes the same for balances. It is there to notice
a row that differs, not to resist anybody. Source: Steele, Lea, Flood, Fast Splittable
Pseudorandom Number Generators, 2014.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.columns import NAMES

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Digest:
    """What two programs that did the same work agree on."""

    count: int
    total: int
    mixed: str

    def __str__(self) -> str:
        return f"{self.count} rows, sum {self.total}, digest {self.mixed}"


def of_logs(folder: Path) -> Digest:
    """Return the digest of transfers by block, ordinal, both accounts and amount."""
    blocks, ordinals, senders, recipients, amounts = (
        np.fromfile(folder / name, dtype=np.uint8) for name in NAMES
    )
    count = len(blocks) // 8
    amount = amounts.reshape(count, 32)
    columns = [blocks.view(np.uint64), ordinals.view(np.uint64)]
    columns += [*_address_words(senders.reshape(count, 20))]
    columns += [*_address_words(recipients.reshape(count, 20))]
    columns += [
        np.ascontiguousarray(amount[:, at : at + 8]).view(np.uint64)[:, 0] for at in (0, 8, 16, 24)
    ]
    # Sums of 32-bit pieces stay exact in 64 bits for four thousand million rows.
    pieces = amount.view(">u4").astype(np.uint64).sum(axis=0)
    total = sum(int(piece) << (32 * (7 - place)) for place, piece in enumerate(pieces))
    return Digest(count, total, _mixed(columns))


def of_balances(addresses: bytes, balances: npt.NDArray[np.int64]) -> Digest:
    """Return the digest of holders by address (20 bytes each) and balance."""
    table = np.frombuffer(addresses, dtype=np.uint8).reshape(len(balances), 20)
    words = [*_address_words(table), balances.view(np.uint64)]
    return Digest(len(balances), int(balances.sum()), _mixed(words))


def mix(state: Words, word: Words) -> Words:
    """Return splitmix64 of `state` exclusive-or `word`, element by element."""
    with np.errstate(over="ignore"):
        mixed = (state ^ word) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _address_words(table: npt.NDArray[np.uint8]) -> Iterable[Words]:
    padded = np.zeros((len(table), 24), dtype=np.uint8)
    padded[:, :20] = table
    words = padded.view(np.uint64)
    return (np.ascontiguousarray(words[:, place]) for place in range(3))


def _mixed(columns: Iterable[Words]) -> str:
    state: Words | None = None
    for column in columns:
        state = mix(np.zeros_like(column) if state is None else state, column)
    if state is None or not len(state):
        return f"{0:016x}"
    return f"{int(np.bitwise_xor.reduce(state)):016x}"
