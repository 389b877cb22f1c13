import threading
import time

import pytest

from stableaudit.adapters.transport.bounded import bounded


def test_bounded_work_in_time_gives_its_value() -> None:
    assert bounded(lambda _: 42, 5.0) == 42


def test_bounded_work_that_raises_raises_here() -> None:
    def work(_: threading.Event) -> int:
        raise KeyError("x")

    with pytest.raises(KeyError, match="x"):
        bounded(work, 5.0)


def test_bounded_work_that_hangs_is_left_and_told() -> None:
    told = threading.Event()

    def work(abandoned: threading.Event) -> None:
        if abandoned.wait(10):
            told.set()

    started = time.monotonic()
    with pytest.raises(TimeoutError):
        bounded(work, 0.1)
    assert time.monotonic() - started < 5
    assert told.wait(5)
