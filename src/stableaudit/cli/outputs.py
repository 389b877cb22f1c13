"""Where reports go: standard output, and files that are written whole or not at all."""

import logging
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stableaudit.cli.exits import ExitCode
from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from stableaudit.report.document import Document

FORMATS: Final = ("text", "json")
AUDIT_FORMATS: Final = (*FORMATS, "html")
"""Of `check` and `reserves`."""

FILE_WIDTH: Final = 100
_NARROWEST: Final = 60
_WIDEST: Final = 200


@dataclass(frozen=True, slots=True)
class Output:
    """One report to give out."""

    format: str
    path: Path | None
    """None for standard output."""

    quiet: bool = False
    verbose: bool = False


def parse_outputs(texts: tuple[str, ...], formats: tuple[str, ...] = FORMATS) -> tuple[Output, ...]:
    """Return what `--output FORMAT=PATH` asks for; a usage error for anything else."""
    outputs: list[Output] = []
    for text in texts:
        name, separator, path = text.partition("=")
        if not separator or name not in formats or not path:
            known = " or ".join(formats)
            raise click.BadParameter(
                f"{text!r} is not FORMAT=PATH with a format of {known}", param_hint="--output"
            )
        try:
            file = writable(Path(path), tuple(one.path for one in outputs))
        except OSError as error:
            raise click.BadParameter(
                f"{path[:80]}: {error.strerror}", param_hint="--output"
            ) from error
        outputs.append(Output(name, file))
    return tuple(outputs)


def writable(path: Path, taken: tuple[Path | None, ...] = (), *, option: str = "--output") -> Path:
    """Return the path, looked at before the check that would end in it; else a usage error."""
    problem = ""
    if str(path) == "-":
        problem = "standard output is --format's; a file needs a name"
    elif path.resolve() in [one.resolve() for one in taken if one is not None]:
        problem = "is written twice"
    elif not path.parent.is_dir():
        problem = "its folder does not exist"
    elif not os.access(path.parent, os.W_OK | os.X_OK):
        problem = "its folder cannot be written to"
    elif path.exists() and not path.is_file():
        problem = "is there, and is no file"
    if problem:
        raise click.BadParameter(f"{path}: {problem}", param_hint=option)
    return path


def write_outputs(document: "Document", outputs: tuple[Output, ...], code: ExitCode) -> None:
    """Write every output; files first, so that what is printed last is true of them, too.

    Raises:
        DeclarationError: a file cannot be written.
    """
    from stableaudit.adapters.system.atomic import write_atomically

    for output in outputs:
        data = _render(document, output, code)
        if output.path is not None:
            write_atomically(output.path, data)
        else:
            write_stdout(data)


def _render(document: "Document", output: Output, code: ExitCode) -> bytes:
    if output.format == "json":
        from stableaudit.report.json_v1 import render_json

        return render_json(document, int(code))
    if output.format == "html":
        # Where no home is writable, as under systemd, matplotlib would tell of its cache on stderr.
        logging.getLogger("matplotlib").setLevel(logging.ERROR)
        from stableaudit.report.html.page import render_html

        return render_html(document)
    from stableaudit.report.console import render_text, render_verdict_line

    if output.quiet:
        return f"{render_verdict_line(document)}\n".encode()
    colour, width = terminal() if output.path is None else (False, FILE_WIDTH)
    text = render_text(document, width=width, colour=colour, verbose=output.verbose)
    return text.encode()


def terminal() -> tuple[bool, int]:
    """Return whether standard output takes colour, and how wide a report on it may be."""
    from stableaudit.adapters.system.environment import environment
    from stableaudit.report.console import wants_colour

    # Bounded, so that tables stay readable.
    width = shutil.get_terminal_size((FILE_WIDTH, 24)).columns
    colour = wants_colour(environment(), is_terminal=sys.stdout is not None and sys.stdout.isatty())
    return colour, max(_NARROWEST, min(_WIDEST, width))
