import random
from bisect import bisect_right
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.search import SearchError, last_until
from stableaudit.domain.blocks import BlockStamp
from tests.fakes.chain_reader import ETHEREUM, stamp


def _chain(times: list[int]) -> tuple[BlockStamp, Callable[[int], BlockStamp], list[int]]:
    """Return the last block of a chain with these block times, how to read it, and what was."""
    looks: list[int] = []

    def block(number: int) -> BlockStamp:
        return BlockStamp(ETHEREUM, number, stamp(number).hash, times[number])

    def read(number: int) -> BlockStamp:
        looks.append(number)
        return block(number)

    return block(len(times) - 1), read, looks


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=200),
    st.integers(0, 5000),
    st.integers(0, 10**9),
)
def test_last_until_any_chain_is_the_last_block_not_after(
    gaps: list[int], instant: int, start: int
) -> None:
    times = [start + sum(gaps[: i + 1]) for i in range(len(gaps))]
    final, read, _ = _chain(times)
    expected = bisect_right(times, start + instant) - 1
    if expected < 0:
        with pytest.raises(SearchError, match="is after"):
            last_until(start + instant, final, read)
    else:
        assert last_until(start + instant, final, read).number == expected


def test_last_until_an_instant_after_final_asks_nothing() -> None:
    final, read, looks = _chain([10, 20, 30])
    assert last_until(30, final, read) == final
    assert looks == []


def test_last_until_an_instant_before_the_first_block_is_refused() -> None:
    final, read, _ = _chain([10, 20, 30])
    with pytest.raises(SearchError, match=r"even block 0 .* is after 9"):
        last_until(9, final, read)


def test_last_until_a_chain_of_one_late_block_is_refused() -> None:
    final, read, _ = _chain([10])
    with pytest.raises(SearchError, match="is after 9"):
        last_until(9, final, read)


def test_last_until_ethereums_pace_takes_few_looks() -> None:
    times = [0, *(1_438_269_988 + 12 * i for i in range(300_000))]
    final, read, looks = _chain(times)
    chance = random.Random(7)  # noqa: S311 - a repeatable choice of instants
    counts = []
    for _ in range(50):
        looks.clear()
        last_until(chance.randrange(times[1], times[-1]), final, read)
        counts.append(len(looks))
    assert max(counts) <= 12


def test_last_until_a_chain_that_sped_up_takes_few_looks() -> None:
    """BNB Chain: 3 s, then 1.5 s, 0.75 s and 0.45 s a block, several blocks in one second."""
    times, now = [], 0.0
    for pace in (3.0, 1.5, 0.75, 0.45):
        for _ in range(60_000):
            now += pace
            times.append(int(now))
    final, read, looks = _chain(times)
    chance = random.Random(7)  # noqa: S311 - a repeatable choice of instants
    counts = []
    for _ in range(50):
        looks.clear()
        instant = chance.randrange(times[0], times[-1])
        found = last_until(instant, final, read)
        assert found.number == bisect_right(times, instant) - 1
        counts.append(len(looks))
    assert max(counts) <= 36


@pytest.mark.parametrize("liar", [50, 99, 25, 75])
def test_last_until_times_that_descend_are_refused_when_met(liar: int) -> None:
    times = [10_000 + 12 * i for i in range(101)]
    final, read, _ = _chain(times)

    def lying(number: int) -> BlockStamp:
        block = read(number)
        if abs(number - liar) > 30:
            return block
        return BlockStamp(ETHEREUM, number, block.hash, 10**6)

    with pytest.raises(SearchError, match="do not ascend"):
        last_until(10_000 + 12 * liar, final, lying)


def test_last_until_a_chain_that_stood_still_once_is_not_walked() -> None:
    """A long halt makes every interpolated step tiny; only the looks in the middle help."""
    times = [*range(10_000), 10**7]
    final, read, looks = _chain(times)
    assert last_until(5000, final, read).number == 5000
    assert len(looks) <= 45
