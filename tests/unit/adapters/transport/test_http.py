import json
import socket
import time
from collections.abc import Callable

import pytest

from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.limits import Limits
from stableaudit.domain.errors import EvidenceError, UndecodableError, UnreachableError
from tests.unit.adapters.transport.server import (
    FAST,
    Exchange,
    in_turn,
    json_answer,
    query_of,
    serve,
    transport,
)


@pytest.mark.parametrize(
    ("base", "path", "target"),
    [
        ("", "", "/"),
        ("/", "", "/"),
        ("", "/wallet/x", "/wallet/x"),
        ("/v1/TOKEN", "", "/v1/TOKEN"),
        ("/v1/TOKEN/", "", "/v1/TOKEN/"),
        ("/v1/TOKEN/", "wallet/x", "/v1/TOKEN/wallet/x"),
        ("/v1/TOKEN", "/wallet/x", "/v1/TOKEN/wallet/x"),
        ("/?apikey=K", "x", "/x?apikey=K"),
    ],
)
def test_post_json_below_a_base_path_keeps_it(base: str, path: str, target: str) -> None:
    with serve(json_answer(1)) as server:
        assert transport(server.url + base).post_json(path, {}) == 1
    assert server.seen[0].target == target


def test_post_json_sends_the_body_key_and_formats() -> None:
    with serve(json_answer({"a": [1]})) as server:
        http = transport(server.url, key_header="X-Api-Key", key="k3y")
        assert http.post_json("", {"q": "ö"}) == {"a": [1]}
    seen = server.seen[0]
    assert seen.json == {"q": "ö"}
    assert {
        "X-Api-Key": "k3y",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
    }.items() <= seen.headers.items()


def test_get_json_sends_the_query_encoded() -> None:
    with serve(json_answer(None)) as server:
        transport(server.url + "?own=1").get_json("/a", [("x", "1&2"), ("x", "ö")])
    assert query_of(server.seen[0]) == {"own": ["1"], "x": ["1&2", "ö"]}


def test_request_user_of_the_url_travels_as_a_header() -> None:
    with serve(json_answer(1)) as server:
        transport(server.url.replace("//", "//us%20er:p%40ss@")).get_json("")
    assert server.seen[0].headers["authorization"] == "Basic dXMgZXI6cEBzcw=="


def test_request_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serve(json_answer(1)) as server:
        assert transport(server.url).get_json("") == 1


def test_requests_one_connection_carries_them_and_each_is_counted() -> None:
    with serve(json_answer(1)) as server:
        http = transport(server.url)
        for _ in range(3):
            http.get_json("")
    assert http.requests == 3
    assert len(server.connections) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_is_named_and_not_followed(status: int) -> None:
    def answer(exchange: Exchange) -> None:
        target = [("Location", f"{server.url}/elsewhere/token")]
        exchange.answer(b"", status=status, headers=target)

    with serve(answer) as server:
        http = transport(server.url)
        with pytest.raises(
            UnreachableError, match=f"HTTP {status}, a redirect to http://127.0.0.1"
        ):
            http.post_json("", {})
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 500])
def test_status_that_does_not_pass_is_asked_once_and_says_why(status: int) -> None:
    with serve(lambda e: e.answer(b"no \x1b[2J such thing", status=status)) as server:
        http = transport(server.url)
        with pytest.raises(UnreachableError, match=rf"HTTP {status}: no \\u001b\[2J such thing"):
            http.get_json("/x")
    assert http.requests == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_status_that_passes_is_asked_again(status: int) -> None:
    with serve(in_turn(lambda e: e.answer(b"", status=status), json_answer(7))) as server:
        http = transport(server.url)
        assert http.get_json("") == 7
    assert http.requests == 2


def test_status_that_stays_is_given_up_after_all_attempts() -> None:
    with serve(lambda e: e.answer(b"busy", status=429)) as server:
        http = transport(server.url, limits=Limits(attempts=2))
        with pytest.raises(UnreachableError, match="HTTP 429: busy"):
            http.get_json("")
    assert len(server.seen) == 2


def _suspend(exchange: Exchange) -> None:
    exchange.answer(b'{"Error":"request rate ... suspended for 1 s"}', status=403)


def _retry_after(exchange: Exchange) -> None:
    exchange.answer(b"", status=429, headers=[("Retry-After", "1")])


@pytest.mark.parametrize("busy", [_suspend, _retry_after])
def test_demanded_pause_is_waited(busy: Callable[[Exchange], None]) -> None:
    with serve(in_turn(busy, json_answer(1))) as server:
        started = time.monotonic()
        assert transport(server.url).get_json("") == 1
    assert 1.0 <= time.monotonic() - started < 5


