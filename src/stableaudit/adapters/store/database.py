"""One ledger's file, open: its lock, the engine's connection, and the thread the engine works in.

Never open the file itself in this process while the engine has it: the engine's own lock is one of
POSIX, and closing any other handle of the same file would let go of it.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

import duckdb

from stableaudit.adapters.store.errors import DAMAGED, RefusedError, as_store_errors
from stableaudit.adapters.store.lock import WriterLock
from stableaudit.adapters.store.sql import Connection, ask

T = TypeVar("T")

_SETTINGS: Final = MappingProxyType(
    {
        # Otherwise a file of SQLite's, say, makes it fetch an extension from the network.
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
    }
)
_THREAD_MIB: Final = 128
"""What the engine wants for each thread, so that it can work through its temporary files."""

_AGAIN_SECONDS: Final = 0.05


class Prepare(Protocol):
    """Establishes that a file is what it should be, or raises RefusedError."""

    def __call__(self, con: Connection, /, *, may_write: bool) -> None:
        """Look at the file, and bring it forward where that is allowed and needed."""
        ...


class Database:
    """A file of the engine, opened for writing by one process or for reading by several."""

    def __init__(
        self, path: Path, prepare: Prepare, *, memory_limit_mib: int, read_only: bool
    ) -> None:
        """Open the file; where it is to be written and is not there, make it.

        Raises:
            StoreError: it cannot be opened, or `prepare` refuses it.
        """
        self._path = path
        self._memory_limit_mib = memory_limit_mib
        self._read_only = read_only
        self._lock: WriterLock | None = None
        self._connection: Connection | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="stableaudit-store")
        try:
            self._wait_for(lambda: self._open(prepare))
        except BaseException:
            self.close()
            raise

    def run(self, task: Callable[[Connection], T], *, spread: bool = False) -> T:
        """Return what a task makes of the connection.

        Over every thread where it is to be spread; else in one, because handing a window's small
        statements from thread to thread costs them a fifth more.

        The engine works in a thread of its own and the caller waits for it, so that a signal ends
        the waiting at once and as what it is. Called from the main thread, duckdb 2.0.0 looks for
        signals only between its own tasks (27 s in a query we tried), and makes the same
        RuntimeError of SIGINT and SIGTERM.

        Raises:
            StoreError: the engine, the system or the task refused.
        """
        connection = self._connection
        if connection is None:
            with as_store_errors(self._path):
                raise RefusedError("was closed", hint="open it again")
        return self._wait_for(lambda: (self._spread if spread else _alone)(task, connection))

    def close(self) -> None:
        """Let the file go; again does nothing."""
        connection, self._connection = self._connection, None
        lock, self._lock = self._lock, None
        try:
            if connection is not None:
                self._wait_for(connection.close)
        finally:
            if lock is not None:
                lock.release()
            self._worker.shutdown()

    def _wait_for(self, task: Callable[[], T]) -> T:
        future = self._worker.submit(task)
        try:
            with as_store_errors(self._path):
                return future.result()
        except BaseException:
            while not future.done():  # no error of the task's: a signal ends the waiting
                if self._connection is not None:
                    self._connection.interrupt()
                wait((future,), timeout=_AGAIN_SECONDS)
            raise

    def _spread(self, task: Callable[[Connection], T], connection: Connection) -> T:
        threads = min(os.cpu_count() or 1, self._memory_limit_mib // _THREAD_MIB)
        ask(connection, f"SET threads = {max(1, threads)}")
        try:
            return task(connection)
        finally:
            with suppress(duckdb.Error):  # of more use than this is what ended the task
                ask(connection, "SET threads = 1")

    def _open(self, prepare: Prepare) -> None:
        if self._read_only:
            if not self._path.exists():
                raise RefusedError("is not there", hint="fetch the ledger first")
            self._connection = self._connect(self._path)
            prepare(self._connection, may_write=False)
            return
        self._lock = WriterLock(self._path)
        if not self._path.exists():
            self._make(prepare)
        self._connection = self._connect(self._path)
        prepare(self._connection, may_write=True)
        # The engine has locked every reader out, so whatever spilled here belongs to nobody now.
        for left in self._path.parent.iterdir():
            if left.name.startswith(f"{self._path.name}.tmp-"):
                shutil.rmtree(left, ignore_errors=True)

    def _make(self, prepare: Prepare) -> None:
        """Make the file whole under another name first: a killed process leaves all or nothing."""
        if _log_of(self._path).exists():
            raise RefusedError("is gone, and its log is not", hint=DAMAGED.hint)
        new = self._path.with_name(f"{self._path.name}.new")
        for left in (new, _log_of(new)):
            left.unlink(missing_ok=True)
        connection = self._connect(new)
        try:
            prepare(connection, may_write=True)
            ask(connection, "CHECKPOINT")  # so that nothing is left to the log
        finally:
            connection.close()
        new.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _connect(self, path: Path) -> Connection:
        connection = duckdb.connect(
            path,
            read_only=self._read_only,
            config={
                **_SETTINGS,
                "memory_limit": f"{self._memory_limit_mib}MiB",
                # What the log holds is held in memory too. Fewer checkpoints, less written twice.
                "wal_autocheckpoint": f"{self._memory_limit_mib // 8}MiB",
                "threads": "1",
                "temp_directory": str(_spill_folder(self._path)),
            },
        )
        ask(connection, "SET enable_progress_bar = FALSE")  # stdout belongs to the report
        return connection


def _alone(task: Callable[[Connection], T], connection: Connection) -> T:
    return task(connection)


def _spill_folder(path: Path) -> Path:
    """Return where the engine may put what does not fit its memory: beside the file if it can.

    One for each process, because readers that share a folder overwrite what another spilled.
    """
    beside = path.parent if os.access(path.parent, os.W_OK) else Path(tempfile.gettempdir())
    return beside / f"{path.name}.tmp-{os.getpid()}"


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")
