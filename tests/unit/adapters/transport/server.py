"""A real HTTP server on loopback whose answers a test writes, byte for byte where it must."""

import json
import threading
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.journal import Keep
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.domain.tokens import Endpoint

FAST = Pace(rate_per_second=1e6, burst=1000)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as the server saw it."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)


class Exchange:
    """One request and the means to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        self._handler = handler
        self.seen = seen

    def answer(
        self, body: bytes, *, status: int = 200, headers: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Answer with a body of stated length."""
        self.start(status, [("Content-Length", str(len(body))), *headers])
        self.raw(body)

    def start(self, status: int, headers: Sequence[tuple[str, str]]) -> None:
        """Send status line and headers."""
        self._handler.send_response(status)
        for name, value in headers:
            self._handler.send_header(name, value)
        self._handler.end_headers()

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def hang_up(self) -> None:
        """Close the connection after this request."""
        self._handler.close_connection = True


@dataclass
class Server:
    """A running server: where it is, and what it was asked."""

    port: int
    seen: list[Seen] = field(default_factory=list)
    connections: set[int] = field(default_factory=set)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serve(answer: Callable[[Exchange], None]) -> Iterator[Server]:
    """Serve requests with `answer` until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Else a header and a small body in two packets wait for the client's delayed ACK.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._take("GET")

        def do_POST(self) -> None:
            self._take("POST")

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

        def _take(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            seen = Seen(method, self.path, dict(self.headers.items()), body)
            server.seen.append(seen)
            server.connections.add(self.client_address[1])
            try:
                answer(Exchange(self, seen))
            except OSError:
                # The client has left, which is what several tests are about.
                self.close_connection = True

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:
                self.close_connection = True

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    listener.block_on_close = False
    server = Server(listener.server_port)
    thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


def transport(
    url: str,
    *,
    limits: Limits | None = None,
    seconds: float = 10.0,
    buckets: Buckets | None = None,
    key_header: str = "",
    key: str = "",
    keep: Keep | None = None,
) -> HttpTransport:
    """Return a transport to `url` that is not slowed down."""
    return HttpTransport(
        Endpoint("op", url, key_header, key),
        limits=limits or Limits(),
        deadline=Deadline(seconds),
        buckets=buckets or Buckets(FAST),
        keep=keep,
    )


def json_answer(value: object) -> Callable[[Exchange], None]:
    """Answer every request with one JSON value."""
    return lambda exchange: exchange.answer(json.dumps(value).encode())


def in_turn(*answers: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
    """Answer the first request with the first, and so on; the last one stays."""
    left = list(answers)

    def answer(exchange: Exchange) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(exchange)

    return answer


def query_of(seen: Seen) -> dict[str, list[str]]:
    """Return the query of a request, decoded."""
    return urllib.parse.parse_qs(urllib.parse.urlsplit(seen.target).query)
