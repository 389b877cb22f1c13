"""What was asked and what came, kept on the disk while a check runs.

Bodies go to the folder at once, packed, each content once; only a line about each exchange stays in
memory. A file is not flushed to the disk one by one: one that a crash tears is found by its digest.
"""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from stableaudit.adapters.evidence.folder import sha256_of
from stableaudit.adapters.evidence.layout import ANSWERS, answer_path
from stableaudit.adapters.evidence.packing import pack
from stableaudit.adapters.evidence.records import Exchange, File
from stableaudit.adapters.transport.journal import Exchanged, Keep
from stableaudit.domain.errors import BundleError
from stableaudit.ports.clock import Clock

_MOST_INLINE: Final = 1024
"""Characters of a body of ours that stands in the line itself."""


class Journal:
    """Exchanges of a run. Thread-safe."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Keep bodies below a folder, in which `answers` is made."""
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)
        self._busy = 0
        self._closed = False
        self._exchanges: list[Exchange] = []
        self._files: dict[str, File | None] = {}
        self._write((folder / ANSWERS).mkdir)

    def of(self, chain: str) -> Keep:
        """Return what keeps the exchanges with a chain, by its key, or with `rates`."""
        return partial(self._keep, chain)

    def close(self) -> None:
        """Keep nothing from now on; what is being kept is kept first.

        A request that was sent ahead and that nobody waited for may still be answered.
        """
        with self._idle:
            self._closed = True
            self._idle.wait_for(lambda: self._busy == 0)

    def exchanges(self) -> list[Exchange]:
        """Return everything that was kept."""
        with self._lock:
            return list(self._exchanges)

    def files(self) -> list[File]:
        """Return the files of the bodies, in no order."""
        with self._lock:
            return [file for file in self._files.values() if file is not None]

    def _keep(self, chain: str, told: Exchanged) -> None:
        with self._idle:
            if self._closed:
                return
            self._busy += 1
        try:
            exchange = self._kept(chain, told)
            with self._lock:
                self._exchanges.append(exchange)
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _kept(self, chain: str, told: Exchanged) -> Exchange:
        body, long = told.body, len(told.body or "") > _MOST_INLINE
        return Exchange(
            chain=chain,
            operator=told.operator,
            endpoint=told.endpoint,
            method=told.method,
            path=told.path,
            query=told.query,
            body=None if long else body,
            body_sha256=self._put(body.encode()) if long and body is not None else None,
            at=self._clock.now(),
            status=told.status,
            answer_sha256=None if told.status is None else self._put(told.answer),
            answer_size=len(told.answer),
            failure=told.failure,
            redacted=told.redacted,
        )

    def _put(self, content: bytes) -> str:
        digest = sha256_of(content)
        path = answer_path(digest)
        with self._lock:
            if path in self._files:
                return digest
            self._files[path] = None
        data = pack(content)
        self._write(lambda: (self._folder / path).write_bytes(data))
        file = File(path, "answer", sha256_of(data), len(data), len(content))
        with self._lock:
            self._files[path] = file
        return digest

    def _write(self, write: Callable[[], object]) -> None:
        try:
            write()
        except OSError as error:
            raise BundleError(
                f"cannot be written: {error.strerror}",
                where=ANSWERS,
                hint="name another folder with --bundle",
            ) from error
