"""Trying every part of a file, so that its author hears of every problem at once."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from stableaudit.adapters.files.spot import Spot
from stableaudit.domain.errors import DeclarationError

T = TypeVar("T")
Instead = TypeVar("Instead")
Row = TypeVar("Row")


MOST_PROBLEMS: Final = 100
"""Nobody mends more at once, and a file can hold many thousands."""


class Attempts:
    """Makes the values of one document and keeps the errors of those that cannot be made."""

    def __init__(self, root: Spot) -> None:
        """Begin without a problem."""
        self._root = root
        self._problems: list[DeclarationError] = []

    @property
    def problems(self) -> tuple[DeclarationError, ...]:
        """The errors so far, in the order of the attempts."""
        return tuple(self._problems)

    def keep(self, problems: Iterable[DeclarationError]) -> None:
        """Keep more errors, as long as there is room."""
        for problem in problems:
            if len(self._problems) == MOST_PROBLEMS:
                return
            self._problems.append(problem)

    def one(self, make: Callable[[], T], instead: Instead) -> T | Instead:
        """Return what is made, or `instead` where it cannot be; the error is kept."""
        try:
            return make()
        except DeclarationError as error:
            self.keep((error,))
            return instead

    def rows(
        self, name: str, tables: tuple[Row, ...], make: Callable[[Spot, Row], T]
    ) -> tuple[T, ...]:
        """Return what can be made of an array's tables, in order."""
        made: list[T] = []
        for index, table in enumerate(tables):
            if len(self._problems) == MOST_PROBLEMS:
                break
            try:
                made.append(make(self._root.inside(name, index), table))
            except DeclarationError as error:
                self.keep((error,))
        return tuple(made)
