"""No text that leaves the transport shows a path, query, user or key."""

import logging
import socket
import traceback
from collections.abc import Callable

import pytest

from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.limits import Limits
from stableaudit.domain.errors import EvidenceError
from tests.unit.adapters.transport.server import Exchange, in_turn, json_answer, serve, transport

PATH, QUERY, USER, PASSWORD, KEY = (
    "path0secret0path",
    "query0secret0query",
    "user0secret",
    "pass0secret",
    "header0secret",
)
ALL = (PATH, QUERY, USER, PASSWORD, KEY)


def _to(port: int) -> HttpTransport:
    url = f"http://{USER}:{PASSWORD}@127.0.0.1:{port}/v3/{PATH}?apikey={QUERY}"
    limits = Limits(read_seconds=0.3, total_seconds=2.0, attempts=2)
    return transport(url, limits=limits, key_header="X-Key", key=KEY)


def _shown(error: BaseException) -> str:
    printed = "".join(traceback.format_exception(error))
    return "\n".join([str(error), repr(error), printed])


def _leaks(text: str) -> list[str]:
    return [secret for secret in ALL if secret in text]


def _repeat(exchange: Exchange) -> None:
    """Answer with everything that the client sent."""
    seen = exchange.seen
    text = f"{seen.target} {dict(seen.headers)}"
    exchange.answer(f"no such key: {text}".encode(), status=401)


def _redirect(exchange: Exchange) -> None:
    exchange.answer(
        b"", status=302, headers=[("Location", f"http://{USER}:x@{PATH}/{exchange.seen.target}")]
    )


def _bad_gzip(exchange: Exchange) -> None:
    exchange.answer(b"x", headers=[("Content-Encoding", "gzip")])


def _silent(exchange: Exchange) -> None:
    exchange.start(200, [("Content-Length", "9")])


def _bad_header(exchange: Exchange) -> None:
    exchange.raw(b"HTTP/1.1 200 OK\r\nnot a header\r\nContent-Length: 1\r\n\r\nx")


@pytest.mark.parametrize(
    "answer",
    [
        _repeat,
        _redirect,
        _bad_gzip,
        _silent,
        _bad_header,
        Exchange.hang_up,
        lambda e: e.answer(f"<{e.seen.target}>".encode()),
        lambda e: e.answer(b"", status=503),
    ],
    ids=["repeat", "redirect", "gzip", "silent", "header", "hang-up", "no-json", "busy"],
)
def test_error_of_any_kind_shows_no_secret(
    answer: Callable[[Exchange], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serve(answer) as server, pytest.raises(EvidenceError) as caught:
        _to(server.port).get_json("/below", [("q", "1")])
    assert _leaks(_shown(caught.value)) == []
    assert _leaks(caplog.text) == []
    assert f"op (http://127.0.0.1:{server.port}/…)" in str(caught.value)


def test_log_of_success_shows_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    busy = in_turn(lambda e: e.answer(b"", status=503), json_answer(1))
    with serve(busy) as server:
        _to(server.port).get_json("")
    assert "HTTP 503, asked again" in caplog.text
    assert _leaks(caplog.text) == []


def test_error_of_a_refused_connection_shows_no_secret() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(EvidenceError) as caught:
            _to(taken.getsockname()[1]).get_json("")
    assert _leaks(_shown(caught.value)) == []
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    "key", ["header0secret\n", "header0secretключ"], ids=["newline", "cyrillic"]
)
def test_key_that_cannot_be_sent_is_not_shown(key: str) -> None:
    with serve(json_answer(1)) as server:
        http = transport(server.url, key_header="X-Key", key=key)
        with pytest.raises(EvidenceError, match="key or address cannot be sent") as caught:
            http.get_json("")
    assert "header0secret" not in _shown(caught.value)


def test_error_of_a_node_shows_no_secret() -> None:
    def answer(exchange: Exchange) -> None:
        error = {"code": -32000, "message": f"project {PATH} of {KEY} is over its budget"}
        json_answer({"id": 1, "error": error})(exchange)

    with serve(answer) as server:
        error = JsonRpc(_to(server.port)).call("eth_call", [])
    assert "[redacted]" in str(error)
    assert _leaks(str(error) + repr(error)) == []
