"""What checks of one token came to: a file of JSON lines, one result a line, the newest last.

1. The first line says what the file is and whose results it holds.
2. Every further line carries the SHA-256 of the line before it: one that was taken out, moved or
   changed is noticed, unless it is the last.
3. A line is written by one append under the lock and flushed to the disk. One without its end was
   begun by a process that was killed: reading leaves it out, and the next append cuts it off.
"""

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from stableaudit.adapters.store.errors import DAMAGED, RefusedError, as_store_errors
from stableaudit.adapters.store.lock import WriterLock
from stableaudit.adapters.store.result_lines import (
    decode_header,
    decode_line,
    encode_header,
    encode_line,
    glance,
)
from stableaudit.adapters.store.result_shape import FORMAT, VERSION
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.untrusted import Untrusted
from stableaudit.ports.result_store import KeptResults
from stableaudit.reconcile.outcome import KeptResult

_MODE: Final = 0o644
_FLAGS: Final = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
"""Not to wait for a writer where somebody put a named pipe."""

_TRIES: Final = 100
_AGAIN_SECONDS: Final = 0.05
_MOVE_AWAY: Final = "move it away, and the next check begins a new one; --no-history keeps none"


class FileResultStore:
    """Implements ResultStore."""

    def __init__(self, path: Path, *, token: str, network: str, assets: frozenset[AssetId]) -> None:
        """Take the file's place and whose results it may hold. Nothing is opened yet.

        Args:
            path: the file; it and its folder need not be there.
            token: the token's key.
            network: what tells the real chains from each simulation of them.
            assets: the token's contracts; results that have none in common with them are
                another token's.
        """
        self._path = path
        self._token = token
        self._assets = assets
        self._header = encode_header(token, network)

    def results(self) -> KeptResults:
        """See ResultStore.results."""
        with as_store_errors(self._path):
            lines, torn = self._opened()
            numbered = enumerate(pairwise(lines), start=2)
            found = tuple(
                self._result(number, line, after=before) for number, (before, line) in numbered
            )
            self._refuse_another(found[-1:])
            return KeptResults(found, torn)

    def before(self, instant: int) -> KeptResult | None:
        """See ResultStore.before. Decodes two lines, and of the others what tells them apart."""
        with as_store_errors(self._path):
            lines, _ = self._opened()
            times: list[tuple[int, int]] = []
            for place, (before, line) in enumerate(pairwise(lines), start=1):
                with _of_line(place + 1):
                    seen = glance(line)
                _refuse_unchained(place + 1, seen.previous, before)
                if seen.measurement_time <= instant:
                    times.append((seen.measurement_time, place))
            if len(lines) > 1:
                self._refuse_another((self._result(len(lines), lines[-1], after=lines[-2]),))
            if not times:
                return None
            _, place = max(times)
            return self._result(place + 1, lines[place], after=lines[place - 1])

    def append(self, result: KeptResult) -> None:
        """See ResultStore.append. Waits a few seconds for another append to end."""
        with as_store_errors(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._locked():
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT | _FLAGS, _MODE)
                try:
                    self._append(handle, result)
                finally:
                    os.close(handle)

    def _append(self, handle: int, result: KeptResult) -> None:
        data = _read(handle)
        lines, tail = self._lines(data)
        if len(lines) > 1:
            last = self._result(len(lines), lines[-1], after=lines[-2])
            self._refuse_another((last,))
        before = lines[-1] if lines else self._header
        line = self._encoded(result, previous=_digest(before))
        text = (b"" if lines else self._header + b"\n") + line + b"\n"
        end = len(data) - len(tail)
        try:
            os.ftruncate(handle, end)
            _write(handle, text, at=end)
            os.fsync(handle)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(handle, end)
            raise
        if not lines:
            _flush_folder(self._path.parent)

    def _encoded(self, result: KeptResult, *, previous: str) -> bytes:
        """Return a result's line, read again before it is written: what cannot be is refused."""
        try:
            line = encode_line(result, previous=previous)
            same = decode_line(line, token=self._token) == (result, previous)
        except ValueError as error:
            raise RefusedError(f"cannot hold this result: {Untrusted(str(error))}") from error
        if not same:
            raise RefusedError("cannot hold this result: it would be read as another")
        return line

    def _opened(self) -> tuple[list[bytes], bool]:
        """Return the whole lines, the header first, and whether one more was begun."""
        try:
            handle = os.open(self._path, os.O_RDONLY | _FLAGS)
        except FileNotFoundError:
            return [], False
        try:
            lines, tail = self._lines(_read(handle))
        finally:
            os.close(handle)
        return lines, bool(tail)

    def _lines(self, data: bytes) -> tuple[list[bytes], bytes]:
        """Return the whole lines, the header first, and what follows the last of them."""
        *lines, tail = data.split(b"\n")
        if lines:
            self._refuse_other_header(lines[0])
        elif not self._header.startswith(tail):
            raise RefusedError("is no file of results", hint=_MOVE_AWAY)
        return lines, tail

    def _refuse_other_header(self, line: bytes) -> None:
        if line == self._header:
            return
        try:
            header = decode_header(line)
        except (ValueError, msgspec.DecodeError) as error:
            raise RefusedError("is no file of results", hint=_MOVE_AWAY) from error
        if header.format != FORMAT:
            raise RefusedError("is no file of results", hint=_MOVE_AWAY)
        if header.version != VERSION:
            raise RefusedError(
                f"holds results of version {header.version}; this program knows {VERSION}",
                hint="use the program that wrote it, or another --store",
            )
        whose = f"{Untrusted(header.token)} ({Untrusted(header.network)})"
        raise RefusedError(f"holds the results of {whose}", hint=_MOVE_AWAY)

    def _result(self, number: int, line: bytes, *, after: bytes) -> KeptResult:
        with _of_line(number):
            result, previous = decode_line(line, token=self._token)
        _refuse_unchained(number, previous, after)
        return result

    def _refuse_another(self, last: tuple[KeptResult, ...]) -> None:
        for one in last:
            kept = {entry.asset for entry in one.outcome.deployments}
            if kept and self._assets and not kept & self._assets:
                raise RefusedError(
                    f"holds the results of another token that is called {self._token}",
                    hint="give one of them another key or its own --store",
                )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self._lock()
        try:
            yield
        finally:
            lock.release()

    def _lock(self) -> WriterLock:
        for _ in range(_TRIES):
            with suppress(RefusedError):
                return WriterLock(self._path)
            time.sleep(_AGAIN_SECONDS)
        return WriterLock(self._path)


@contextmanager
def _of_line(number: int) -> Iterator[None]:
    try:
        yield
    except (ValueError, msgspec.DecodeError) as error:
        raise RefusedError(
            f"{DAMAGED.problem}: line {number} is no result: {Untrusted(str(error))}",
            hint=_MOVE_AWAY,
        ) from error


def _refuse_unchained(number: int, previous: str, after: bytes) -> None:
    if previous != _digest(after):
        raise RefusedError(
            f"{DAMAGED.problem}: line {number} was not written after the line before it",
            hint=_MOVE_AWAY,
        )


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _read(handle: int) -> bytes:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise RefusedError("is no plain file", hint=_MOVE_AWAY)
    with open(handle, "rb", closefd=False) as file:
        return file.read()


def _write(handle: int, text: bytes, *, at: int) -> None:
    while text:
        written = os.pwrite(handle, text, at)
        text, at = text[written:], at + written


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