@pytest.mark.parametrize("busy", [_suspend, _retry_after])
def test_demanded_pause_holds_every_endpoint_of_the_host(
    busy: Callable[[Exchange], None],
) -> None:
    buckets = Buckets(FAST)
    with serve(in_turn(busy, json_answer(1))) as server:
        with pytest.raises(UnreachableError):
            transport(server.url, buckets=buckets, limits=Limits(attempts=1)).get_json("")
        started = time.monotonic()
        assert transport(server.url + "/other", buckets=buckets).get_json("") == 1
    assert 0.9 <= time.monotonic() - started < 5


def test_demanded_pause_beyond_the_deadline_is_not_waited() -> None:
    busy = serve(lambda e: e.answer(b"", status=429, headers=[("Retry-After", "3600")]))
    with busy as server:
        http = transport(server.url, seconds=5)
        started = time.monotonic()
        with pytest.raises(UnreachableError, match="HTTP 429"):
            http.get_json("")
    assert time.monotonic() - started < 3
    assert len(server.seen) == 1


def test_own_pace_beyond_the_deadline_is_not_waited() -> None:
    with serve(json_answer(1)) as server:
        http = transport(server.url, seconds=5, buckets=Buckets(Pace(0.001, 1)))
        http.get_json("")
        with pytest.raises(UnreachableError, match="the time for the whole audit has run out"):
            http.get_json("")
    assert len(server.seen) == 1


def test_connection_closed_without_an_answer_is_asked_once_more() -> None:
    with serve(in_turn(Exchange.hang_up, json_answer(3))) as server:
        assert transport(server.url).post_json("", {}) == 3
    assert len(server.seen) == 2


def test_connection_closed_every_time_is_asked_twice_at_most() -> None:
    with serve(Exchange.hang_up) as server:
        http = transport(server.url, limits=Limits(attempts=9))
        with pytest.raises(UnreachableError, match="the connection broke"):
            http.get_json("")
    assert len(server.seen) == 2


def test_body_shorter_than_stated_is_not_an_answer() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.start(200, [("Content-Length", "100")])
        exchange.raw(b"[1]")
        exchange.hang_up()

    with serve(answer) as server:
        http = transport(server.url)
        with pytest.raises(UnreachableError, match="the connection broke"):
            http.get_json("")


def test_nobody_listening_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        http = transport(f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(UnreachableError, match="no connection"):
            http.get_json("")
    assert http.requests == 2


def test_host_that_does_not_resolve_is_named_so() -> None:
    http = transport("http://node.invalid.:1")
    with pytest.raises(EvidenceError, match=r"host name does not resolve|no connection"):
        http.get_json("")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "127.0.0.1:8545", "http://"])
def test_url_of_another_kind_is_unreachable(url: str) -> None:
    with pytest.raises(UnreachableError, match=r"is no http or https URL|no connection"):
        transport(url).get_json("")


def test_answer_that_is_no_json_shows_its_beginning() -> None:
    with serve(lambda e: e.answer(b"<html>hello")) as server:
        http = transport(server.url)
        with pytest.raises(UndecodableError, match=r"HTTP 200, 11 bytes.*not JSON.*<html>hello"):
            http.get_json("/x")


def test_error_says_what_whom_when_and_what_to_try() -> None:
    with serve(lambda e: e.answer(b"", status=500)) as server:
        http = transport(server.url + "/secret-path")
        with pytest.raises(UnreachableError) as caught:
            http.post_json("", {}, asked="the supply", at="block 5")
    error = caught.value
    assert (error.asked, error.whom, error.at, error.came) == (
        "the supply",
        f"op ({server.url}/…)",
        "block 5",
        "HTTP 500",
    )
    assert error.hint


def test_one_loaded_host_is_paced_for_all_its_endpoints() -> None:
    buckets = Buckets(Pace(4.0, 1))
    with serve(json_answer(1)) as server:
        one, two = (transport(f"{server.url}/{i}", buckets=buckets) for i in (1, 2))
        started = time.monotonic()
        for http in (one, two, one):
            assert http.get_json("") == 1
    assert time.monotonic() - started >= 0.5


def test_large_answer_within_the_limit_arrives_whole() -> None:
    value = ["x" * 1000] * 3000
    with serve(json_answer(value)) as server:
        assert transport(server.url).get_json("") == value
    assert len(json.dumps(value)) > 2**20
