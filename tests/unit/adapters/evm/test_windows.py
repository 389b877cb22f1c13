"""The windows over a long simulated chain, against each style of limit. No node, no network.

The chain is the idea of evm.md 2.2: dead, medium, bursty and quiet stretches; 3 million blocks with
some 4 million logs. The table there had, for its best algorithm, 650 (1), 3,295 (163), 471 (4),
572 (5) and 525 (6) requests (of which failed); those are re-implemented figures, ours are held to
bounds of their order.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from random import Random

import pytest

from stableaudit.adapters.evm.sizes import AIM, MOST_BLOCKS, NO_CAPS, Caps, Sizer, TooMuch
from stableaudit.adapters.evm.windows import Windows
from stableaudit.adapters.transport.classify import Failure, classify
from stableaudit.adapters.transport.hints import Hint, hint_of
from stableaudit.domain.blocks import BlockRange
from tests.unit.adapters.evm import providers
from tests.unit.adapters.evm.providers import Style

CELL = 100
"""Blocks of the simulated chain that have their logs evenly spread."""


def _chain() -> list[int]:
    """Return the number of logs before each cell of the chain, and of all of them."""
    dice = Random(7)
    cells: list[int] = []
    for blocks, low, high in (
        (1_000_000, 0, 0),
        (800_000, 20, 120),
        (200_000, 300, 1_500),
        (1_000_000, 0, 8),
    ):
        cells += [dice.randint(low, high) for _ in range(blocks // CELL)]
    for burst in range(0, len(cells), 997):
        cells[burst] += 4_000
    return [0, *accumulate(cells)]


BEFORE = _chain()
WHOLE = BlockRange(0, CELL * (len(BEFORE) - 1) - 1)


def _until(block: int) -> int:
    cell, rest = divmod(block, CELL)
    if cell >= len(BEFORE) - 1:
        return BEFORE[-1]
    return BEFORE[cell] + (BEFORE[cell + 1] - BEFORE[cell]) * rest // CELL


def _logs(first: int, last: int) -> int:
    return _until(last + 1) - _until(first)


def _fits(first: int, most: int) -> int:
    """Return the last block up to which a range from `first` has at most `most` logs."""
    low, high = first, first + MOST_BLOCKS
    return low + bisect_left(range(low, high), most + 1, key=lambda b: _logs(first, b)) - 1


def _walk(style: Style, sizer: Sizer, blocks: BlockRange = WHOLE) -> tuple[list[BlockRange], int]:
    """Return the windows that were served, in order, and how many requests were refused."""
    windows, served, failed = Windows(blocks, sizer), list[BlockRange](), 0
    while windows:
        window = windows.take()
        logs = _logs(window.first, window.last)
        message = style.refuse(window.first, window.last, logs)
        if message is None:
            served.append(window)
            sizer.served(window, logs)
            continue
        failed += 1
        assert len(window) > 1
        kind = classify(message, style.code)
        what = TooMuch.BLOCKS if kind is Failure.RANGE_CAP else TooMuch.LOGS
        windows.put_back(window, most=sizer.refused(window, what, hint_of(message)))
    return served, failed


def _assert_partition(served: Sequence[BlockRange], blocks: BlockRange) -> None:
    ends = [blocks.first - 1, *(window.last for window in served)]
    assert [window.first for window in served] == [end + 1 for end in ends[:-1]]
    assert ends[-1] == blocks.last


CASES = [
    (providers.range_with_number(10_000), 900, 3),
    (providers.range_without_number(1_000), 3_700, 25),
    (providers.results_with_hint(10_000, _fits), 800, 60),
    (providers.results_without_hint(50_000, 20_000), 800, 30),
    (providers.size_without_number(15_000), 800, 40),
]


@pytest.mark.parametrize(("style", "requests", "refusals"), CASES, ids=lambda v: getattr(v, "name", ""))
def test_windows_against_a_limit_partition_the_range_in_few_requests(
    style: Style, requests: int, refusals: int
) -> None:
    served, failed = _walk(style, Sizer())
    _assert_partition(served, WHOLE)
    print(style.name, len(served) + failed, failed)
    assert failed <= refusals
    assert len(served) + failed <= requests
