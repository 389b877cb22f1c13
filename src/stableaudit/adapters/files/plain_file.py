"""Bytes of a file that somebody else may have prepared.

1. A regular file only: a pipe would block for ever, a device would never end.
2. At most 1 MiB (a bar list 64), however large it says it is.
3. UTF-8, with or without a byte order mark, and no NUL.

A file that a person names may be a symbolic link (mounted configuration is one); a file that
another *file* names must lie inside that file's directory once every link is resolved.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted

MAX_BYTES: Final = 1 << 20
"""1 MiB: what people write by hand is a hundredth of it."""

_BLOCK: Final = 1 << 16
_RECEIVED: ContextVar[list[tuple[str, bytes]] | None] = ContextVar("received", default=None)


@contextmanager
def receiving() -> Iterator[list[tuple[str, bytes]]]:
    """Yield a list that gets every file read in here: its name, and its bytes as they were.

    What was judged is then what is kept, though the file may change meanwhile. Of this thread.
    """
    received: list[tuple[str, bytes]] = []
    token = _RECEIVED.set(received)
    try:
        yield received
    finally:
        _RECEIVED.reset(token)


def read_text(path: Path) -> str:
    """Return the text of the file that a person named.

    Raises:
        DeclarationError: no such regular file, too large, or not UTF-8 text.
    """
    return decode_text(read_bytes(path), name=str(path))


def read_text_beside(directory: Path, name: str) -> str:
    """Return the text of a file that a file in `directory` names, which must be inside it.

    Raises:
        DeclarationError: as for read_text, and where the name leads out of the directory.
    """
    return decode_text(read_bytes_beside(directory, name), name=name)


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of the file that a person named.

    Raises:
        DeclarationError: no such regular file, or more than `limit` bytes.
    """
    return _read(path, os.O_RDONLY, str(path), limit)


def read_bytes_beside(directory: Path, name: str, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file that a file in `directory` names, which must be inside it.

    Raises:
        DeclarationError: as for read_bytes, and where the name leads out of the directory.
    """
    where = str(Untrusted(name))
    try:
        root = directory.resolve(strict=True)
        target = (root / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a loop of links
        raise DeclarationError(f"cannot be read: {_reason(error)}", where=where) from error
    if not target.is_relative_to(root):
        raise DeclarationError(
            "lies outside the directory of the file that names it",
            where=where,
            hint="copy the file beside it and name it without `..`",
        )
    # The resolved path has no link left; one that appears meanwhile is refused, not followed.
    return _read(target, os.O_RDONLY | os.O_NOFOLLOW, name, limit)


def decode_text(data: bytes, *, name: str, limit: int = MAX_BYTES) -> str:
    """Return the text of a file's bytes, without its byte order mark and carriage returns.

    Raises:
        DeclarationError: more than `limit` bytes, not UTF-8, or with a NUL.
    """
    where = str(Untrusted(name))
    _refuse_more(len(data), limit, where)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeclarationError(
            f"is not UTF-8 text: byte {error.start} does not fit",
            where=where,
            hint="save it as UTF-8",
        ) from error
    if "\0" in text:
        raise DeclarationError("contains a NUL", where=where, hint="save it as UTF-8")
    return text.replace("\r\n", "\n")


def _read(path: Path, flags: int, name: str, limit: int) -> bytes:
    where = str(Untrusted(name))
    try:
        # Without O_NONBLOCK the open of a pipe waits for a writer that may never come.
        handle = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise DeclarationError("is not a regular file", where=where)
            _refuse_more(about.st_size, limit, where)
            # What it says of its size may be less than what it gives.
            data = _at_most(handle, limit + 1)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise DeclarationError(f"cannot be read: {_reason(error)}", where=where) from error
    _refuse_more(len(data), limit, where)
    received = _RECEIVED.get()
    if received is not None:
        received.append((name, data))
    return data


def _refuse_more(size: int, limit: int, where: str) -> None:
    if size > limit:
        raise DeclarationError(f"is larger than {limit} bytes", where=where)


def _at_most(handle: int, limit: int) -> bytes:
    data = bytearray()
    while len(data) < limit and (block := os.read(handle, min(_BLOCK, limit - len(data)))):
        data += block
    return bytes(data)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(Untrusted(str(error)))
