"""What `SpreaderSim.spread` does, computed without it, so that every balance is known.

Nothing here has seen a chain. `contracts/SpreaderSim.sol` says the rule in the contract's words.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from eth_utils.crypto import keccak

_FACTOR: Final = 6364136223846793005
_STEP: Final = 1442695040888963407
_WORD: Final = 2**64 - 1
_LARGEST: Final = 5_000_000
_LARGEST_BETWEEN_SPREADERS: Final = 100_000_000
_KIND_RELAY: Final = 3
_KIND_EVEN: Final = 20
"""Draws of 64: one to the other spreader, two to a relay, one of a relay, sixteen to any holder."""


class Move(NamedTuple):
    """One transfer that a spreader makes or has made."""

    source: bytes
    target: bytes
    amount: int


class ShortageError(ValueError):
    """A spreader would run out of tokens; the call would revert."""


def most_needed(transfers: int) -> int:
    """Return base units that surely suffice a spreader for as many transfers."""
    # The expected sum is half of the first term; a spreader gets back what it lent the other.
    return transfers * _LARGEST + (transfers // 32 + 64) * _LARGEST_BETWEEN_SPREADERS


def holder_of(salt: int) -> Callable[[int], bytes]:
    """Return the function from a rank to the account of a holder, 20 bytes."""

    @cache
    def holder(rank: int) -> bytes:
        return keccak(salt.to_bytes(32, "big") + rank.to_bytes(32, "big"))[12:]

    return holder


def spread(
    seed: int,
    count: int,
    holders: int,
    *,
    spreader: bytes,
    peer: bytes,
    relays: Sequence[bytes],
    holder: Callable[[int], bytes],
    balances: dict[bytes, int],
) -> Iterator[Move]:
    """Yield the transfers of one call in order, and keep `balances` true after each.

    Raises:
        ShortageError: the spreader has less than a transfer takes.
    """
    octaves = max(holders.bit_length(), 1)
    x = seed
    for _ in range(count):
        x = (x * _FACTOR + _STEP) & _WORD
        kind = x >> 58
        v = (x >> 16) & 0xFFFFFFFFFF
        source, amount = spreader, 1 + v % _LARGEST
        if kind == 0:
            target, amount = peer, 1 + v % _LARGEST_BETWEEN_SPREADERS
        elif kind < _KIND_RELAY:
            target = relays[v % len(relays)]
        elif kind == _KIND_RELAY:
            source, target = relays[v % len(relays)], holder(v % holders)
            amount = balances.get(source, 0) // 2
        elif kind < _KIND_EVEN:
            target = holder(v % holders)
        else:
            octave = 1 << ((x >> 32) % octaves)
            target = holder((octave - 1 + (v & (octave - 1))) % holders)
        left = balances.get(source, 0) - amount
        if left < 0:
            raise ShortageError(f"0x{source.hex()} has {left + amount} base units, not {amount}")
        balances[source] = left
        balances[target] = balances.get(target, 0) + amount
        yield Move(source, target, amount)
