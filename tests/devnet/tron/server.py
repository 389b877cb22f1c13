"""The socket of the façade: HTTP/1.1 on loopback, a thread per connection."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from tests.devnet.tron.faults import Body, Faults
from tests.devnet.tron.replies import Reply
from tests.devnet.tron.routing import Request

Answer = Callable[[Request], tuple[Reply, Faults]]
"""What a listener asks for each request: the answer, and the faults it is sent with."""

_PADDING: Final = b" " * 1024
_PAUSE_SECONDS: Final = 0.01


class Listener:
    """One port; listens from its making until it is closed."""

    def __init__(self, answer: Answer) -> None:
        """Take a free port of the loopback interface."""
        self._server = _Server(answer)
        self.url: Final = f"http://127.0.0.1:{self._server.server_port}"
        """Without a slash at the end."""
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        """Stop listening, and end answers that would not end."""
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # connections may be kept alive by a client that has not gone yet

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave in one packet
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: a test's output is the test's."""

    def _serve(self) -> None:
        size = int(self.headers.get("content-length", 0))
        request = Request(
            verb=self.command,
            target=self.path,
            body=self.rfile.read(size),
            base=f"http://127.0.0.1:{self.server.server_port}",
        )
        reply, faults = self.server.answer(request)
        try:
            self._send(reply, faults)
        except ConnectionError:
            # The client has gone, which is what it should do when an answer does not end.
            self.close_connection = True

    def _send(self, reply: Reply, faults: Faults) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        if faults.body is Body.ENDLESS:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self._send_for_ever()
            return
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        match faults.body:
            case Body.TRUNCATED:
                self.wfile.write(reply.body[: len(reply.body) // 2])
                self.close_connection = True
            case Body.SLOW:
                self._send_slowly(reply.body, faults.slow_seconds)
            case Body.WHOLE:
                self.wfile.write(reply.body)
        self.wfile.flush()

    def _send_slowly(self, body: bytes, seconds: float) -> None:
        for byte in body:
            if self.server.closing.wait(seconds):
                self.close_connection = True
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def _send_for_ever(self) -> None:
        self.close_connection = True
        while not self.server.closing.is_set():
            self.wfile.write(b"%x\r\n%b\r\n" % (len(_PADDING), _PADDING))
            self.wfile.flush()
            time.sleep(_PAUSE_SECONDS)
