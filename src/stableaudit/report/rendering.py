"""What every format of a report is asked for, and what it may know besides the document."""

from dataclasses import dataclass
from typing import Protocol

from stableaudit.report.declaration_file import DeclarationFile
from stableaudit.report.document import Document


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a format may know besides the document. It changes no figure and no verdict."""

    exit_code: int
    """By the table of exit codes, whatever `--exit-style` makes of it."""

    width: int = 100
    """Columns, for text."""

    colour: bool = False
    verbose: bool = False
    quiet: bool = False
    declaration: DeclarationFile | None = None
    """None where the registry's or the token file's own was used."""

    last_success: int | None = None
    """When a check of the token last ended with 0, by the file that is replaced; seconds of UTC."""


class Render(Protocol):
    """Lay out a document. The same document and rendering, the same bytes."""

    def __call__(self, document: Document, rendering: Rendering, /) -> bytes:
        """Return the whole output, with a final newline where it is text."""
