"""Progress on a terminal: a spinner for each chain, which becomes a bar while blocks are fetched.

rich keeps its own lock and redraws from its own thread; ours is for which task is whose.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from rich.console import Console, RenderableType
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TaskID
from rich.progress import Progress as Display
from rich.table import Column
from rich.text import Text

from stableaudit.cli.progress import share_text, time_left_text
from stableaudit.ports.progress import Progress
from stableaudit.report.safe_text import safe

WIDE: Final = 90
"""On fewer columns the logs are not shown, and the bar is short."""

NARROW: Final = 60
"""On fewer columns there is no bar."""


class Bars:
    """One task for each subject."""

    def __init__(self, display: Display) -> None:
        """Take a display whose columns are those of `columns`."""
        self._display = display
        self._tasks: dict[str, TaskID] = {}
        self._measured: set[str] = set()
        self._lock = Lock()

    def step(self, subject: str, what: str) -> None:
        """See Progress.step."""
        with self._lock:
            task = self._task(subject)
            self._measured.discard(subject)
            words = f"{safe(subject)}: {safe(what)}"
            self._display.update(task, description=words, measured=False)

    def advance(self, subject: str, *, done: int, total: int, logs: int) -> None:
        """See Progress.advance."""
        with self._lock:
            task = self._task(subject)
            if subject not in self._measured:
                self._measured.add(subject)
                # another fetch: what the last one took says nothing of this one's pace
                self._display.reset(task, total=total, completed=done)
            self._display.update(task, completed=done, total=total, measured=True, logs=logs)

    def _task(self, subject: str) -> TaskID:
        if subject not in self._tasks:
            self._tasks[subject] = self._display.add_task(
                safe(subject), total=None, measured=False, logs=0
            )
        return self._tasks[subject]


class _Words(ProgressColumn):
    """Whose task it is and what it is at, cut off where there is no room for it."""

    def __init__(self) -> None:
        super().__init__(Column(overflow="ellipsis"))

    def render(self, task: Task) -> Text:
        """Return the words on one line."""
        return Text(task.description, no_wrap=True, overflow="ellipsis")


class _Bar(ProgressColumn):
    """A bar while blocks are counted."""

    def __init__(self, width: int) -> None:
        super().__init__(Column(no_wrap=True))
        self._bar = BarColumn(bar_width=width)

    def render(self, task: Task) -> RenderableType:
        """Return the bar, or nothing."""
        return self._bar.render(task) if task.fields["measured"] else Text("")


class _Figures(ProgressColumn):
    """How far, how fast and how long still; the time since it began where nothing is counted."""

    def __init__(self, *, with_logs: bool) -> None:
        super().__init__(Column(no_wrap=True, justify="right"))
        self._with_logs = with_logs

    def render(self, task: Task) -> Text:
        """Return the figures, the most telling first."""
        if not task.fields["measured"]:
            return Text(time_left_text(task.elapsed or 0))
        done, total = int(task.completed), int(task.total or 0)
        parts = [share_text(done, total), f"{task.speed or 0:,.0f} blocks/s"]
        if self._with_logs:
            parts.append(f"{task.fields['logs']:,} logs")
        left = task.time_remaining
        if left is not None and done < total:
            parts.append(f"{time_left_text(left)} left")
        return Text(", ".join(parts))


def columns(width: int) -> tuple[ProgressColumn, ...]:
    """Return what each line shows on a terminal of `width` columns."""
    figures = _Figures(with_logs=width >= WIDE)
    if width < NARROW:
        return _Words(), figures
    return SpinnerColumn(), _Words(), _Bar(24 if width >= WIDE else 10), figures


@contextmanager
def drawn() -> Iterator[Progress | None]:
    """Yield bars on stderr, gone when it is left; None where stderr is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Display(*columns(console.width), console=console, transient=True) as display:
        yield Bars(display)
