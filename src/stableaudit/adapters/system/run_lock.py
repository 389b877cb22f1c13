"""One run at a time: a lock on a file that a person names, held until the process ends.

The system lets go of the lock when its process ends, however it ends: no lock is left behind by a
crash, and none is ever broken by hand. The number in the file is there to be named and decides
nothing. The file stays: were it removed, a second run could hold the removed one and a third the
new one.
"""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from stableaudit.domain.errors import DeclarationError, UnfinishedError
from stableaudit.domain.untrusted import Untrusted

_DIGITS: Final = 20
_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the lock of the file at `path`, which is made where it is not there.

    Raises:
        UnfinishedError: another run holds it; nothing is waited for.
        DeclarationError: the file cannot be made, or is no plain file.
    """
    where = str(Untrusted(str(path)))
    try:
        handle = os.open(path, _FLAGS, 0o644)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else "it has no such name"
        raise DeclarationError(f"cannot be locked: {reason}", where=where) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise DeclarationError("is not a regular file", where=where)
        _take(handle, where)
        yield
    finally:
        os.close(handle)


def _take(handle: int, where: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, _DIGITS, 0).strip()
        by = f"process {int(holder)}" if holder.isdigit() else "another process"
        raise UnfinishedError(
            f"is held by {by}: another run is at work, and this one did not begin",
            where=where,
            hint="let it end; a lower --max-runtime ends it sooner",
        ) from error
    except OSError as error:
        raise DeclarationError(f"cannot be locked: {error.strerror}", where=where) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, b"%d\n" % os.getpid(), 0)
