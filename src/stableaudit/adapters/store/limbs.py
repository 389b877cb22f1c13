"""Amounts as limbs in base 10^18, little end first: exact for any uint256, in 64-bit columns.

The engine adds each limb into 128 bits, which no realistic number of rows overflows; whole amounts
would not fit any of its integers. Five limbs hold 2^256 - 1, and the fifth stays below 115,793.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stableaudit.domain.logs import WORD_BYTES

BASE: Final = 10**18
LIMBS: Final = 5
LARGEST: Final = 2**256 - 1

_HALF: Final = np.uint64(10**9)
_WORD: Final = np.uint64(32)
_WORDS: Final = 8
_HALVES: Final = 9
"""Digits in base 10^9 that 2^256 - 1 needs."""


def split(amounts: bytes) -> tuple[NDArray[np.int64], ...]:
    """Return the limbs of 32-byte big-endian amounts by column, no more columns than are used.

    At least one. Schoolbook division by 10^9, one digit a round: a remainder below 2^30 beside the
    next 32 bits fits 64. Two digits make a limb.
    """
    words = np.frombuffer(amounts, dtype=">u4").reshape(-1, WORD_BYTES // 4)
    rest = np.ascontiguousarray(words.T).astype(np.uint64)
    halves: list[NDArray[np.uint64]] = []
    first = 0
    for _ in range(_HALVES):
        while first < _WORDS and not rest[first].any():
            first += 1
        if first == _WORDS:
            break
        remainder = np.zeros(rest.shape[1], dtype=np.uint64)
        for place in range(first, _WORDS):
            part = (remainder << _WORD) | rest[place]
            rest[place] = part // _HALF
            remainder = part - rest[place] * _HALF
        halves.append(remainder)
    while len(halves) % 2 or not halves:
        halves.append(np.zeros(rest.shape[1], dtype=np.uint64))
    pairs = zip(halves[::2], halves[1::2], strict=True)
    return tuple((low + high * _HALF).astype(np.int64) for low, high in pairs)


def join(limbs: Sequence[NDArray[np.int64]]) -> tuple[int, ...]:
    """Return the whole numbers of limbs by column; the last column may be negative."""
    top = max((place for place, limb in enumerate(limbs) if limb.any()), default=0)
    whole: list[int] = limbs[top].tolist()
    for limb in reversed(limbs[:top]):
        whole = [high * BASE + low for high, low in zip(whole, limb.tolist(), strict=True)]
    return tuple(whole)


def join_one(limbs: Sequence[int]) -> int:
    """Return the whole number of some limbs, or of sums of limbs."""
    return sum(limb * BASE**place for place, limb in enumerate(limbs))
