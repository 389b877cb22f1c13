from bisect import bisect_right
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.search import last_block_until
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError
from tests.unit.adapters.tron.http_node import CHAIN

_INQUIRY = Inquiry("the last block", "tester (http://127.0.0.1)")
_GAPS = st.lists(st.sampled_from([1, 1, 1, 1, 2, 7, 5000]), min_size=1, max_size=200)


def _stamp(number: int, timestamp: int) -> BlockStamp:
    return BlockStamp(CHAIN, number, f"0x{number:064x}", timestamp)


def _counting(times: list[int]) -> tuple[Callable[[int], BlockStamp], list[int]]:
    """Blocks 1, 2, … at these times, and which of them were asked for."""
    asked: list[int] = []

    def fetch(number: int) -> BlockStamp:
        asked.append(number)
        return _stamp(number, times[number - 1])

    return fetch, asked


@settings(deadline=None, max_examples=300)
@given(gaps=_GAPS, ahead=st.integers(0, 1 << 20), until=st.integers(1, 200))
def test_search_any_missed_slots_finds_what_a_scan_finds(
    gaps: list[int], ahead: int, until: int
) -> None:
    times = [1000 + 3 * sum(gaps[:index]) for index in range(len(gaps) + 1)]
    final = _stamp(min(until, len(times)), times[min(until, len(times)) - 1])
    instant = 1000 + ahead % (times[-1] - 1000 + 10)
    fetch, asked = _counting(times)
    found = last_block_until(instant, final=final, fetch=fetch, inquiry=_INQUIRY)
    assert min(bisect_right(times, instant), final.number) == found.number
    assert len(asked) <= 40


def test_search_no_missed_slot_asks_once() -> None:
    fetch, asked = _counting(list(range(0, 3_000_000, 3)))
    final = _stamp(1_000_000, 2_999_997)
    found = last_block_until(1_500_001, final=final, fetch=fetch, inquiry=_INQUIRY)
    assert (found.number, asked) == (500_001, [500_001])


def test_search_an_instant_at_or_after_final_asks_nothing() -> None:
    fetch, asked = _counting([])
    final = _stamp(9, 900)
    assert [final, final, []] == [
        last_block_until(900, final=final, fetch=fetch, inquiry=_INQUIRY),
        last_block_until(901, final=final, fetch=fetch, inquiry=_INQUIRY),
        asked,
    ]


def test_search_an_instant_before_the_first_block_is_inconsistent() -> None:
    fetch, _ = _counting([1000, 1003, 1006])
    with pytest.raises(InconsistentError, match="the first block is later"):
        last_block_until(999, final=_stamp(3, 1006), fetch=fetch, inquiry=_INQUIRY)


def test_search_blocks_closer_than_a_slot_are_inconsistent() -> None:
    fetch, _ = _counting([1000 + number for number in range(100)])
    with pytest.raises(InconsistentError, match="less than 3 s apart"):
        last_block_until(1090, final=_stamp(100, 1099), fetch=fetch, inquiry=_INQUIRY)


def test_search_times_that_do_not_ascend_are_inconsistent() -> None:
    times = [1000 + 30 * number for number in range(100)]
    times[49] = 5
    fetch, _ = _counting(times)
    with pytest.raises(InconsistentError, match="do not ascend"):
        last_block_until(
            1000 + 30 * 48, final=_stamp(100, times[-1]), fetch=fetch, inquiry=_INQUIRY
        )


def test_search_between_two_long_gaps_takes_few_requests() -> None:
    """Neither bound is near here: only halving closes in."""
    times = [1000, *range(10**6, 10**6 + 15_000, 3), *range(10**7, 10**7 + 15_000, 3)]
    fetch, asked = _counting(times)
    final = _stamp(len(times), times[-1])
    found = last_block_until(times[2500], final=final, fetch=fetch, inquiry=_INQUIRY)
    assert found.number == 2501
    assert len(asked) <= 3 * 14
