"""What `check` remembers: each result is kept, and a later one may be held against it.

Nothing here changes a verdict, a report or an exit code: what cannot be kept or read is a warning.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from stableaudit.cli.outputs import Giving, terminal
from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from stableaudit.adapters.files.registry import Registry
    from stableaudit.adapters.files.settings import Settings
    from stableaudit.cli.exits import ExitCode
    from stableaudit.ports.result_store import ResultStore
    from stableaudit.reconcile.judge import Result
    from stableaudit.reconcile.outcome import KeptResult
    from stableaudit.report.document import Document

DRAWING: Final = frozenset({"html"})
"""Formats whose reports draw what earlier checks came to; for the others nothing is read."""

F = TypeVar("F", bound=Callable[..., Any])

_SINCE_LAST: Final = click.option(
    "--since-last",
    "since_last",
    is_flag=True,
    help="Print only what changed since the last kept result, and why; files hold the whole.",
)
_NO_HISTORY: Final = click.option(
    "--no-history", "no_history", is_flag=True, help="Do not keep this result for `history`."
)


def history_options(command: F) -> F:
    """Add the options about what is remembered."""
    return _SINCE_LAST(_NO_HISTORY(command))


@dataclass(frozen=True, slots=True)
class Remember:
    """What a check is to do about the history."""

    keep: bool
    since_last: bool

    def refuse_beside(self, *, format_: str, quiet: bool) -> None:
        """Refuse what would leave nothing of --since-last to print."""
        if self.since_last and quiet:
            raise click.UsageError("--quiet leaves out what --since-last prints: give one of them")
        if self.since_last and format_ not in ("text", "json"):
            raise click.UsageError(
                f"--since-last prints text or json: for {format_} name a file with --output"
            )


def give_out(
    result: "Result",
    giving: Giving,
    *,
    remember: Remember,
    registry: "Registry",
    settings: "Settings",
) -> None:
    """Write every report, the last to standard output; then keep the result.

    In this order, so that who was shown no change is shown it by the next check.

    Raises:
        DeclarationError: a file cannot be written.
    """
    from stableaudit.bootstrap.results import kept_result, result_store

    store = result_store(result.case.scope, registry, settings)
    this = kept_result(result, giving.document, exit_code=int(giving.code))
    drawn = giving
    if any(output.format in DRAWING for output in giving.outputs):
        drawn = replace(giving, document=with_earlier(giving.document, store, this))
    if remember.since_last:
        drawn.write_files()
        _tell_changes(store, result, giving.document, giving.outputs[-1].format, giving.code)
    else:
        drawn.write()
    if remember.keep:
        _keep(store, this)


def with_earlier(document: "Document", store: "ResultStore", this: "KeptResult") -> "Document":
    """Return the document with what earlier checks came to beside the days of its evidence."""
    from stableaudit.domain.errors import StoreError
    from stableaudit.report.sections.history import history_section

    try:
        earlier = store.results()
    except StoreError:
        return document  # keeping this one will say why
    if document.history is None:
        return document
    results = (*earlier.results, this)
    history = history_section(results, document.history.days, torn=earlier.torn)
    return replace(document, history=history)


def _tell_changes(
    store: "ResultStore", result: "Result", document: "Document", format_: str, code: "ExitCode"
) -> None:
    from stableaudit.domain.errors import StoreError
    from stableaudit.report.changes_json import render_changes_json
    from stableaudit.report.since_last_text import render_since_last

    before: KeptResult | StoreError | None
    try:
        before = store.before(document.measurement_time)
    except StoreError as error:
        before = error
    if format_ == "json":
        write_stdout(render_changes_json(before, result, document, int(code)))
        return
    colour, width = terminal()
    text = render_since_last(before, result, document, width=width, colour=colour)
    write_stdout(text.encode())


def _keep(store: "ResultStore", this: "KeptResult") -> None:
    from stableaudit.domain.errors import StoreError
    from stableaudit.report.safe_text import safe, safe_line

    try:
        store.append(this)
    except StoreError as error:
        warning = f"warning: this result is not kept for `history`; the verdict stands: {error}"
        click.echo(safe_line(safe(warning)), err=True)
