"""The declaration that a person named, as findings point into it."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from stableaudit.domain.errors import StableauditError

if TYPE_CHECKING:
    from stableaudit.report.declaration_file import DeclarationFile


def declared_in(file: Path | None) -> "DeclarationFile | None":
    """Return the file with the lines of its keys; without them where it changed meanwhile."""
    if file is None:
        return None
    from stableaudit.adapters.files.plain_file import read_text
    from stableaudit.adapters.files.positions import key_lines
    from stableaudit.report.declaration_file import DeclarationFile

    lines: dict[str, int] = {}
    with suppress(StableauditError):
        for path, line in key_lines(read_text(file), json=file.suffix == ".json").items():
            lines.setdefault(str(path[0]), line)
    return DeclarationFile(_in_a_repository(file), lines)


def _in_a_repository(file: Path) -> str:
    """Return a file as a platform finds it from where the program runs; else its name alone."""
    inside = not file.is_absolute() and ".." not in file.parts
    return file.as_posix() if inside else file.name
