"""Progress on stderr, when it is a terminal and a person waits; silence anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stableaudit.ports.progress import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Silence:
    """Progress that nobody sees."""

    def step(self, subject: str, what: str) -> None:
        """See Progress.step."""


class _Spinners:
    """One spinner for each chain."""

    def __init__(self, bars: "Bars") -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def step(self, subject: str, what: str) -> None:
        """See Progress.step."""
        words = f"{subject}: {what}"
        if subject in self._tasks:
            self._bars.update(self._tasks[subject], description=words)
        else:
            self._tasks[subject] = self._bars.add_task(words, total=None)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Yield a progress that draws on a terminal's stderr, or one that nobody sees."""
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield Silence()
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        yield _Spinners(bars)
