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

    def before(self, instant: int) -> KeptResult | None:
        """Return the last by time of those measured at or before an instant, or None.

        Of several at one time the one that was kept last.
        """
        earlier = [one for one in self.results if one.outcome.measurement_time <= instant]
        earlier.sort(key=_measured)
        return earlier[-1] if earlier else None


class ResultStore(Protocol):
    """Exact for any uint256 and any fraction; a result is kept whole or not at all."""

    def results(self) -> KeptResults:
        """Return every result; none where nothing was kept yet.

        Raises:
            StoreError: the file is damaged, another's, of a newer version, or cannot be read.
        """
        ...

    def append(self, result: KeptResult) -> None:
        """Keep a result after those that are kept.

        Raises:
            StoreError: as above; or it is of another token, in use, or the disk failed.
        """
        ...


def _measured(result: KeptResult) -> int:
    return result.outcome.measurement_time
