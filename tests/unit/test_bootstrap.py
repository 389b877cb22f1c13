import pytest

from stableaudit.adapters.files.settings import Settings
from stableaudit.bootstrap import limits_of


@pytest.mark.parametrize(("timeout", "total"), [(1, 60), (60, 60), (61, 61), (300, 300)])
def test_limits_of_a_long_request_timeout_leave_time_for_it_altogether(
    timeout: int, total: int
) -> None:
    limits = limits_of(Settings(request_timeout_seconds=timeout))
    assert (limits.read_seconds, limits.total_seconds) == (timeout, total)


def test_limits_of_settings_have_their_size() -> None:
    assert limits_of(Settings(max_response_bytes=1234)).max_response_bytes == 1234
