"""The windows over a long simulated chain, against each style of limit. No node, no network.

The chain is the idea of evm.md 2.2, not its data: dead, medium, busy and quiet stretches with
bursts, 3 million blocks with some 2.5 million logs. The bounds are what it takes, with some room.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from random import Random

import pytest

from stableaudit.adapters.evm.sizes import (
    AIM,
    FIRST_BLOCKS,
    MOST_BLOCKS,
    NO_CAPS,
    Caps,
    Sizer,
    TooMuch,
)
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
    dice = Random(7)  # noqa: S311 - the same chain each time, no secret
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


NO_LIMIT = Style("none", 0, lambda _a, _b, _logs: None)
BUSY = BlockRange(1_800_000, 1_999_999)


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
    (providers.range_with_number(10_000), 600, 1),
    (providers.range_without_number(1_000), 3_200, 5),
    (providers.results_with_hint(10_000, _fits), 450, 20),
    (providers.results_without_hint(50_000, 20_000), 430, 5),
    (providers.size_without_number(15_000), 430, 8),
]


@pytest.mark.parametrize(
    ("style", "requests", "refusals"), CASES, ids=[style.name for style, _, _ in CASES]
)
def test_windows_against_a_limit_partition_the_range_in_few_requests(
    style: Style, requests: int, refusals: int
) -> None:
    served, failed = _walk(style, Sizer())
    _assert_partition(served, WHOLE)
    assert failed <= refusals
    assert len(served) + failed <= requests


def test_windows_aim_at_five_to_nine_thousand_logs_where_density_is_steady() -> None:
    steady = BlockRange(1_200_000, 1_800_000)
    served, _ = _walk(NO_LIMIT, Sizer(), steady)
    counts = [_logs(window.first, window.last) for window in served]
    usual = [count for count in counts if 5_000 <= count <= 9_000]
    assert len(usual) > len(counts) * 3 // 4


def test_windows_at_most_double() -> None:
    served, _ = _walk(NO_LIMIT, Sizer())
    longest = FIRST_BLOCKS
    for window in served:
        assert len(window) <= 2 * longest
        longest = max(longest, len(window))
    assert longest == MOST_BLOCKS


def test_windows_of_a_range_with_one_block_are_that_block() -> None:
    assert _walk(NO_LIMIT, Sizer(), BlockRange(7, 7)) == ([BlockRange(7, 7)], 0)


def test_windows_leave_no_small_rest() -> None:
    served, _ = _walk(NO_LIMIT, Sizer(Caps(blocks=100)), BlockRange(0, 200))
    assert [len(window) for window in served] == [100, 51, 50]


def test_put_back_pieces_come_before_anything_else_and_no_larger() -> None:
    windows = Windows(BlockRange(0, 4999), Sizer())
    first, second = windows.take(), windows.take()
    windows.put_back(first, most=50)
    taken = [windows.take() for _ in range(4)]
    assert (first, second) == (BlockRange(0, 124), BlockRange(125, 249))
    assert taken == [
        BlockRange(0, 49), BlockRange(50, 87), BlockRange(88, 124), BlockRange(250, 374),
    ]  # fmt: skip


BLOCKS, LOGS, UNCLEAR = TooMuch.BLOCKS, TooMuch.LOGS, TooMuch.UNCLEAR


@pytest.mark.parametrize(
    ("what", "hint", "most"),
    [
        (BLOCKS, Hint(blocks=300), 300),
        (BLOCKS, Hint(), 500),
        (BLOCKS, Hint(blocks=1000), 500),
        (BLOCKS, Hint(suggested=(0, 99)), 100),
        (BLOCKS, Hint(blocks=10, suggested=(0, 9)), 10),
        (LOGS, Hint(), 500),
        (LOGS, Hint(suggested=(0, 249)), 250),
        (LOGS, Hint(logs=2000), 500),
        (LOGS, Hint(suggested=(0, 999)), 500),
        (LOGS, Hint(suggested=(5000, 5999)), 500),
        (LOGS, Hint(suggested=(900, 5999)), 100),
        (UNCLEAR, Hint(suggested=(0, 99)), 500),
    ],
)
def test_refused_leaves_pieces_that_are_smaller(what: TooMuch, hint: Hint, most: int) -> None:
    assert Sizer().refused(BlockRange(0, 999), what, hint) == most


@pytest.mark.parametrize("what", TooMuch)
def test_refused_again_and_again_comes_down_to_one_block(what: TooMuch) -> None:
    sizer, size = Sizer(), 1000
    while size > 1:
        smaller = sizer.refused(BlockRange(0, size - 1), what, Hint())
        assert 1 <= smaller < size
        size = smaller


@pytest.mark.parametrize(
    ("what", "hint", "caps"),
    [
        (BLOCKS, Hint(blocks=300), Caps(blocks=300)),
        (LOGS, Hint(logs=2000), Caps(logs=2000)),
        (LOGS, Hint(), NO_CAPS),
        (BLOCKS, Hint(), Caps(blocks=500)),
    ],
)
def test_caps_are_what_refusals_taught(what: TooMuch, hint: Hint, caps: Caps) -> None:
    sizer = Sizer()
    sizer.refused(BlockRange(0, 999), what, hint)
    assert sizer.caps == caps


def test_caps_on_logs_lower_the_aim_of_the_next_run() -> None:
    style = providers.size_without_number(2000)
    assert _walk(style, Sizer(Caps(logs=2000)), BUSY)[1] < _walk(style, Sizer(), BUSY)[1]


@pytest.mark.parametrize("caps", [{"blocks": 0}, {"logs": 0}, {"blocks": -1}])
def test_caps_that_allow_nothing_are_refused(caps: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="caps are above zero"):
        Caps(**caps)


def test_probes_find_out_that_a_cap_was_lifted() -> None:
    sizer = Sizer(Caps(blocks=500))
    served, failed = _walk(NO_LIMIT, sizer, BlockRange(0, 200_000))
    assert failed == 0
    assert len(served) < 80
    assert sizer.caps == Caps(blocks=max(len(window) for window in served))


def test_probes_of_a_cap_that_stands_are_rare() -> None:
    style = providers.range_with_number(100)
    served, failed = _walk(style, Sizer(Caps(blocks=100)), BlockRange(0, 500_000))
    assert len(served) >= 5000
    assert failed <= 4


def test_a_cap_without_number_is_found_by_halving_what_is_between() -> None:
    sizer = Sizer()
    _walk(providers.range_without_number(1_500), sizer)
    assert sizer.caps.blocks is not None
    assert 1_400 <= sizer.caps.blocks <= 1_500


def test_a_cap_that_became_lower_is_learnt() -> None:
    sizer = Sizer()
    _walk(providers.range_with_number(10_000), sizer, BlockRange(0, 99_999))
    served, failed = _walk(providers.range_without_number(3_000), sizer, BlockRange(0, 99_999))
    _assert_partition(served, BlockRange(0, 99_999))
    assert failed <= 6


def test_expected_is_what_is_known() -> None:
    assert Sizer().expected() == 10_000
    assert Sizer(Caps(blocks=50)).expected() == 50
    sizer = Sizer()
    _walk(NO_LIMIT, sizer, BUSY)
    assert 200 <= sizer.expected() <= 1_200


def _after_a_refusal(logs: int) -> Sizer:
    """Return a sizer that saw a range of 1,000 blocks refused, and then its halves' logs."""
    sizer = Sizer()
    sizer.served(BlockRange(0, 999), 0)
    sizer.refused(BlockRange(1000, 1999), TooMuch.LOGS, Hint())
    sizer.served(BlockRange(1000, 1499), logs // 2)
    sizer.served(BlockRange(1500, 1999), logs - logs // 2)
    return sizer


@pytest.mark.parametrize(
    ("logs", "aim"), [(100_000, AIM), (9_400, AIM), (2_000, 1_500), (500, 375)]
)
def test_a_refused_range_lowers_the_aim_to_below_the_logs_it_had(logs: int, aim: int) -> None:
    sizer = _after_a_refusal(logs)
    for first in range(2000, 60_000, 500):
        sizer.served(BlockRange(first, first + 499), 500)
    assert sizer.next_size() == pytest.approx(min(aim, 1000), rel=0.05)
    assert sizer.caps == NO_CAPS


def test_a_refused_range_with_few_logs_was_too_many_blocks() -> None:
    sizer = _after_a_refusal(499)
    assert sizer.caps == Caps(blocks=500)
