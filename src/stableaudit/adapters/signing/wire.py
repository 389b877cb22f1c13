"""Bytes of the SSH protocols: 32-bit big-endian lengths, and what they count. RFC 4251, section 5.

A reader hands out exactly what is there or raises; what nobody asked for at the end is an error.
"""

from typing import Final

_LENGTH: Final = 4


class MalformedError(ValueError):
    """The bytes are not what the format says."""


def string(content: bytes) -> bytes:
    """Return bytes behind their length."""
    return uint32(len(content)) + content


def uint32(number: int) -> bytes:
    """Return a number in four bytes."""
    return number.to_bytes(_LENGTH, "big")


class Reader:
    """Takes fields off the front of some bytes."""

    def __init__(self, content: bytes) -> None:
        """Begin at the first byte."""
        self._content = content
        self._at = 0

    def fixed(self, expected: bytes, name: str) -> None:
        """Pass over bytes that must be these. Raises MalformedError."""
        if self.take(len(expected), name) != expected:
            raise MalformedError(f"its {name} is not {expected!r}")

    def number(self, name: str) -> int:
        """Return four bytes as a number. Raises MalformedError."""
        return int.from_bytes(self.take(_LENGTH, name), "big")

    def string(self, name: str) -> bytes:
        """Return the bytes behind a length. Raises MalformedError."""
        return self.take(self.number(f"length of its {name}"), name)

    def take(self, count: int, name: str) -> bytes:
        """Return so many bytes. Raises MalformedError."""
        if count > len(self._content) - self._at:
            raise MalformedError(f"it ends within its {name}")
        taken = self._content[self._at : self._at + count]
        self._at += count
        return taken

    def rest(self) -> bytes:
        """Return what is left, which may be nothing."""
        return self.take(len(self._content) - self._at, "rest")

    def end(self) -> None:
        """Establish that nothing is left. Raises MalformedError."""
        if left := len(self._content) - self._at:
            raise MalformedError(f"{left} bytes follow its end")
