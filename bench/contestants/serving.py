"""The node's own rate: the requests of a fetch, sent and received, and nothing looked at.

Arguments: URL, token, file with the ranges of blocks as JSON, connections.
"""

import json
import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from bench.contestants.asking import get_logs
from bench.stopwatch import stop, tell

_PIECE = 1 << 20


def main() -> None:
    url, token, ranges, connections = sys.argv[1:]
    asked = iter(json.loads(Path(ranges).read_text(encoding="ascii")))
    turn = threading.Lock()
    received: list[int] = []
    threads = [
        threading.Thread(target=_read, args=(url, token, asked, turn, received))
        for _ in range(int(connections))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(received) != int(connections):
        sys.exit("a connection failed")
    tell(stop(), megabytes=sum(received) / 1e6)


def _read(
    url: str, token: str, asked: "Iterator[list[int]]", turn: threading.Lock, received: list[int]
) -> None:
    place = urlsplit(url)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=120)
    buffer = bytearray(_PIECE)
    read = 0
    while True:
        with turn:
            blocks = next(asked, None)
        if blocks is None:
            break
        connection.request(
            "POST", "/", get_logs(token, *blocks), {"content-type": "application/json"}
        )
        answer = connection.getresponse()
        if answer.status != HTTPStatus.OK:
            sys.exit(f"HTTP {answer.status}")
        while piece := answer.readinto(buffer):
            read += piece
    received.append(read)


if __name__ == "__main__":
    main()
