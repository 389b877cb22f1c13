"""What a person who waits is told."""

from typing import Protocol


class Progress(Protocol):
    """Receives what is being done, for a terminal; never part of the report."""

    def step(self, subject: str, what: str) -> None:
        """Say that `subject` (a chain) is now at `what`."""
        ...

    def advance(self, subject: str, *, done: int, total: int, logs: int) -> None:
        """Say that `subject` has read `done` of `total` blocks, with `logs` logs in them."""
        ...
