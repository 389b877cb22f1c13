"""Whom to ask, and who stands in. Asks in parallel; judges no answer."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from stableaudit.domain.errors import EvidenceError, InconsistentError
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.parallel import in_parallel

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gathered(Generic[T]):
    """What came of asking a panel."""

    heard: tuple[tuple[ChainReader, T | InconsistentError], ...]
    """One per operator, in the order of preference; a contradiction is an answer, too."""

    failures: tuple[tuple[ChainReader, EvidenceError], ...]
    """In the order of asking; a spare was asked for each as long as there were any."""


class Panel:
    """Readers in the order of preference. One that failed goes to the end for the next question."""

    def __init__(self, readers: tuple[ChainReader, ...]) -> None:
        """Take at least one reader; all of one chain."""
        if not readers or len({reader.chain for reader in readers}) != 1:
            message = "a panel is of one or more readers of one chain"
            raise ValueError(message)
        self._order = readers
        self._lock = threading.Lock()
        self.operators = tuple(dict.fromkeys(reader.operator for reader in readers))
        """Each once, in the order of preference."""

    def gather(self, work: Callable[[ChainReader], T], *, wanted: int) -> Gathered[T]:
        """Return what `work` gives for `wanted` readers of different operators.

        A reader whose work raises an EvidenceError is replaced by the next one, be it another URL
        of the same operator or another operator, until enough have answered or none is left. One
        that raises an InconsistentError has answered: to ask a spare instead would hide that
        somebody says otherwise.
        """
        with self._lock:
            order = self._order
        left = list(order)
        heard: list[tuple[ChainReader, T | InconsistentError]] = []
        failures: list[tuple[ChainReader, EvidenceError]] = []
        while team := _team(left, wanted - len(heard), {r.operator for r, _ in heard}):
            left = [reader for reader in left if reader not in team]
            for reader, outcome in zip(team, _in_parallel(work, team), strict=True):
                if isinstance(outcome, _Done):
                    heard.append((reader, outcome.value))
                elif isinstance(outcome.error, InconsistentError):
                    heard.append((reader, outcome.error))
                else:
                    failures.append((reader, outcome.error))
        heard.sort(key=lambda entry: order.index(entry[0]))
        failed = tuple(reader for reader, _ in failures)
        with self._lock:
            kept = tuple(reader for reader in self._order if reader not in failed)
            self._order = kept + tuple(reader for reader in self._order if reader in failed)
        return Gathered(tuple(heard), tuple(failures))


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _Failed:
    error: EvidenceError


def _team(left: list[ChainReader], size: int, taken: set[str]) -> tuple[ChainReader, ...]:
    """Return the next readers to ask, of operators that have not answered and differ."""
    chosen: dict[str, ChainReader] = {}
    for reader in left:
        if len(chosen) < size and reader.operator not in taken:
            chosen.setdefault(reader.operator, reader)
    return tuple(chosen.values())


def _in_parallel(
    work: Callable[[ChainReader], T], team: tuple[ChainReader, ...]
) -> tuple[_Done[T] | _Failed, ...]:
    def one(reader: ChainReader) -> _Done[T] | _Failed:
        try:
            return _Done(work(reader))
        except EvidenceError as error:
            return _Failed(error)

    return in_parallel(one, team)
