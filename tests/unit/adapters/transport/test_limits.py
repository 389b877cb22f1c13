import pytest

from stableaudit.adapters.transport.limits import Deadline, Limits


def test_deadline_counts_down_and_stays_at_zero() -> None:
    now = 50.0
    deadline = Deadline(3.0, clock=lambda: now)
    assert deadline.remaining() == 3.0
    now = 52.5
    assert deadline.remaining() == 0.5
    now = 60.0
    assert deadline.remaining() == 0.0


def test_deadline_that_is_expired_leaves_no_time_and_never_any_again() -> None:
    now = 50.0
    deadline = Deadline(3.0, clock=lambda: now)
    deadline.expire()
    assert deadline.remaining() == 0.0
    now = 60.0
    deadline.expire()
    now = 55.0
    assert deadline.remaining() == 0.0


@pytest.mark.parametrize(
    "name", ["connect_seconds", "read_seconds", "total_seconds", "max_response_bytes", "attempts"]
)
def test_limits_of_zero_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Limits(**{name: 0})
