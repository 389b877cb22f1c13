"""Each of several things once, in the order of their first place."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def distinct(things: Iterable[T]) -> tuple[T, ...]:
    """Return each thing once."""
    found: list[T] = []
    known: set[T] = set()
    for thing in things:
        if thing not in known:
            known.add(thing)
            found.append(thing)
    return tuple(found)
