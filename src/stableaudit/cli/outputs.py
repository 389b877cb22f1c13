"""Where reports go: standard output, and files that are written whole or not at all."""

import logging
import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stableaudit.cli.declared import declared_in
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.last_success import last_success
from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from stableaudit.report.declaration_file import DeclarationFile
    from stableaudit.report.document import Document

FORMATS: Final = ("text", "json")
"""Of the commands that give out no report; a report's are in `bootstrap.formats`."""

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


def parse_outputs(texts: tuple[str, ...], formats: tuple[str, ...]) -> tuple[Output, ...]:
    """Return what `--output FORMAT=PATH` asks for; a usage error for anything else."""
    outputs: list[Output] = []
    for text in texts:
        name, separator, path = text.partition("=")
        if not separator or name not in formats or not path:
            known = f"{', '.join(formats[:-1])} or {formats[-1]}"
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


def refuse_on_a_terminal(format_: str) -> None:
    """Refuse to print a binary format to a person's terminal; a pipe or a file gets it.

    Raises:
        BadParameter: that is what would happen.
    """
    from stableaudit.bootstrap.formats import format_of

    if format_of(format_).binary and sys.stdout is not None and sys.stdout.isatty():
        raise click.BadParameter(
            f"{format_} is binary and is not printed to a terminal: name a file with "
            f"--output {format_}=PATH, or redirect standard output",
            param_hint="--format",
        )


def write_outputs(
    document: "Document", outputs: tuple[Output, ...], code: ExitCode, *, declaration: Path | None
) -> None:
    """Write every output; files first, so that what is printed last is true of them, too.

    Raises:
        DeclarationError: a file cannot be written.
    """
    from stableaudit.adapters.system.atomic import write_atomically

    for output in outputs:
        data = _render(document, output, code, declared_in(declaration))
        if output.path is not None:
            write_atomically(output.path, data)
        else:
            write_stdout(data)


@dataclass(frozen=True, slots=True)
class Giving:
    """One audit's reports, ready to be given out; the last goes to standard output."""

    document: "Document"
    outputs: tuple[Output, ...]
    code: ExitCode
    declaration: Path | None

    def write(self) -> None:
        """Write all of them; see write_outputs."""
        write_outputs(self.document, self.outputs, self.code, declaration=self.declaration)

    def write_files(self) -> None:
        """Write all but what goes to standard output; see write_outputs."""
        write_outputs(self.document, self.outputs[:-1], self.code, declaration=self.declaration)


def annotate(document: "Document", *, declaration: Path | None) -> None:
    """Tell GitHub's runner what was found; outside of one, nothing.

    By standard error, which the runner reads as well: standard output is the report's.
    """
    from stableaudit.adapters.system.environment import environment
    from stableaudit.report.annotations import annotations

    if environment().get("GITHUB_ACTIONS") == "true":
        click.echo(annotations(document, declaration=declared_in(declaration)), err=True, nl=False)


def _render(
    document: "Document", output: Output, code: ExitCode, declaration: "DeclarationFile | None"
) -> bytes:
    from stableaudit.bootstrap.formats import format_of, renderer
    from stableaudit.report.language import Language
    from stableaudit.report.rendering import Rendering

    colour, width = (False, FILE_WIDTH)
    if output.path is None and output.format == "text":
        colour, width = terminal()
    before = None
    if output.path is not None and output.format == "openmetrics":
        before = last_success(output.path, document.token.key)
    rendering = Rendering(
        int(code), width, colour, output.verbose, output.quiet, declaration, before
    )
    if output.format == "html":
        # Where no home is writable, as under systemd, matplotlib would tell of its cache on stderr.
        logging.getLogger("matplotlib").setLevel(logging.ERROR)
    if not format_of(output.format).spoken:
        document = replace(document, language=Language.ENGLISH)
    return renderer(output.format)(document, rendering)


def terminal() -> tuple[bool, int]:
    """Return whether standard output takes colour, and how wide a report on it may be."""
    from stableaudit.adapters.system.environment import environment
    from stableaudit.report.console import wants_colour

    # Bounded, so that tables stay readable.
    width = shutil.get_terminal_size((FILE_WIDTH, 24)).columns
    colour = wants_colour(environment(), is_terminal=sys.stdout is not None and sys.stdout.isatty())
    return colour, max(_NARROWEST, min(_WIDEST, width))
