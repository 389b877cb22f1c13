"""A loopback HTTP server that answers as a function says, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.adapters.tron.events import TronEvents
from stableaudit.adapters.tron.reader import TronReader
from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.tokens import ChainSpec, Endpoint, Finality

CHAIN = ChainId("tron", "0x2b6653dc")


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    """With the query of a GET."""
    body: object
    """None of a GET."""
    headers: tuple[tuple[str, str], ...]


Reply = tuple[int, bytes]
"""Status and body."""


class HttpNode:
    """`with HttpNode(answer) as node: node.url, node.requests`."""

    def __init__(self, answer: Callable[[Request], Reply]) -> None:
        requests: list[Request] = []
        self.requests = requests

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet: two wait for a delayed acknowledgement

            def do_GET(self) -> None:
                self._serve(None)

            def do_POST(self) -> None:
                self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _serve(self, body: object) -> None:
                request = Request(self.path, body, tuple(self.headers.items()))
                requests.append(request)
                status, content = answer(request)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing on stderr."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def reader_of(
    url: str, *, seconds: float = 20.0, key_header: str = "", key: str = "", genesis: str = ""
) -> TronReader:
    """Return a reader of the node at `url`; with few `seconds` it never waits to ask again."""
    endpoint = Endpoint("tester", url, key_header, key)
    return TronReader(_spec(endpoint, genesis), endpoint, http_of(endpoint, seconds))


def events_of(
    url: str, *, seconds: float = 20.0, requests_per_second: Figure | None = None
) -> TronEvents:
    """Return a reader of the past of the node at `url`; with few `seconds` it never waits."""
    endpoint = Endpoint("tester", url, requests_per_second=requests_per_second)
    return TronEvents(_spec(endpoint, ""), endpoint, http_of(endpoint, seconds))


def http_of(endpoint: Endpoint, seconds: float = 20.0) -> HttpTransport:
    return HttpTransport(
        endpoint,
        limits=Limits(),
        deadline=Deadline(seconds),
        buckets=Buckets(Pace(rate_per_second=1000.0, burst=1000)),
    )


def _spec(endpoint: Endpoint, genesis: str) -> ChainSpec:
    return ChainSpec(
        key="tron",
        title="TRON",
        id=CHAIN,
        genesis=genesis or "0x" + "00" * 32,
        finality=Finality.SOLIDIFIED,
        max_head_age_seconds=60,
        max_final_age_seconds=300,
        endpoints=(endpoint,),
        provenance=Provenance("a test", "2026-11-21"),
        simulated=True,
    )
