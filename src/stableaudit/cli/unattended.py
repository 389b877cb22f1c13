"""A run that nobody watches: one at a time, and with an end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar

import click

if TYPE_CHECKING:
    from stableaudit.adapters.system.time_limit import TimeLimit

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
)


class UnattendedWords(TypedDict):
    """What the options of a run that nobody watches say."""

    lock_file: Path | None
    max_runtime: int | None


def unattended_options(command: F) -> F:
    """Add the options of a run that nobody watches."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def unattended(words: UnattendedWords) -> "Iterator[TimeLimit]":
    """Yield the limit of a run, which is the only one with its lock.

    Raises:
        UnfinishedError: another run holds the lock, or what is inside took too long.
    """
    from stableaudit.adapters.system.run_lock import run_lock
    from stableaudit.adapters.system.time_limit import OutOfTime, time_limit
    from stableaudit.domain.errors import UnfinishedError

    file, seconds = words["lock_file"], words["max_runtime"]
    with nullcontext() if file is None else run_lock(file):
        try:
            with time_limit(seconds) as limit:
                yield limit
        except OutOfTime as error:
            raise UnfinishedError(
                f"no verdict was come to within {seconds} s; nothing was written",
                where="--max-runtime",
                hint="a longer one, a --timeout well below it, or `stableaudit sync` before",
            ) from error
