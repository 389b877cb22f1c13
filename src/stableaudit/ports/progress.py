"""What a person who waits is told."""

from typing import Protocol


class Progress(Protocol):
    """Receives what is being done, for a terminal; never part of the report."""

    def step(self, subject: str, what: str) -> None:
        """Say that `subject` (a chain) is now at `what`."""
        ...
