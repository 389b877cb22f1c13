"""Keeping what checks came to: one store for each token on one network."""

from dataclasses import dataclass
from typing import Protocol

from stableaudit.reconcile.outcome import KeptResult


@dataclass(frozen=True, slots=True)
class KeptResults:
    """Every result that is kept of a token, in the order in which they were kept."""

    results: tuple[KeptResult, ...]
    torn: bool = False
    """Whether a last one was begun and never finished: the process that wrote it was killed."""


class ResultStore(Protocol):
    """Exact for any uint256 and any fraction; a result is kept whole or not at all."""

    def results(self) -> KeptResults:
        """Return every result; none where nothing was kept yet.

        Raises:
            StoreError: the file is damaged, another's, of a newer version, or cannot be read.
        """
        ...

    def before(self, instant: int) -> KeptResult | None:
        """Return the last by time of the results measured at or before an instant, or None.

        Of several measured at one time the one that was kept last. Raises as `results` does.
        """
        ...

    def append(self, result: KeptResult) -> None:
        """Keep a result after those that are kept.

        Raises:
            StoreError: as above; or it is of another token, in use, or the disk failed.
        """
        ...
