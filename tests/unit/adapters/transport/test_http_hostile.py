"""Servers that answer in order to hurt."""

import gzip
import resource
import time
import zlib

import pytest

from stableaudit.adapters.transport.limits import Limits
from stableaudit.domain.errors import UndecodableError, UnreachableError
from tests.unit.adapters.transport.server import Exchange, Server, serve, transport

MIB = 2**20
SMALL = Limits(max_response_bytes=MIB)
BRIEF = Limits(read_seconds=1.0, total_seconds=0.6, attempts=1)


def _bomb(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(MIB)
    return b"".join(packer.compress(zeros) for _ in range(mebibytes)) + packer.flush()


def test_gzip_bomb_is_capped_after_unpacking() -> None:
    bomb = _bomb(300)
    assert len(bomb) < MIB

    def answer(exchange: Exchange) -> None:
        exchange.answer(bomb, headers=[("Content-Encoding", "gzip")])

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with serve(answer) as server, pytest.raises(UndecodableError, match="more than 1 MiB"):
        transport(server.url, limits=SMALL).get_json("")
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 64 * 1024


def test_gzip_that_does_not_unpack_is_undecodable() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.answer(b"no gzip at all", headers=[("Content-Encoding", "gzip")])

    with serve(answer) as server, pytest.raises(UndecodableError, match="does not unpack"):
        transport(server.url).get_json("")


def test_gzip_of_an_honest_server_is_read() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.answer(gzip.compress(b"[1, 2]"), headers=[("Content-Encoding", "gzip")])

    with serve(answer) as server:
        assert transport(server.url).get_json("") == [1, 2]


def test_stated_length_beyond_the_limit_is_refused_unread() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.start(200, [("Content-Length", str(10**15))])
        server.stopping.wait(10)

    with serve(answer) as server:
        started = time.monotonic()
        with pytest.raises(UndecodableError, match="more than 1 MiB"):
            transport(server.url, limits=SMALL).get_json("")
        assert time.monotonic() - started < 5


def test_chunks_without_end_are_capped() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.start(200, [("Transfer-Encoding", "chunked")])
        while not server.stopping.is_set():
            exchange.raw(b"10000\r\n" + b" " * 0x10000 + b"\r\n")

    with serve(answer) as server, pytest.raises(UndecodableError, match="more than 1 MiB"):
        transport(server.url, limits=SMALL).get_json("")


def _drip(exchange: Exchange, server: Server, pieces: bytes) -> None:
    while not server.stopping.wait(0.05):
        exchange.raw(pieces)


@pytest.mark.parametrize("where", ["header", "body", "chunk-size"])
def test_bytes_that_drip_end_at_the_total_bound(where: str) -> None:
    """Each byte comes in time for the socket; only the whole takes too long."""

    def answer(exchange: Exchange) -> None:
        if where == "header":
            exchange.raw(b"HTTP/1.1 200 OK\r\nX-Long: ")
        elif where == "body":
            exchange.start(200, [("Content-Length", "100000")])
        else:
            exchange.start(200, [("Transfer-Encoding", "chunked")])
        _drip(exchange, server, b"0")

    with serve(answer) as server:
        started = time.monotonic()
        with pytest.raises(UnreachableError, match="no answer in time"):
            transport(server.url, limits=BRIEF).get_json("")
        assert time.monotonic() - started < 5


def test_silence_ends_with_the_audits_deadline_before_the_sockets_timeout() -> None:
    def answer(_: Exchange) -> None:
        server.stopping.wait(20)

    with serve(answer) as server:
        started = time.monotonic()
        with pytest.raises(UnreachableError, match=r"no answer in time|run out"):
            transport(server.url, seconds=0.5).get_json("")
        assert time.monotonic() - started < 5


def test_deep_nesting_is_undecodable() -> None:
    with (
        serve(lambda e: e.answer(b"[" * 100_000)) as server,
        pytest.raises(UndecodableError, match="nesting is too deep"),
    ):
        transport(server.url).get_json("")


def test_status_line_of_another_protocol_is_an_error_of_ours() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.raw(b"SSH-2.0-OpenSSH\r\n")
        exchange.hang_up()

    with serve(answer) as server, pytest.raises(UnreachableError, match="the connection broke"):
        transport(server.url).get_json("")
