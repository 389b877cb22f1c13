"""A node's JSON objects, read field by field: a missing or wrong field is an UndecodableError.

A node leaves out what has its protobuf default (0, "", an empty list); so it reads as that here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.domain.errors import UndecodableError

_INT64_LIMIT: Final = 1 << 63


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object of an answer, and where in the answer it stands."""

    inquiry: Inquiry
    place: str
    values: Mapping[str, object]

    @classmethod
    def of(cls, value: object, inquiry: Inquiry, *, place: str = "the answer") -> Self:
        """Return the object that a value is; UndecodableError if it is none."""
        if not isinstance(value, dict):
            raise inquiry.undecodable(f"{place} is no object")
        return cls(inquiry, place, value)

    def inner(self, key: str) -> "Fields":
        """Return the object at a key."""
        return Fields.of(self.values.get(key), self.inquiry, place=self._at(key))

    def listed(self, key: str) -> tuple["Fields", ...]:
        """Return the objects of the list at a key, in order; empty where the key is missing."""
        return objects(self.values.get(key, []), self.inquiry, place=self._at(key))

    def number(self, key: str) -> int:
        """Return the integer from 0 to 2^63 − 1 at a key; 0 where the key is missing."""
        value = self.values.get(key, 0)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _INT64_LIMIT:
            return value
        raise self._wrong(key, "no integer of 63 bits")

    def text(self, key: str) -> str:
        """Return the text at a key; "" where the key is missing."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return value
        raise self._wrong(key, "no text")

    def octets(self, key: str, *, length: int | None = None) -> bytes:
        """Return the bytes whose hex stands at a key, of `length` if given; b"" where missing."""
        return octets(self.text(key), self.inquiry, place=self._at(key), length=length)

    def _at(self, key: str) -> str:
        return f"{self.place}, {key}"

    def _wrong(self, key: str, why: str) -> UndecodableError:
        return self.inquiry.undecodable(f"{self._at(key)}: {why}")


def objects(value: object, inquiry: Inquiry, *, place: str) -> tuple[Fields, ...]:
    """Return the objects of a list in order, perhaps none; UndecodableError if it is none such."""
    if not isinstance(value, list):
        raise inquiry.undecodable(f"{place} is no list")
    return tuple(
        Fields.of(each, inquiry, place=f"{place}[{index}]") for index, each in enumerate(value)
    )


def octets(text: str, inquiry: Inquiry, *, place: str, length: int | None = None) -> bytes:
    """Return the bytes that bare hex digits write; UndecodableError for another text or length."""
    try:
        # Not bytes.fromhex alone: it skips spaces.
        found = bytes.fromhex(text) if text.isalnum() or not text else None
    except ValueError:
        found = None
    if found is None or (length is not None and len(found) != length):
        size = "" if length is None else f" of {length} bytes"
        raise inquiry.undecodable(f"{place}: not the hex{size}")
    return found
