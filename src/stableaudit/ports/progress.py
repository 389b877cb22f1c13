"""What a person who waits is told."""

from typing import Protocol


class Progress(Protocol):
    """Receives what is being done, for a terminal; never part of the report.

    May be called from several threads at once.
    """

    def step(self, subject: str, what: str) -> None:
        """Say that `subject` (a chain) is now at `what`."""
        ...

    def advance(self, subject: str, *, done: int, total: int, logs: int) -> None:
        """Say how far `subject` has come with what the last step named.

        Args:
            subject: a chain, as in `step`.
            done: blocks that are fetched, out of `total`; what was there before counts for neither.
            total: blocks to fetch altogether.
            logs: logs that came with the blocks that are done.
        """
        ...
