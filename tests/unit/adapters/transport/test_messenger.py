"""Messages are sent once, or twice where that may help; their address stays a secret."""

import logging
import socket
import traceback

import pytest
import urllib3

from stableaudit.adapters.transport import messenger as module
from stableaudit.adapters.transport.errors import meaning_of
from stableaudit.adapters.transport.exchange import Bounds
from stableaudit.adapters.transport.messenger import Messenger
from stableaudit.domain.errors import UnreachableError
from tests.unit.adapters.transport.server import Exchange, in_turn, serve

SECRETS = ("0path0", "0query0", "0user0", "0word0")
TEXT = {"Content-Type": "text/plain"}


def address(port: int) -> str:
    return f"http://{SECRETS[2]}:{SECRETS[3]}@127.0.0.1:{port}/{SECRETS[0]}?k={SECRETS[1]}"


def took(exchange: Exchange) -> None:
    exchange.answer(b"OK")


def test_message_reaches_the_address_below_its_path_with_its_query_and_user() -> None:
    with serve(took) as server:
        Messenger(address(server.port), what="it").post("start", b"\xc3\xa9", TEXT)
    (seen,) = server.seen
    assert (seen.method, seen.target, seen.body) == ("POST", "/0path0/start?k=0query0", b"\xc3\xa9")
    assert seen.headers["Content-Type"] == "text/plain"
    assert seen.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(("status", "sent"), [(200, 1), (204, 1), (404, 1), (500, 1), (302, 1)])
def test_message_is_sent_once_where_a_second_time_helps_nothing(status: int, sent: int) -> None:
    with serve(lambda exchange: exchange.answer(b"", status=status)) as server:
        told = failure(Messenger(server.url, what="it"))
    assert len(server.seen) == sent
    assert told == ("" if status < 300 else f"HTTP {status}")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_message_that_meets_a_busy_server_is_sent_a_second_time(status: int) -> None:
    def busy(exchange: Exchange) -> None:
        exchange.answer(b"", status=status)

    with serve(in_turn(busy, took)) as server:
        assert failure(Messenger(server.url, what="it")) == ""
    assert len(server.seen) == 2
    with serve(busy) as server:
        assert failure(Messenger(server.url, what="it")) == f"HTTP {status}"
    assert len(server.seen) == 2


def test_message_to_a_port_that_nobody_listens_on_is_told_without_its_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(UnreachableError) as caught:
        Messenger(address(port), what="the heartbeat").post("start", b"", {})
    assert caught.value.came == "no connection (refused or no route)"
    assert caught.value.whom == f"the heartbeat (http://127.0.0.1:{port}/…)"


@pytest.mark.parametrize("url", ["0path0", "ftp://127.0.0.1/0path0"])
def test_message_to_what_is_no_address_is_told_without_it(url: str) -> None:
    with pytest.raises(UnreachableError) as caught:
        Messenger(url, what="it").post("", b"", {})
    printed = "".join(traceback.format_exception(caught.value)) + str(caught.value)
    assert [one for one in SECRETS if one in printed] == []


def test_failure_shows_no_secret_in_error_traceback_or_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def repeat(exchange: Exchange) -> None:
        exchange.answer(f"{exchange.seen.target} {exchange.seen.headers}".encode(), status=401)

    caplog.set_level(logging.DEBUG)
    with serve(repeat) as server, pytest.raises(UnreachableError) as caught:
        Messenger(address(server.port), what="it").post("", b"", {})
    printed = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(caught.value)
    assert [one for one in SECRETS if one in printed] == []


def test_message_whose_answer_never_comes_is_given_up_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_BOUNDS", Bounds(0.2, 0.2, 0.4, 100))
    with serve(lambda exchange: exchange.start(200, [("Content-Length", "9")])) as server:
        assert failure(Messenger(server.url, what="it")) == "no answer in time"
    assert len(server.seen) == 1


def test_message_whose_answer_is_a_flood_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_BOUNDS", Bounds(5, 5, 10, 100))
    with serve(lambda exchange: exchange.answer(b"x" * 101)) as server:
        assert "too long" in failure(Messenger(server.url, what="it"))


def test_every_failure_that_is_caught_has_a_meaning() -> None:
    for kind in (urllib3.exceptions.HTTPError, TimeoutError, ValueError):
        assert meaning_of(kind()) is not None


def failure(messenger: Messenger) -> str:
    """Why nobody took a message; empty where somebody did."""
    try:
        messenger.post("", b"", {})
    except UnreachableError as error:
        return error.came
    return ""
