import threading
import time
from collections.abc import Callable

import pytest

from stableaudit.adapters.transport.ahead import Ahead

_PATIENCE = 5.0


def _doubled(item: int) -> int:
    return 2 * item


def test_take_gives_results_by_key_and_not_by_when_they_came() -> None:
    first_may_end = threading.Event()

    def work(item: int) -> int:
        if item == 1:
            first_may_end.wait(_PATIENCE)
        else:
            first_may_end.set()
        return 2 * item

    with Ahead(work, concurrency=2) as ahead:
        ahead.begin(2, 2)
        ahead.begin(1, 1)
        assert [ahead.take(), ahead.take()] == [(1, 2), (2, 4)]


def test_begin_later_with_a_lower_key_is_taken_first() -> None:
    with Ahead(_doubled, concurrency=2) as ahead:
        for key in (20, 30):
            ahead.begin(key, key)
        ahead.begin(10, 10)
        assert [ahead.take()[0] for _ in range(3)] == [10, 20, 30]


@pytest.mark.parametrize("concurrency", [1, 2, 3])
def test_room_is_one_more_than_run_at_once(concurrency: int) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def work(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1

    with Ahead(work, concurrency=concurrency) as ahead:
        begun = 0
        for _ in range(12):
            while ahead.has_room:
                ahead.begin(begun, begun)
                begun += 1
            assert len(ahead) == concurrency + 1
            ahead.take()
    assert most == concurrency


def test_take_of_failed_work_raises_its_error() -> None:
    def work(_: int) -> None:
        message = "broken"
        raise LookupError(message)

    with Ahead(work, concurrency=1) as ahead:
        ahead.begin(1, 1)
        with pytest.raises(LookupError, match="broken"):
            ahead.take()


def _leave_by_end(_: Ahead[int, int]) -> None:
    return


def _leave_by_interrupt(_: Ahead[int, int]) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("leave", [_leave_by_end, _leave_by_interrupt])
def test_leaving_waits_for_nothing_and_begins_nothing(
    leave: Callable[[Ahead[int, int]], None],
) -> None:
    begun, stuck, done = threading.Event(), threading.Event(), list[int]()

    def work(item: int) -> int:
        begun.set()
        stuck.wait(_PATIENCE)
        done.append(item)
        return item

    before = set(threading.enumerate())
    started = time.monotonic()
    try:
        with Ahead(work, concurrency=1) as ahead:
            ahead.begin(1, 1)
            assert begun.wait(_PATIENCE)
            ahead.begin(2, 2)
            leave(ahead)
    except KeyboardInterrupt:
        pass
    assert time.monotonic() - started < _PATIENCE / 2
    left = set(threading.enumerate()) - before
    assert all(thread.daemon for thread in left)
    stuck.set()
    for thread in left:
        thread.join(_PATIENCE)
    assert done == [1]
