"""A server on loopback that accepts every connection and never answers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Silent:
    """A server that accepts every connection and says nothing."""

    def __init__(self, listener: socket.socket) -> None:
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.reached = threading.Semaphore(0)
        self._listener = listener
        self._held: list[socket.socket] = []

    def accept(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._held.append(connection)
            self.reached.release()

    def close(self) -> None:
        """Close whatever is still held."""
        for connection in self._held:
            connection.close()


@contextmanager
def silent() -> Iterator[Silent]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Silent(listener)
        thread = threading.Thread(target=server.accept, daemon=True)
        thread.start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    server.close()
