"""The real clock keeps the port's promise: whole seconds of UTC, never ahead of the machine."""

import time

from stableaudit.adapters.system.clock import SystemClock
from stableaudit.ports.clock import Clock


def test_system_clock_asked_lies_between_two_looks_at_the_machine() -> None:
    clock: Clock = SystemClock()
    before = time.time()
    told = clock.now()
    after = time.time()
    assert int(before) <= told <= after
    assert type(told) is int
