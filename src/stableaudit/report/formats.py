"""Every format of a report, by name: the one list that options, documentation and tests read.

A format is a module of this package with a function `render(document, rendering)` that gives bytes.
It is imported when it is asked for, so that naming it in `--help` costs nothing. To add one: its
module, a line here, its section in docs/formats.md and its golden files.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
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
    declaration: str = ""
    """The declaration's file as it was named, relative; empty where none was given."""

    last_success: int | None = None
    """When a check of the token last ended with 0, by the file that is replaced; seconds of UTC."""


class Render(Protocol):
    """Lay out a document. The same document and rendering, the same bytes."""

    def __call__(self, document: "Document", rendering: Rendering, /) -> bytes:
        """Return the whole output, with a final newline where it is text."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format, by the name that `--format` and `--output` take."""

    name: str
    module: str
    """In this package."""

    media: str
    binary: bool = False
    """Whether a terminal must not get it."""


FORMATS: Final = (
    Format("text", "console", "text/plain"),
    Format("json", "json_v1", "application/json"),
    Format("markdown", "markdown", "text/markdown"),
    Format("summary", "summary", "text/markdown"),
    Format("junit", "junit", "application/xml"),
    Format("nagios", "nagios", "text/plain"),
    Format("openmetrics", "openmetrics", "text/plain; version=0.0.4"),
    Format("sarif", "sarif", "application/sarif+json"),
)


def names() -> tuple[str, ...]:
    """Return the names of all formats, in the order that help shows them."""
    return tuple(one.name for one in FORMATS)


def format_of(name: str) -> Format:
    """Return a format; KeyError for a name that is none."""
    return {one.name: one for one in FORMATS}[name]


def renderer(name: str) -> Render:
    """Return what lays out a format; KeyError for a name that is none."""
    render: Render = import_module(f"stableaudit.report.{format_of(name).module}").render
    return render
