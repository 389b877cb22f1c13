"""The two servers: what is asked of them, and what becomes of every answer they may give."""

import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from stableaudit.adapters.prices.frankfurter import FrankfurterRates
from stableaudit.adapters.prices.nbkr_http import NbkrRates
from stableaudit.adapters.transport.limits import Limits
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.rates import DOLLAR_IN_SOM, RateReading
from stableaudit.ports.rates import RateSource
from tests.fakes.world import StoppedClock
from tests.unit.adapters.prices.files import as_sent, rate_file
from tests.unit.adapters.transport.server import Exchange, query_of, serve, transport

DAY = date(2026, 9, 18)
LIMITS = Limits(
    connect_seconds=1, read_seconds=0.3, total_seconds=0.6, attempts=1, max_response_bytes=1 << 20
)
GOOD = {"date": "2026-09-18", "base": "USD", "quote": "KGS", "rate": 87.45}


def bank(url: str) -> RateSource:
    http = transport(url, limits=LIMITS)
    return NbkrRates(http, clock=StoppedClock(5), simulated=True)


def second(url: str) -> RateSource:
    return FrankfurterRates(transport(url, limits=LIMITS), clock=StoppedClock(5))


def answering(body: bytes, *, status: int = 200) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.answer(body, status=status)


def test_bank_s_server_gives_the_file_s_rate_with_its_digest() -> None:
    body = as_sent(rate_file())
    with serve(answering(body)) as server:
        reading = bank(server.url + "/XML/daily.xml?k=1").rate(DOLLAR_IN_SOM, until=DAY)
    assert (reading.rate.value, reading.rate.effective) == (Fraction("87.45"), DAY)
    assert reading.sha256 == hashlib.sha256(body).hexdigest()
    assert (reading.source, reading.fetched_at) == (f"{server.url}/…", 5)
    assert (reading.operator, reading.simulated) == ("National Bank of the Kyrgyz Republic", True)
    assert server.seen[0].target == "/XML/daily.xml?k=1"
    assert server.seen[0].headers["Accept"] == "application/xml, text/xml"


def test_bank_s_server_with_a_file_of_tomorrow_gives_it() -> None:
    with serve(answering(as_sent(rate_file(day="19.09.2026")))) as server:
        reading = bank(server.url).rate(DOLLAR_IN_SOM, until=DAY)
    assert reading.rate.effective == date(2026, 9, 19)


def test_second_source_is_asked_for_the_day_and_the_bank() -> None:
    body = json.dumps(GOOD).encode()
    with serve(answering(body)) as server:
        reading = second(server.url + "/own/").rate(DOLLAR_IN_SOM, until=DAY)
    assert server.seen[0].target.startswith("/own/v2/rate/USD/KGS?")
    assert query_of(server.seen[0]) == {"date": ["2026-09-18"], "providers": ["NBKR"]}
    assert isinstance(reading, RateReading)
    assert (reading.rate.value, reading.operator) == (Fraction("87.45"), "Frankfurter")
    assert reading.sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("87.4491", Fraction("87.4491")),
        ("87", Fraction(87)),
        ("87.450000000000000001", Fraction("87.450000000000000001")),
        ("0.1", Fraction(1, 10)),
    ],
)
def test_second_source_s_number_is_read_as_it_is_written(literal: str, value: Fraction) -> None:
    body = json.dumps(GOOD).replace("87.45", literal).encode()
    with serve(answering(body)) as server:
        assert second(server.url).rate(DOLLAR_IN_SOM, until=DAY).rate.value == value


