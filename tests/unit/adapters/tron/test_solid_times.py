"""Times of blocks as numbers: what a scan finds, and how few blocks are asked for."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.solid_times import numbers_at
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError
from tests.unit.adapters.tron.http_node import CHAIN

_INQUIRY = Inquiry("balances", "tester (http://127.0.0.1)")
_GAPS = st.lists(st.sampled_from([1, 1, 1, 1, 1, 3, 400]), min_size=1, max_size=200)


def _stamp(number: int, timestamp: int) -> BlockStamp:
    return BlockStamp(CHAIN, number, f"0x{number:064x}", timestamp)


def _chain(times: list[int]) -> tuple[Callable[[int], BlockStamp], list[int]]:
    """Blocks 0, 1, … at these times, and which of them were asked for."""
    asked: list[int] = []

    def fetch(number: int) -> BlockStamp:
        asked.append(number)
        return _stamp(number, times[number])

    return fetch, asked


def _numbers(wanted: list[int], times: list[int]) -> tuple[dict[int, int], list[int]]:
    fetch, asked = _chain(times)
    low, high = _stamp(0, times[0]), _stamp(len(times) - 1, times[-1])
    return numbers_at(wanted, low=low, high=high, fetch=fetch, inquiry=_INQUIRY), asked


@settings(deadline=None, max_examples=300)
@given(gaps=_GAPS, data=st.data())
def test_numbers_any_missed_slots_are_what_a_scan_finds(
    gaps: list[int], data: st.DataObject
) -> None:
    times = [9000 + 3 * sum(gaps[:index]) for index in range(len(gaps) + 1)]
    wanted = data.draw(st.lists(st.sampled_from(times)))
    found, asked = _numbers(wanted, times)
    assert {time: times.index(time) for time in wanted} == found
    assert len(set(asked)) == len(asked) < len(times)


@settings(deadline=None, max_examples=200)
@given(gaps=_GAPS, ahead=st.integers(0, 1 << 20))
def test_numbers_of_a_time_without_a_block_are_refused(gaps: list[int], ahead: int) -> None:
    times = [9000 + 3 * sum(gaps[:index]) for index in range(len(gaps) + 1)]
    instant = 9000 + ahead % (times[-1] - 9000)
    if instant in times:
        assert _numbers([instant], times)[0] == {instant: times.index(instant)}
        return
    with pytest.raises(InconsistentError, match=f"{instant} s of 1970, at which no block stands"):
        _numbers([instant], times)


def test_numbers_without_a_missed_slot_ask_for_no_block() -> None:
    times = list(range(9000, 9000 + 3 * 1000, 3))
    assert _numbers(times, times) == ({time: n for n, time in enumerate(times)}, [])


def test_numbers_around_one_missed_slot_ask_for_few_blocks() -> None:
    times = [time for time in range(9000, 9000 + 3 * 1000, 3) if time != 9000 + 3 * 700]
    found, asked = _numbers(times, times)
    assert {time: n for n, time in enumerate(times)} == found
    # Ten halvings of a thousand blocks, and one that meets the gap.
    assert len(asked) <= 11


def test_numbers_of_no_times_ask_for_no_block() -> None:
    assert _numbers([], [9000, 9999]) == ({}, [])


@pytest.mark.parametrize("instant", [8997, 9015])
def test_numbers_of_a_time_outside_are_refused(instant: int) -> None:
    with pytest.raises(InconsistentError, match="at which no block stands"):
        _numbers([instant], [9000, 9003, 9012])


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (_stamp(5, 9000), _stamp(4, 9003)),
        (_stamp(5, 9000), _stamp(7, 9003)),
        (_stamp(5, 9000), _stamp(5, 9003)),
        (_stamp(5, 9000), BlockStamp(CHAIN, 5, "0x" + "ab" * 32, 9000)),
        (_stamp(5, 9000), _stamp(6, 9000)),
    ],
)
def test_numbers_between_blocks_that_do_not_ascend_are_refused(
    low: BlockStamp, high: BlockStamp
) -> None:
    fetch, _ = _chain([])
    with pytest.raises(InconsistentError, match="do not ascend by slots"):
        numbers_at([9000], low=low, high=high, fetch=fetch, inquiry=_INQUIRY)


def test_numbers_with_a_block_in_between_that_does_not_fit_are_refused() -> None:
    times = [9000, 9003, 9900, 9009, 9012, 9030]
    with pytest.raises(InconsistentError, match="do not ascend by slots"):
        _numbers([9006], times)
