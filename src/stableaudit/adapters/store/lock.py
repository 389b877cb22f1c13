"""One writer for a ledger's file: a lock of our own beside it, held as long as it is open.

The system lets go of the lock when its process ends, however it ends; the number in the file is
there to be named and decides nothing. The lock file is never removed: a second process could hold
the removed one and a third the new one.
"""

import fcntl
import os
from pathlib import Path

from stableaudit.adapters.store.errors import IN_USE, RefusedError

_DIGITS = 20


class WriterLock:
    """The lock of one ledger's file, held from its making to `release`."""

    def __init__(self, path: Path) -> None:
        """Take the lock of the file at `path`, or fail at once.

        Raises:
            RefusedError: another holds it; the process is named.
            OSError: the system refuses.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        self._handle = os.open(lock_file(path), flags, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, b"%d\n" % os.getpid(), 0)
        except BlockingIOError as error:
            holder = os.pread(self._handle, _DIGITS, 0).strip()
            os.close(self._handle)
            raise RefusedError(_in_use(holder), hint=IN_USE.hint) from error
        except BaseException:
            os.close(self._handle)
            raise

    def release(self) -> None:
        """Let another process write."""
        os.close(self._handle)


def lock_file(path: Path) -> Path:
    """Return the file whose lock stands for the file at `path`."""
    return path.with_name(path.name + ".lock")


def _in_use(holder: bytes) -> str:
    by = f"process {int(holder)}" if holder.isdigit() else "another process"
    return f"is being written by {by}"
