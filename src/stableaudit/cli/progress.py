"""Progress on stderr: bars on a terminal, a line now and then elsewhere, nothing where unwanted.

Steps that are over in a moment are shown on a terminal only, so that the mail of a cron job stays
empty; a fetch that takes longer than LINE_SECONDS says so every LINE_SECONDS. Nothing that goes
wrong with stderr ends a command.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import Final

import click

from stableaudit.ports.progress import Progress
from stableaudit.report.safe_text import safe, safe_line

LINE_SECONDS: Final = 10


class Silence:
    """Progress that nobody sees."""

    def step(self, subject: str, what: str) -> None:
        """See Progress.step."""

    def advance(self, subject: str, *, done: int, total: int, logs: int) -> None:
        """See Progress.advance."""


@dataclass(slots=True)
class _Fetch:
    """One subject's fetch as its lines tell it."""

    began: float
    done_before: int
    told: float
    """When its last line was written, or it began."""

    lines: int = 0


class Lines:
    """Progress as plain lines, each at least LINE_SECONDS after the one before of its subject."""

    def __init__(self, write: Callable[[str], None], now: Callable[[], float]) -> None:
        """Take where lines go, without their ends, and a clock that only runs forwards."""
        self._write = write
        self._now = now
        self._steps: dict[str, str] = {}
        self._fetches: dict[str, _Fetch] = {}
        self._lock = Lock()

    def step(self, subject: str, what: str) -> None:
        """See Progress.step. Shown in the lines that follow."""
        with self._lock:
            self._steps[subject] = what
            self._fetches.pop(subject, None)

    def advance(self, subject: str, *, done: int, total: int, logs: int) -> None:
        """See Progress.advance."""
        with self._lock:
            now = self._now()
            fetch = self._fetches.setdefault(subject, _Fetch(now, done, now))
            ends_what_was_told = fetch.lines > 0 and done >= total
            if now - fetch.told < LINE_SECONDS and not ends_what_was_told:
                return
            if ends_what_was_told:
                del self._fetches[subject]
            fetch.told, fetch.lines = now, fetch.lines + 1
            rate = _rate(done - fetch.done_before, now - fetch.began)
            what = self._steps.get(subject, "")
            head = f"{subject}: {what}" if what else subject
            left = _left(total - done, rate)
            text = f"{head}, {share_text(done, total)}, {figures_text(done, total, logs)}{left}"
            self._write(safe_line(safe(text)))


def share_text(done: int, total: int) -> str:
    """Return how much is done, in whole per cent rounded down: 100 % is all of it."""
    return f"{100 * done // total if total > 0 else 100} %"


def figures_text(done: int, total: int, logs: int) -> str:
    """Return the blocks that are done, of how many, and the logs that came with them."""
    return f"{done:,} of {total:,} blocks, {logs:,} logs"


def time_left_text(seconds: float) -> str:
    """Return how long something will still take, as `1:02:03` or `2:03`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _rate(blocks: int, seconds: float) -> float:
    return blocks / seconds if seconds > 0 else 0.0


def _left(blocks: int, rate: float) -> str:
    if blocks <= 0:
        return ""
    if rate <= 0:
        return ", not moving"
    return f", {rate:,.0f} blocks/s, {time_left_text(blocks / rate)} left"


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Yield a progress that draws on a terminal's stderr, writes lines to another, or is silent."""
    if quiet or sys.stderr is None:
        yield Silence()
        return
    from stableaudit.cli.bars import drawn

    with drawn() as bars:
        yield Lines(_write_line, time.monotonic) if bars is None else bars


def _write_line(line: str) -> None:
    with suppress(OSError):
        click.echo(line, err=True)
