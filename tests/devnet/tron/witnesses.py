"""Who makes the blocks, and with which keys.

Real super representatives may sign with a delegated key, so a verifier must read each one's witness
permission. One of several witnesses here does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.devnet.tron.errors import ChainError
from tests.devnet.tron.signing import key_address

SLOT_MS: Final = 3000
_FIRST_KEY: Final = 101
_DELEGATED_KEY: Final = 200
_SOLID_SHARE: Final = 70
"""Per cent of the witnesses that must have built on a block. java-tron, Parameter.java."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A block producer."""

    key: int
    """Its account is that of the private key of this byte repeated."""
    signing_key: int
    """Signs its blocks; the account's own unless delegated."""

    @property
    def address(self) -> bytes:
        """The account, 20 bytes."""
        return key_address(self.key)


def witnesses(count: int) -> tuple[Witness, ...]:
    """Return `count` producers, the second of whom signs with a delegated key.

    Raises:
        ValueError: not 1 to 27.
    """
    if not 1 <= count <= 27:
        raise ValueError(f"{count} witnesses; TRON has at most 27, a private network at least one")
    return tuple(
        Witness(_FIRST_KEY + n, _DELEGATED_KEY if n == 1 else _FIRST_KEY + n) for n in range(count)
    )


def producer(of: Sequence[Witness], timestamp_ms: int) -> Witness:
    """Return whose turn it is at a time: each has one slot of three seconds in rotation."""
    return of[timestamp_ms // SLOT_MS % len(of)]


def slot_after(head_ms: int, seconds: int | None, *, skipped: int) -> int:
    """Return the time in milliseconds of a block after the head.

    Args:
        head_ms: time of the head.
        seconds: the time wanted; the next slot but `skipped` without it.
        skipped: slots that nobody used.

    Raises:
        ChainError: the time wanted is no slot, or not after the head.
    """
    if seconds is None:
        return head_ms + SLOT_MS * (1 + skipped)
    if seconds * 1000 <= head_ms or seconds * 1000 % SLOT_MS:
        raise ChainError(f"{seconds} s is no slot of three seconds after {head_ms} ms")
    return seconds * 1000


def finalized(head: int, count: int) -> int:
    """Return the number that this many witnesses in unbroken rotation have made final.

    The witnesses' latest numbers are sorted; the one that 70 % have reached is final, so 27 of them
    trail the head by 18 and a single one not at all. java-tron, DposService.java.
    """
    return max(head - (count - 1 - count * (100 - _SOLID_SHARE) // 100), 0)
