"""One declaration file as text and tree, and the error that points into it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from stableaudit.adapters.files.positions import Path as KeyPath
from stableaudit.adapters.files.positions import line_of, show_path
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: the root table, and the text for saying where something stands."""

    name: str
    """As a message names it; what the person typed, or the path inside the registry."""

    text: str
    tree: Mapping[str, object]
    """Strings, integers, booleans, lists and tables. No float, date or null."""

    json: bool
    """Whether the text is JSON; TOML otherwise."""

    sha256: str = ""
    """Of the file's bytes as they were received, hex; empty for a text that is no file."""

    def error(self, problem: str, path: KeyPath, *, hint: str = "") -> DeclarationError:
        """Return the error that names file, line and key."""
        return DeclarationError(problem, where=self.where(path), hint=hint)

    def where(self, path: KeyPath) -> str:
        """Return `FILE, line N, key a.b[2].c`; only the file for the root."""
        name = str(Untrusted(self.name))
        if not path:
            return name
        key = Untrusted(show_path(path))
        return f"{name}, line {self.line(path)}, key {key}"

    def line(self, path: KeyPath) -> int:
        """Return the line, from 1, of a key, or of its nearest ancestor that is written."""
        return line_of(self.text, path, json=self.json)

    @contextmanager
    def blame(self, *path: str | int, hint: str = "") -> Iterator[None]:
        """Turn a ValueError of a domain value into the error that names the key it came from."""
        try:
            yield
        except ValueError as error:
            raise self.error(str(error), path, hint=hint) from error
