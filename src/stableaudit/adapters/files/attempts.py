"""Trying every part of a file, so that its author hears of every problem at once."""

from collections.abc import Callable
from typing import TypeVar

from stableaudit.adapters.files.spot import Spot
from stableaudit.domain.errors import DeclarationError

T = TypeVar("T")
Instead = TypeVar("Instead")
Row = TypeVar("Row")


class Attempts:
    """Makes the values of one document and keeps the errors of those that cannot be made."""

    def __init__(self, root: Spot) -> None:
        """Begin without a problem."""
        self._root = root
        self.problems: list[DeclarationError] = []

    def one(self, make: Callable[[], T], instead: Instead) -> T | Instead:
        """Return what is made, or `instead` where it cannot be; the error is kept."""
        try:
            return make()
        except DeclarationError as error:
            self.problems.append(error)
            return instead

    def rows(
        self, name: str, tables: tuple[Row, ...], make: Callable[[Spot, Row], T]
    ) -> tuple[T, ...]:
        """Return what can be made of an array's tables, in order."""
        made: list[T] = []
        for index, table in enumerate(tables):
            try:
                made.append(make(self._root.inside(name, index), table))
            except DeclarationError as error:
                self.problems.append(error)
        return tuple(made)
