"""What `holders` and `events` share: options, formats, and how a view of ledgers is given out.

They read what is on this machine and never fetch.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from stableaudit.cli import completion
from stableaudit.cli.options import config_option, resolve_settings, store_option
from stableaudit.cli.outputs import FILE_WIDTH, Output, parse_outputs, terminal
from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stableaudit.application.opened import OpenLedger
    from stableaudit.domain.identifiers import AccountId
    from stableaudit.domain.labels import Label
    from stableaudit.domain.tokens import Token
    from stableaudit.ledger.views import Unfetched
    from stableaudit.report.tables import FinishedTable

F = TypeVar("F", bound=Callable[..., Any])

LEDGER_FORMATS: Final = ("text", "json", "csv", "parquet")

MOST_ROWS: Final = 100_000
"""What a format for machines holds where no number was asked for; more is an error, not a cut."""

_CHAIN: Final = click.option(
    "--chain",
    "chains",
    multiple=True,
    metavar="CHAIN",
    shell_complete=completion.chains,
    help="Only this chain, such as ethereum. May be given several times. [default: all]",
)
_FORMAT: Final = click.option(
    "--format",
    "format_",
    type=click.Choice(LEDGER_FORMATS),
    default="text",
    show_default=True,
    help="What to print to standard output; parquet only to a file or a pipe.",
)
_OUTPUT: Final = click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=PATH",
    help="Also write to a file, all of it or nothing. May be given several times.",
)


def ledger_options(command: F) -> F:
    """Add the options of a command that shows ledgers."""
    return _CHAIN(_FORMAT(_OUTPUT(config_option(store_option(command)))))


@dataclass(frozen=True, slots=True)
class Shown:
    """A token's ledgers, open, and what is known of its accounts."""

    token: "Token"
    ledgers: "tuple[OpenLedger, ...]"
    unfetched: "tuple[Unfetched, ...]"
    labels: "Mapping[AccountId, Label]"


@dataclass(frozen=True, slots=True)
class Formats:
    """One view in every format, made when it is asked for."""

    text: Callable[[int, bool], str]
    """Of width and colour."""

    json: Callable[[], bytes]
    table: "Callable[[], FinishedTable]"


@contextmanager
def shown(
    name: str, *, config: "Path | None", store: str | None, chains: tuple[str, ...]
) -> Iterator[Shown]:
    """Yield what is on this machine of a token's ledgers; DeclarationError where it is nothing."""
    from stableaudit.adapters.files.registry import load_labels
    from stableaudit.application.opened import chosen, fetched, unfetched
    from stableaudit.bootstrap.ledgers import open_ledgers
    from stableaudit.bootstrap.scope import find_token, registry_of
    from stableaudit.domain.labels import labels_of

    resolved = resolve_settings(config, store=store)
    registry = registry_of(resolved)
    token = find_token(name, registry)
    own = resolved.settings.labels
    labels = labels_of(token, registry.labels, () if own is None else load_labels(own, registry))
    wanted = chosen(token, registry.chains, chains)
    with open_ledgers(token, registry, resolved.settings, chains=chains) as opened:
        there = fetched(opened)
        missing = unfetched(token, wanted, there, named=bool(chains))
        yield Shown(token, there, missing, labels)


def wanted_outputs(format_: str, texts: tuple[str, ...]) -> tuple[Output, ...]:
    """Return what to write, files first; a usage error for Parquet on a terminal."""
    files = parse_outputs(texts, LEDGER_FORMATS)
    if format_ != "parquet" or sys.stdout is None or not sys.stdout.isatty():
        return (*files, Output(format_, None))
    if any(one.format == "parquet" for one in files):
        return files
    raise click.BadParameter(
        "parquet is binary and is not printed to a terminal: name a file with "
        "--output parquet=PATH, or redirect standard output",
        param_hint="--format",
    )


def only_text(outputs: tuple[Output, ...]) -> bool:
    """Return whether people alone will read it."""
    return all(one.format == "text" for one in outputs)


def require_all(left_out: bool, option: str, given: int | None) -> None:  # noqa: FBT001 - one question
    """Refuse to cut a table that nobody asked to be cut: a table cannot say that it was."""
    if left_out and given is None:
        raise click.UsageError(
            f"there are more than {MOST_ROWS:,} rows: say how many you want with {option}, or ask "
            "for less"
        )


def give_out(formats: Formats, outputs: tuple[Output, ...]) -> None:
    """Write every output; files first, so that what is printed last is true of them, too.

    Raises:
        DeclarationError: a file cannot be written.
    """
    from stableaudit.adapters.system.atomic import write_atomically

    for output in outputs:
        data = _render(formats, output)
        if output.path is not None:
            write_atomically(output.path, data)
        else:
            write_stdout(data)


def _render(formats: Formats, output: Output) -> bytes:
    if output.format == "json":
        return formats.json()
    if output.format == "csv":
        from stableaudit.report.tables import csv_bytes

        return csv_bytes(formats.table())
    if output.format == "parquet":
        from stableaudit.adapters.store.parquet import parquet_bytes

        table = formats.table()
        return parquet_bytes(table.frame, table.sql_types)
    colour, width = terminal() if output.path is None else (False, FILE_WIDTH)
    return formats.text(width, colour).encode()
