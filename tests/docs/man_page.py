"""The manual page: what click knows of every command, with exit codes, variables and files.

One page, since a reader searches one page. It has no date: the same program gives the same bytes.
"""

import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Final

import click

from stableaudit import __version__
from stableaudit.cli.main import program
from tests.docs.commands import every_command
from tests.docs.settings_page import variables

_DOCS: Final = Path(__file__).parents[2] / "docs"
_NAME: Final = "stableaudit"
_COLUMNS: Final = 2
_EXAMPLES: Final = (
    ("stableaudit check usdkg", "Audit a token of the registry by public endpoints."),
    (
        "stableaudit check usdkg --quorum 2 --bundle out --sign auditor-key",
        "The same, proven where it can be, with all evidence kept and signed.",
    ),
    ("stableaudit verify out", "Judge that evidence again, offline."),
    ("stableaudit explain SUP-04", "Say what a check states, and what settles it."),
)
_FILES: Final = (
    ("./stableaudit.toml", "Settings of the folder that the program is run in."),
    ("~/.config/stableaudit/config.toml", "The user's own settings, on Linux; weaker."),
    ("~/.local/share/stableaudit/ledgers", "Ledgers, on Linux: a DuckDB file for each contract."),
)


def man_page() -> str:
    """Return the page in roff."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield f'.TH {_NAME.upper()} 1 "" "{_NAME} {__version__}" "User Commands"'
    # Ragged and unbroken: an option that is stretched or hyphenated cannot be copied.
    yield ".ad l"
    yield ".nh"
    yield from _titled("NAME", rf"{_NAME} \- {_text(_sentence(program))}")
    yield from _titled("SYNOPSIS", r".B stableaudit", r"[\fIOPTIONS\fP] \fICOMMAND\fP [\fIARGS\fP]")
    yield ".SH DESCRIPTION"
    yield from _paragraphs(_introduction())
    yield ".SH COMMANDS"
    for words, command in every_command(program):
        yield from _command(words, command)
    yield ".SH EXIT STATUS"
    for code, verdict, meaning in _rows("exit-codes.md", "code"):
        yield from _tagged(code, meaning if verdict == "none" else f"{verdict}: {meaning}")
    yield ".SH ENVIRONMENT"
    for name, meaning in (*variables(), *_rows("configuration.md", "variable")):
        yield from _tagged(name, meaning)
    for title, entries in (("FILES", _FILES), ("EXAMPLES", _EXAMPLES)):
        yield f".SH {title}"
        for name, meaning in entries:
            yield from _tagged(name, meaning)
    yield from _titled("SEE ALSO", r"\fBssh\-keygen\fP(1), \fBopenssl\fP(1), \fBjq\fP(1)")


def _titled(title: str, *lines: str) -> Iterator[str]:
    yield f".SH {title}"
    yield from lines


def _introduction() -> str:
    """Return the first paragraph of the pages, as the start page has it."""
    text = (_DOCS / "index.md").read_text("utf-8")
    return re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text.split("\n\n")[1])


def _command(words: tuple[str, ...], command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=" ".join(words), **program.context_settings)
    usage = " ".join(command.collect_usage_pieces(context))
    yield rf".SS {_text(' '.join(words))} {_text(usage)}"
    yield from _paragraphs(cleandoc(command.help or ""))
    # --help is the same everywhere, and told once.
    for parameter in command.get_params(context) if command is program else command.params:
        record = parameter.get_help_record(context)
        if record is not None and isinstance(parameter, click.Option):
            yield from _tagged(*record)


def _sentence(command: click.Command) -> str:
    return cleandoc(command.help or "").partition("\n\n")[0].rstrip(".")


def _paragraphs(text: str) -> Iterator[str]:
    for place, paragraph in enumerate(text.split("\n\n")):
        if place:
            yield ".PP"
        yield _line(paragraph)


def _tagged(tag: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield rf"\fB{_text(tag)}\fP"
    yield _line(text)


def _rows(page: str, first_title: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the table of a page whose first column has that title."""
    lines = (_DOCS / page).read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {first_title} |"))
    end = next((i for i in range(start, len(lines)) if not lines[i]), len(lines))
    cells = (re.split(r"(?<!\\) ?\| ?", line)[1:-1] for line in lines[start + _COLUMNS : end])
    return tuple(tuple(cell.replace("`", "").strip() for cell in row) for row in cells)


def _line(text: str) -> str:
    """Return running text on one line that roff takes as text, whatever it begins with."""
    line = _text(" ".join(text.replace("`", "").split()))
    return rf"\&{line}" if line.startswith((".", "'")) else line


def _text(text: str) -> str:
    # A list of words may break after each bar.
    return text.replace("\\", r"\e").replace("-", r"\-").replace("|", r"|\:")
