"""A list of gold bars."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BarList:
    """Bars as a file lists them."""

    name: str
    sha256: str
