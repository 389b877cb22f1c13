"""Writing a file so that a reader finds the old one or the new one, never half of either.

1. Refuse a target that is anything but a regular file or absent: renaming over `/dev/stdout` as
   root would replace the device link of the whole machine, and a link would decide for us where
   the report lands.
2. Write to a new file in the same directory (a rename does not cross file systems).
3. Flush it to the disk, then rename, then flush the directory.
"""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted

_MODE: Final = 0o644
_KINDS: Final = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def write_atomically(path: Path, data: bytes) -> None:
    """Make `path` a file of mode 0644 with exactly `data`, or leave what was there.

    Raises:
        DeclarationError: the path names something else than a file, or the system refuses; the
            error says which path and why, and no temporary file is left.
    """
    where = str(Untrusted(str(path)))
    try:
        _refuse_unless_file_or_absent(path, where)
        temporary = path.with_name(f".stableaudit-{secrets.token_hex(8)}.tmp")
        try:
            _write_new(temporary, data)
            temporary.replace(path)
        except BaseException:  # an interrupt, too, must not leave the temporary file
            temporary.unlink(missing_ok=True)
            raise
        _flush_directory(path.parent)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path, or no name at all
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise DeclarationError(f"cannot be written: {reason}", where=where) from error


def _refuse_unless_file_or_absent(path: Path, where: str) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    for is_kind, name in _KINDS:
        if is_kind(mode):
            raise DeclarationError(
                f"is {name}; only a plain file is written",
                where=where,
                hint="name a file, or leave the option out to write to standard output",
            )


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, _MODE), "wb") as file:
        os.fchmod(file.fileno(), _MODE)  # the umask does not decide whether a report can be read
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
