import os
import signal
import threading
import time

import pytest

from stableaudit.ports.parallel import in_parallel


def test_in_parallel_of_several_gives_each_its_result_in_their_order() -> None:
    """Each waits for all others before it answers: one after the other would never end."""
    barrier = threading.Barrier(3, timeout=5)

    def doubled(number: int) -> int:
        barrier.wait()
        time.sleep((3 - number) / 100)
        return 2 * number

    assert in_parallel(doubled, [1, 2, 3]) == (2, 4, 6)


def test_in_parallel_of_nothing_is_nothing() -> None:
    assert in_parallel(str, []) == ()


def test_in_parallel_of_one_uses_no_thread() -> None:
    assert in_parallel(lambda _: threading.current_thread(), [0]) == (threading.current_thread(),)


def test_in_parallel_raises_the_first_items_error_once_all_have_ended() -> None:
    ended: list[int] = []

    def failing(number: int) -> int:
        time.sleep(0.05 * number)
        ended.append(number)
        if number:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match="1"):
        in_parallel(failing, [2, 0, 1][::-1])
    assert sorted(ended) == [0, 1, 2]


def test_in_parallel_that_is_interrupted_waits_for_nobody() -> None:
    released = threading.Event()
    began = time.monotonic()

    def interrupt(number: int) -> None:
        if number:
            os.kill(os.getpid(), signal.SIGINT)
        released.wait(20)

    try:
        with pytest.raises(KeyboardInterrupt):
            in_parallel(interrupt, [0, 1])
        assert time.monotonic() - began < 5
        left = [one for one in threading.enumerate() if one.name == "stableaudit-worker"]
        assert len(left) == 2
        assert all(one.daemon for one in left)
    finally:
        released.set()
        for one in threading.enumerate():
            if one.name == "stableaudit-worker":
                one.join()
