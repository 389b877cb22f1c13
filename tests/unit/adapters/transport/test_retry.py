import pytest

from stableaudit.adapters.transport.retry import backoff, demanded_pause, is_transient

TRONGRID_NO_KEY = (
    '{"Error":"request rate of (getTrc20TransactionsByAccount) exceeded the allowed_rps(1), and '
    'the query server is suspended for 5 s. Please apply for a key"}'
)
TRONGRID_OLD = (
    '{"Success":false,"Error":"request rate exceeded the allowed_rps(10), and the query server is '
    'suspended for 5s","StatusCode":403}'
)
TRONGRID_KEY = (
    '{"Error":"The key exceeds the frequency limit(15), and the query server '
    'is suspended for 30 s"}'
)


@pytest.mark.parametrize(
    ("status", "text", "transient"),
    [
        (429, "", True),
        (503, "", True),
        (502, "<html>bad gateway", True),
        (504, "", True),
        (403, TRONGRID_OLD, True),
        (403, TRONGRID_KEY, True),
        (403, "Archive requests require a personal token.", False),
        (401, "rate limit", False),
        (400, "", False),
        (500, "", False),
        (200, TRONGRID_NO_KEY, False),
    ],
)
def test_is_transient_by_status_and_text(status: int, text: str, transient: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_transient(status, text) is transient


@pytest.mark.parametrize(
    ("after", "text", "seconds"),
    [
        (None, TRONGRID_NO_KEY, 5.1),
        (None, TRONGRID_OLD, 5.1),
        (None, TRONGRID_KEY, 30.1),
        ("7", "", 7.1),
        ("7", TRONGRID_KEY, 30.1),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "", None),
        ("-1", "", None),
        ("99999999999", "", None),
        (None, "suspended for 99999999999999 s", None),
        (None, "", None),
    ],
)
def test_demanded_pause_is_the_longest_named(
    after: str | None, text: str, seconds: float | None
) -> None:
    headers = {} if after is None else {"Retry-After": after}
    assert demanded_pause(headers, text) == seconds


def test_backoff_doubles() -> None:
    assert [backoff(attempt) for attempt in (1, 2, 3)] == [0.5, 1.0, 2.0]
