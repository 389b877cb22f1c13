"""Ctrl-C and SIGTERM end a command that waits for a node which accepts and never answers."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_SOON_SECONDS = 4.0
"""Well below the 15 s of silence that a request allows and the 120 s of a command."""


class _Silent:
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
def _silent() -> Iterator[_Silent]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = _Silent(listener)
        thread = threading.Thread(target=server.accept, daemon=True)
        thread.start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    server.close()


@pytest.mark.parametrize("words", [("check", "usdkg", "--output", "json=r.json"), ("doctor",)])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_command_that_waits_for_a_silent_node_ends_soon_and_writes_nothing(
    sent: signal.Signals, code: int, words: tuple[str, ...], tmp_path: Path
) -> None:
    alone = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with _silent() as server:
        endpoints = [
            f"--endpoint={chain}={server.url}/{number}"
            for chain in ("ethereum", "bnb", "tron")
            for number in (1, 2)
        ]
        child = subprocess.Popen(
            [sys.executable, "-m", "stableaudit", *words, *endpoints],
            cwd=tmp_path,
            env={**os.environ, **alone},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            for _ in ("ethereum", "tron"):
                assert server.reached.acquire(timeout=60)
            time.sleep(0.5)
            began = time.monotonic()
            child.send_signal(sent)
            out, err = child.communicate(timeout=60)
            took = time.monotonic() - began
        finally:
            child.kill()
    assert (child.returncode, out) == (code, b"")
    assert b"nothing was written" in err
    assert b"Traceback" not in err
    assert b"Fatal" not in err
    assert list(tmp_path.iterdir()) == []
    assert took < _SOON_SECONDS