def test_second_source_of_a_day_before_is_taken_with_its_day() -> None:
    body = json.dumps({**GOOD, "date": "2026-09-16"}).encode()
    with serve(answering(body)) as server:
        assert second(server.url).rate(DOLLAR_IN_SOM, until=DAY).rate.effective.day == 16


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        ({**GOOD, "date": "2026-09-19"}, InconsistentError, "the rate of 2026-09-19"),
        ({**GOOD, "base": "EUR"}, InconsistentError, "the rate of EUR/KGS"),
        ({**GOOD, "quote": "KZT\x1b"}, InconsistentError, "USD/KZT"),
        ({**GOOD, "rate": 0}, UndecodableError, "is zero"),
        ({**GOOD, "rate": -1}, UndecodableError, "no plain decimal"),
        ({**GOOD, "rate": 1e300}, UndecodableError, "no plain decimal"),
        ({**GOOD, "rate": 1e7}, UndecodableError, "beyond what any currency costs"),
        ({**GOOD, "rate": None}, UndecodableError, "Expected `str`"),
        ({**GOOD, "rate": [1]}, UndecodableError, "Expected `str`"),
        ({**GOOD, "rate": True}, UndecodableError, "Expected `str`"),
        ({**GOOD, "date": "18.09.2026"}, UndecodableError, "RFC3339"),
        ({"message": "not found"}, UndecodableError, "missing required field"),
        ([GOOD], UndecodableError, "Expected `object`"),
    ],
)
def test_second_source_s_other_answers_are_no_rate(
    body: object, error: type[EvidenceError], said: str
) -> None:
    with (
        serve(answering(json.dumps(body).encode())) as server,
        pytest.raises(error, match=said),
    ):
        second(server.url).rate(DOLLAR_IN_SOM, until=DAY)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff",
        b"[" * 100_000,
        b'{"date":"2026-09-18","base":"USD","quote":"KGS","rate":NaN}',
        b'{"date":"2026-09-18","base":"USD","quote":"KGS","rate":87.45,"rate":1}',
        b'{"date":"2026-09-18","base":"USD","quote":"KGS","rate":' + b"9" * 5000 + b"}",
    ],
)
def test_second_source_s_hostile_json_is_undecodable(body: bytes) -> None:
    with serve(answering(body)) as server, pytest.raises(UndecodableError):
        second(server.url).rate(DOLLAR_IN_SOM, until=DAY)


def _huge(exchange: Exchange) -> None:
    exchange.start(200, [("Content-Length", str(300 << 20))])


def _endless(exchange: Exchange) -> None:
    exchange.start(200, [("Connection", "close")])
    while True:
        exchange.raw(b" " * 65_536)


def _slow(exchange: Exchange) -> None:
    exchange.start(200, [("Content-Length", "1000")])
    exchange.raw(b"<")


@cache
def _bomb_body() -> bytes:
    """300 MiB of nothing, as ten members of one gzip stream."""
    return 10 * gzip.compress(bytes(30 << 20))


def _bomb(exchange: Exchange) -> None:
    exchange.answer(_bomb_body(), headers=[("Content-Encoding", "gzip")])


def _redirect(exchange: Exchange) -> None:
    exchange.answer(b"", status=302, headers=[("Location", "http://127.0.0.1:1/XML/daily.xml")])


@pytest.mark.parametrize("source", [bank, second])
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (_huge, UndecodableError),
        (_endless, UndecodableError),
        (_slow, UnreachableError),
        (_bomb, UndecodableError),
        (_redirect, UnreachableError),
        (answering(b"gone", status=404), UnreachableError),
        (answering(b"busy", status=503), UnreachableError),
        (answering(b"<html>Captcha</html>"), UndecodableError),
    ],
    ids=("huge", "endless", "slow", "bomb", "redirect", "404", "503", "captcha"),
)
def test_source_with_a_hostile_server_is_an_evidence_error(
    source: Callable[[str], RateSource],
    answer: Callable[[Exchange], None],
    error: type[EvidenceError],
) -> None:
    _bomb_body()  # made before the clock of the request runs
    with serve(answer) as server, pytest.raises(error) as caught:
        source(server.url + "/s3cret").rate(DOLLAR_IN_SOM, until=DAY)
    assert caught.value.hint.startswith("again later, or ")


@pytest.mark.parametrize("source", [bank, second])
def test_source_that_is_down_is_unreachable_and_shows_no_path(
    source: Callable[[str], RateSource],
) -> None:
    with pytest.raises(UnreachableError) as caught:
        source("http://127.0.0.1:9/s3cret?key=s3cret").rate(DOLLAR_IN_SOM, until=DAY)
    assert "s3cret" not in str(caught.value)
    assert "--endpoint" not in caught.value.hint
