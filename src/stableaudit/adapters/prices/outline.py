"""A small XML text as elements, refused at the first tag that goes too deep or is one too many.

A target of the standard library's parser: nothing is built for what is refused, so that neither
depth nor number of tags costs more than reading the text up to there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stableaudit.adapters.prices.errors import RateFileError

DEPTH: Final = 3
"""Root, currency, and its parts."""

MOST_ELEMENTS: Final = 4_000
"""Far more than there are currencies with all their parts."""


@dataclass(slots=True)
class Element:
    """One element while it is read, and after."""

    tag: str
    attributes: Mapping[str, str]
    pieces: list[str] = field(default_factory=list)
    """Of its text, as the parser gives them: one a line, which to add up at once would cost."""

    children: list["Element"] = field(default_factory=list)

    def only(self, tag: str) -> str | None:
        """Return the text of the one child of that tag, without white space around it.

        None where there is none. Raises RateFileError where there are several.
        """
        pieces = [child.pieces for child in self.children if child.tag == tag]
        found = ["".join(each).strip(" \t\r\n") for each in pieces]
        if len(found) > 1:
            raise RateFileError(f"it has {tag} twice in one {self.tag}")
        return found[0] if found else None


class Outline:
    """Receives what a parser meets."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._open: list[Element] = []
        self._roots: list[Element] = []
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._count += 1
        if len(self._open) == DEPTH:
            raise RateFileError(f"it nests deeper than {DEPTH} elements")
        if self._count > MOST_ELEMENTS:
            raise RateFileError(f"it has more than {MOST_ELEMENTS} elements")
        element = Element(tag, dict(attributes))
        (self._open[-1].children if self._open else self._roots).append(element)
        self._open.append(element)

    def end(self, _tag: str) -> None:
        """End the element that was begun last; the parser has seen that it is that one."""
        self._open.pop()

    def data(self, text: str) -> None:
        """Take a piece of the text of the element that is open."""
        self._open[-1].pieces.append(text)

    def close(self) -> Element:
        """Return the root; the parser has seen that there is exactly one."""
        return self._roots[0]
