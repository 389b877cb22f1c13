"""A run that nobody watches: one at a time, with an end, and heard of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar

import click

from stableaudit.cli.endings import ending_of, words_of
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.heartbeat import Heartbeat
from stableaudit.cli.notifying import AFTER, Notifier
from stableaudit.cli.outputs import FILE_WIDTH

if TYPE_CHECKING:
    from stableaudit.adapters.system.time_limit import TimeLimit
    from stableaudit.report.document import Document

F = TypeVar("F", bound=Callable[..., Any])

_PATH: Final = click.Path(path_type=Path)
_DAY_SECONDS: Final = 86_400
_OPTIONS: Final = (
    click.option(
        "--lock-file",
        "lock_file",
        type=_PATH,
        metavar="FILE",
        help="Lock this file while the check runs; where another run holds it, end at once (3).",
    ),
    click.option(
        "--max-runtime",
        "max_runtime",
        type=click.IntRange(min=1, max=30 * _DAY_SECONDS),
        metavar="SECONDS",
        help="End without a report where there is no verdict by then (3). [default: no limit]",
    ),
    click.option(
        "--ping-url-file",
        "ping_url_file",
        type=_PATH,
        metavar="FILE",
        help="Tell the address in this file that the check began and how it ended (POST to "
        "URL/start and URL/EXIT-CODE, as healthchecks.io has it). Mode 0600.",
    ),
    click.option(
        "--notify-url-file",
        "notify_url_file",
        type=_PATH,
        metavar="FILE",
        help="Tell the address in this file where the verdict changed (JSON). Mode 0600.",
    ),
    click.option(
        "--notify-key-file",
        "notify_key_file",
        type=_PATH,
        metavar="FILE",
        help="Sign what --notify-url-file sends with the key in this file. Mode 0600.",
    ),
    click.option(
        "--notify-after",
        "notify_after",
        type=AFTER,
        help="Tell it when it was found K times in the last N checks. [default: 1/1]",
    ),
)


class UnattendedWords(TypedDict):
    """What the options of a run that nobody watches say."""

    lock_file: Path | None
    max_runtime: int | None
    ping_url_file: Path | None
    notify_url_file: Path | None
    notify_key_file: Path | None
    notify_after: tuple[int, int] | None


def unattended_options(command: F) -> F:
    """Add the options of a run that nobody watches."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class UnattendedRun:
    """One run: it has its time until it is decided, and then how it ended."""

    def __init__(self, limit: "TimeLimit") -> None:
        """Take the time that it has."""
        self._limit = limit
        self._decided: tuple[Document, ExitCode, Path] | None = None

    def decide(self, document: "Document", code: ExitCode, store: Path) -> None:
        """Keep what it came to; from here on it is written, however long that takes."""
        self._limit.lift()
        self._decided = document, code, store

    def tell(self, heartbeat: Heartbeat, notifier: Notifier) -> None:
        """Tell what it came to, once everything is written."""
        if self._decided is None:
            return
        from stableaudit.report.console import render_text

        document, code, store = self._decided
        notifier.tell(document, store)
        heartbeat.end(code, render_text(document, width=FILE_WIDTH, colour=False))


@contextmanager
def unattended(words: UnattendedWords) -> Iterator[UnattendedRun]:
    """Yield a run that is the only one with its lock, has an end, and whose end is told.

    Raises:
        DeclarationError: a file that was named is not fit for it.
        UnfinishedError: another run holds the lock, or what is inside took too long.
    """
    from stableaudit.adapters.system.run_lock import run_lock

    file = words["lock_file"]
    heartbeat = Heartbeat(words["ping_url_file"])
    notifier = Notifier(
        words["notify_url_file"], key=words["notify_key_file"], after=words["notify_after"]
    )
    # A second run begins nothing and tells nobody: the first one still does.
    with nullcontext() if file is None else run_lock(file):
        heartbeat.begin()
        try:
            with _limited(words["max_runtime"]) as run:
                yield run
        except BaseException as error:
            heartbeat.end(ending_of(error), words_of(error))
            raise
        run.tell(heartbeat, notifier)


@contextmanager
def _limited(seconds: int | None) -> Iterator[UnattendedRun]:
    from stableaudit.adapters.system.time_limit import OutOfTime, time_limit
    from stableaudit.domain.errors import UnfinishedError

    try:
        with time_limit(seconds) as limit:
            yield UnattendedRun(limit)
    except OutOfTime as error:
        raise UnfinishedError(
            f"no verdict was come to within {seconds} s; nothing was written",
            where="--max-runtime",
            hint="a longer one, a --timeout well below it, or `stableaudit sync` before",
        ) from error
