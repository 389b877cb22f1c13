"""Every format of a report, by name: the one list that options, documentation and tests read.

A format is a module with a function `render(document, rendering)` that gives bytes: of `report`, or
of this layer where an adapter writes it. It is imported when it is asked for, so that naming it in
`--help` costs nothing. To add one: its module, a line here, its section in docs/formats.md and its
golden files.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stableaudit.report.rendering import Render


@dataclass(frozen=True, slots=True)
class Format:
    """One format, by the name that `--format` and `--output` take."""

    name: str
    module: str

    media: str
    binary: bool = False
    """Whether a terminal must not get it."""

    spoken: bool = False
    """Whether it is for people, in the language that they asked for; other formats are English."""


FORMATS: Final = (
    Format("text", "report.console", "text/plain", spoken=True),
    Format("json", "report.json_v1", "application/json"),
    Format("html", "report.html.page", "text/html", spoken=True),
    Format("markdown", "report.markdown", "text/markdown", spoken=True),
    Format("summary", "report.summary", "text/markdown", spoken=True),
    Format("junit", "report.junit", "application/xml"),
    Format("nagios", "report.nagios", "text/plain"),
    Format("openmetrics", "report.openmetrics", "text/plain; version=0.0.4"),
    Format("sarif", "report.sarif", "application/sarif+json"),
    Format("csv", "report.figure_table", "text/csv"),
    Format("parquet", "bootstrap.parquet_report", "application/vnd.apache.parquet", binary=True),
)


def names() -> tuple[str, ...]:
    """Return the names of all formats, in the order that help shows them."""
    return tuple(one.name for one in FORMATS)


def format_of(name: str) -> Format:
    """Return a format; KeyError for a name that is none."""
    return {one.name: one for one in FORMATS}[name]


def renderer(name: str) -> "Render":
    """Return what lays out a format; KeyError for a name that is none."""
    render: Render = import_module(f"stableaudit.{format_of(name).module}").render
    return render
