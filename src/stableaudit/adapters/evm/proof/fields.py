"""A JSON object of an answer, its fields read strictly. Errors name the field by its path."""

from typing import Final

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_int
from stableaudit.domain.untrusted import Untrusted

_SHOWN_NAMES: Final = 5


class Fields:
    """An object and where it stands in the answer."""

    def __init__(self, value: object, path: str) -> None:
        """Take an object; ProofError for any other value."""
        if not isinstance(value, dict):
            kind = "nothing (null)" if value is None else f"a {type(value).__name__}"
            raise ProofError(path, f"{kind} instead of an object")
        self._value = value
        self.path = path

    def has(self, name: str) -> bool:
        """Return whether the field is there and not null."""
        return self._value.get(name) is not None

    def place(self, name: str) -> str:
        """Return the path of a field."""
        return f"{self.path}.{name}"

    def number(self, name: str) -> int:
        """Return a QUANTITY of at most 256 bits."""
        try:
            return hex_to_int(self._value.get(name))
        except ValueError as error:
            raise ProofError(self.place(name), str(error)) from None

    def octets(self, name: str, length: int) -> bytes:
        """Return DATA of exactly that many bytes."""
        found = self.data(name, most=length)
        if len(found) != length:
            raise ProofError(self.place(name), f"{len(found)} bytes, not {length}")
        return found

    def data(self, name: str, *, most: int | None = None) -> bytes:
        """Return DATA of any length, or of at most that many bytes."""
        return octets_of(self._value.get(name), self.place(name), most=most)

    def items(self, name: str, *, most: int) -> list[object]:
        """Return an array of at most that many items, as they came."""
        return items_of(self._value.get(name), self.place(name), most=most)

    def inner(self, name: str) -> object:
        """Return a field as it came, None where it is not there."""
        value: object = self._value.get(name)
        return value

    def beside(self, known: frozenset[str]) -> str:
        """Return the names of fields that are not known, for a sentence; may be empty."""
        names = sorted(str(name) for name in self._value if name not in known)
        shown = ", ".join(f"'{Untrusted(name)}'" for name in names[:_SHOWN_NAMES])
        left = len(names) - _SHOWN_NAMES
        return f"{shown} and {left} more" if left > 0 else shown


def octets_of(value: object, path: str, *, most: int | None = None) -> bytes:
    """Return DATA, its length looked at before it is decoded."""
    if most is not None and isinstance(value, str) and len(value) > 2 * most + 2:
        raise ProofError(path, f"{len(value) // 2 - 1} bytes, more than {most}")
    try:
        return hex_to_bytes(value)
    except ValueError as error:
        raise ProofError(path, str(error)) from None


def items_of(value: object, path: str, *, most: int) -> list[object]:
    """Return an array of at most that many items."""
    if not isinstance(value, list):
        raise ProofError(path, "no array")
    if len(value) > most:
        raise ProofError(path, f"{len(value)} items, more than {most}")
    return value
