"""TRON's free bandwidth: 5000 bytes that come back evenly within 24 hours, per account.

A transaction larger than what is left is paid at 10 sun a byte instead, so the history decides
whether its receipt says `net_usage` or `net_fee`. java-tron, ResourceProcessor and
BandwidthProcessor.
"""

from typing import Final

FREE_BYTES: Final = 5000
SUN_PER_BYTE: Final = 10
_WINDOW_SLOTS: Final = 28_800
_SLOT_MS: Final = 3000
_PRECISION: Final = 1_000_000
_RESULT_BYTES: Final = 64
"""Kept free for the result, per contract of a transaction."""


def charged_bytes(size_without_result: int) -> int:
    """Return the bytes that a transaction counts for."""
    return size_without_result + _RESULT_BYTES


def used_now(used: int, last_ms: int, now_ms: int) -> int:
    """Return what is still counted at `now_ms` of `used` bytes counted at `last_ms`."""
    average = -(-used * _PRECISION // _WINDOW_SLOTS)
    passed = (now_ms - last_ms) // _SLOT_MS
    left = max(_WINDOW_SLOTS - passed, 0)
    # Half is rounded up, as Java's Math.round does.
    decayed = (2 * average * left + _WINDOW_SLOTS) // (2 * _WINDOW_SLOTS)
    return decayed * _WINDOW_SLOTS // _PRECISION


def fits(size: int, used: int) -> bool:
    """Tell whether `size` more bytes are free of charge."""
    return size <= FREE_BYTES - used
