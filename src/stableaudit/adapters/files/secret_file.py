"""A secret from a file: one line that must be in no argument, environment, log or error.

1. A regular file, at most 64 KiB. A link to one may be named, as mounted secrets are links.
2. Not open to everybody, and written by nobody but its owner, who is this user or root. A group may
   read it: systemd's credentials and a Kubernetes volume with a group are given to a service so.
3. One line of printable ASCII, without the white space around it.

No message repeats a byte of the file.
"""

import os
import stat
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted

MAX_BYTES: Final = 1 << 16
_TOO_OPEN: Final = stat.S_IRWXO | stat.S_IWGRP
_ROOT: Final = 0
_PRINTABLE: Final = range(0x21, 0x7F)


def read_secret(path: Path) -> str:
    """Return the one line of the file that a person named.

    Raises:
        DeclarationError: no such file, open to others, or more or less than one line of text.
    """
    where = str(Untrusted(str(path)))
    try:
        # Without O_NONBLOCK the open of a pipe waits for a writer that may never come.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else "it has no such name"
        raise DeclarationError(f"cannot be read: {reason}", where=where) from None
    try:
        _refuse_unfit(os.fstat(handle), where)
        content = os.read(handle, MAX_BYTES)
    finally:
        os.close(handle)
    line = content.strip()
    if not line or any(byte not in _PRINTABLE for byte in line):
        raise DeclarationError(
            "holds not exactly one line of printable ASCII without blanks",
            where=where,
            hint="write the secret and nothing else into it",
        )
    return line.decode("ascii")


def read_secret_url(path: Path) -> str:
    """Return the http or https URL that is the one line of a file; see read_secret.

    Raises:
        DeclarationError: as for read_secret, or the line is no such URL.
    """
    line = read_secret(path)
    try:
        parts = urlsplit(line)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # its words may repeat a piece of the URL
        whole = False
    if not whole:
        raise DeclarationError("holds no http or https URL", where=str(Untrusted(str(path))))
    return line


def _refuse_unfit(about: os.stat_result, where: str) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise DeclarationError("is not a regular file", where=where)
    if about.st_size > MAX_BYTES:
        raise DeclarationError(f"is larger than {MAX_BYTES} bytes", where=where)
    if about.st_uid not in (_ROOT, os.geteuid()):
        raise DeclarationError("belongs to another user", where=where)
    mode = stat.S_IMODE(about.st_mode)
    if mode & _TOO_OPEN:
        raise DeclarationError(
            f"holds a secret, and is open to other users: its mode is {mode:04o}",
            where=where,
            hint="chmod 600 it; if others could read it, have a new secret made",
        )
