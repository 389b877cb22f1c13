"""The folder of a bundle that somebody else may have prepared.

Nothing in it is followed: no link, no path that leads out, no pipe or device. A file is opened from
the handle of its folder by one plain name, must be a regular file of the size that was said, and is
not read further than that.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from stableaudit.adapters.evidence.layout import FOLDERS, MOST_FILES, MOST_STORED
from stableaudit.domain.errors import BundleError
from stableaudit.domain.untrusted import Untrusted

_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_DIRECTORY: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_PIECE: Final = 1 << 20


class BundleFolder:
    """An open folder; its files by their paths in the bundle."""

    def __init__(self, handles: dict[str, int]) -> None:
        """Take the handles of the bundle's folder, as `""`, and of those in it."""
        self._handles = handles

    def paths(self) -> list[str]:
        """Return the path of every file, sorted.

        Raises:
            BundleError: anything but regular files in the folders of a bundle, or too many.
        """
        found: list[str] = []
        for folder, handle in self._handles.items():
            with os.scandir(handle) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if not folder and entry.name in self._handles:
                        continue
                    _refuse_unless_regular(entry.stat(follow_symlinks=False).st_mode, path)
                    found.append(path)
                    if len(found) > MOST_FILES:
                        raise BundleError(f"has more than {MOST_FILES} files", where=folder or ".")
        return sorted(found)

    def read(self, path: str, *, most: int = MOST_STORED, size: int | None = None) -> bytes:
        """Return the bytes of a file whose path a bundle can have (layout.kind_of).

        Raises:
            BundleError: no such regular file, more than `most`, or not `size` bytes.
        """
        folder, _, name = path.rpartition("/")
        try:
            handle = os.open(name, _FLAGS, dir_fd=self._handles[folder])
        except (OSError, KeyError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no such folder"
            raise BundleError(f"cannot be read: {reason}", where=shown(path)) from error
        try:
            about = os.fstat(handle)
            _refuse_unless_regular(about.st_mode, path)
            if about.st_size > most:
                raise BundleError(f"is larger than {most} bytes", where=shown(path))
            if size is not None and about.st_size != size:
                raise BundleError(
                    f"has {about.st_size} bytes, and the manifest says {size}", where=shown(path)
                )
            return _exactly(handle, about.st_size)
        finally:
            os.close(handle)


@contextmanager
def open_bundle(path: Path) -> Iterator[BundleFolder]:
    """Yield a bundle's folder, open. A link to it may be named; a link in it is never followed.

    Raises:
        BundleError: it is no folder, or cannot be read.
    """
    handles: dict[str, int] = {}
    try:
        try:
            handles[""] = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise BundleError(f"is no bundle: {reason}", where=shown(str(path))) from error
        for name in FOLDERS:
            try:
                handles[name] = os.open(name, _DIRECTORY, dir_fd=handles[""])
            except FileNotFoundError:
                continue
            except OSError as error:
                raise BundleError("is not a folder", where=name) from error
        yield BundleFolder(handles)
    finally:
        for handle in handles.values():
            os.close(handle)


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def shown(path: str) -> str:
    """Return a path as an error names it."""
    return str(Untrusted(path))


def _refuse_unless_regular(mode: int, path: str) -> None:
    if not stat.S_ISREG(mode):
        what = "a symbolic link" if stat.S_ISLNK(mode) else "a folder, a pipe or a device"
        raise BundleError(f"is {what}, and a bundle has none there", where=shown(path))


def _exactly(handle: int, size: int) -> bytes:
    data = bytearray()
    while len(data) < size and (piece := os.read(handle, min(_PIECE, size - len(data)))):
        data += piece
    return bytes(data)
