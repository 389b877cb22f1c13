"""A series as one line of blocks, from exact values: the shape at a glance, no figure to read off.

The lowest value is the lowest block, which is not zero: whoever prints one says beside it what the
lowest and highest are. What is not known is a dot, never the value before it.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

GAP: Final = "·"
_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_EVEN: Final = "▄"
_HALF: Final = Fraction(1, 2)


def sparkline(values: Sequence[Fraction | None], *, width: int) -> str:
    """Return a block for each value.

    Where there are more than fit, one for each of `width` equal stretches: its last known value.

    Args:
        values: in their order; None for what is not known.
        width: columns, at least 1.
    """
    shown = values if len(values) <= width else _thinned(values, width)
    known = [one for one in shown if one is not None]
    if not known:
        return GAP * len(shown)
    low, high = min(known), max(known)
    return "".join(_block(one, low, high) for one in shown)


def _thinned(values: Sequence[Fraction | None], width: int) -> list[Fraction | None]:
    ends = [len(values) * place // width for place in range(width + 1)]
    stretches = [values[first:last] for first, last in pairwise(ends)]
    return [
        next((one for one in reversed(stretch) if one is not None), None) for stretch in stretches
    ]


def _block(value: Fraction | None, low: Fraction, high: Fraction) -> str:
    if value is None:
        return GAP
    if low == high:
        return _EVEN
    share = (value - low) / (high - low)
    return _BLOCKS[int(share * (len(_BLOCKS) - 1) + _HALF)]
