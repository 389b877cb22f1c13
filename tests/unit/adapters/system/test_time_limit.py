"""A run ends by its limit, unless the limit was lifted; a limit that nobody heard is heard then."""

import signal
import time
from contextlib import suppress

import pytest

from stableaudit.adapters.system.time_limit import OutOfTime, time_limit

_LONG = 60


def wait(seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(0.01)


def test_work_that_takes_longer_ends_with_out_of_time_soon() -> None:
    began = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(1):
        wait(_LONG)
    assert time.monotonic() - began < _LONG / 2


def test_work_after_the_limit_is_lifted_takes_its_time() -> None:
    with time_limit(1) as limit:
        limit.lift()
        wait(1.2)


def test_limit_that_was_swallowed_by_the_work_is_heard_when_it_is_lifted() -> None:
    with time_limit(1) as limit:
        with suppress(OutOfTime):
            wait(_LONG)
        with pytest.raises(OutOfTime):
            limit.lift()


@pytest.mark.parametrize("seconds", [None, _LONG])
def test_limit_leaves_no_alarm_and_no_handler_behind(seconds: int | None) -> None:
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(seconds):
        pass
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_failure_of_the_work_is_what_is_heard() -> None:
    with pytest.raises(KeyError), time_limit(_LONG):
        raise KeyError
