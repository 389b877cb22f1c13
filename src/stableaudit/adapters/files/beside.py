"""The files that a file may name: those in its own directory and below it, and no other.

What a shipped file names lies in its folder of the registry, which may be inside a zip.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from stableaudit.adapters.files.bar_columns import Layout
from stableaudit.adapters.files.plain_file import read_bytes_beside
from stableaudit.domain.bars import BarList
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted

_SHIPPED: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}\.[a-z]{3,4}")


class Beside(Protocol):
    """Reads the files that one file may name."""

    def read(self, name: str, *, limit: int) -> bytes:
        """Return the bytes of a file; DeclarationError if it is none, outside, or larger."""
        ...

    def of(self, name: str) -> "Beside":
        """Return what the file of that name may name in its turn."""
        ...


ReadBars: TypeAlias = Callable[[Beside, str, Layout], BarList]
"""Reads a list of bars: the files at hand, its name among them, how its columns are named."""


@dataclass(frozen=True, slots=True)
class UserFolder:
    """The directory of a file that a person wrote."""

    directory: Path

    def read(self, name: str, *, limit: int) -> bytes:
        """See Beside.read."""
        return read_bytes_beside(self.directory, name, limit=limit)

    def of(self, name: str) -> Beside:
        """See Beside.of."""
        return UserFolder((self.directory / name).parent)


@dataclass(frozen=True, slots=True)
class ShippedFolder:
    """One folder of the registry; its files name only one another."""

    root: Traversable
    """The registry."""

    folder: str

    def read(self, name: str, *, limit: int) -> bytes:
        """See Beside.read."""
        where = f"registry/{self.folder}/{Untrusted(name)}"
        if _SHIPPED.fullmatch(name) is None:
            raise DeclarationError("is no name of a registry file", where=where)
        try:
            data = (self.root / self.folder / name).read_bytes()
        except OSError as error:
            raise DeclarationError(f"cannot be read: {error.strerror}", where=where) from error
        if len(data) > limit:
            raise DeclarationError(f"is larger than {limit} bytes", where=where)
        return data

    def of(self, name: str) -> Beside:
        """See Beside.of; all lie in one folder."""
        del name
        return self
