"""Token amounts in base units, and figures as people write them, with the precision they wrote."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Self

from stableaudit.domain.intervals import Interval

MAX_DECIMALS: Final = 36
"""More decimals than any token in use; a contract that answers more is not believed."""

_FIGURE: Final = re.compile(r"(0|[1-9][0-9]{0,29})(?:\.([0-9]{1,18}))?")


@dataclass(frozen=True, slots=True)
class TokenAmount:
    """An amount of one token in its smallest units. Amounts of different decimals do not add."""

    base_units: int
    """Signed: a residual is declared − observed."""

    decimals: int

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= MAX_DECIMALS:
            message = f"decimals are 0 to {MAX_DECIMALS}, not {self.decimals}"
            raise ValueError(message)

    @property
    def tokens(self) -> Fraction:
        """The amount in whole tokens, exact."""
        scale: int = 10**self.decimals
        return Fraction(self.base_units, scale)

    def __add__(self, other: "TokenAmount") -> "TokenAmount":
        self._require_same_unit(other)
        return TokenAmount(self.base_units + other.base_units, self.decimals)

    def __sub__(self, other: "TokenAmount") -> "TokenAmount":
        self._require_same_unit(other)
        return TokenAmount(self.base_units - other.base_units, self.decimals)

    def rescaled(self, decimals: int) -> "TokenAmount":
        """Return the same amount with more decimals; ValueError where digits would be lost."""
        if decimals < self.decimals:
            message = f"{self.decimals} decimals do not fit into {decimals}"
            raise ValueError(message)
        missing = decimals - self.decimals
        scale: int = 10**missing
        return TokenAmount(self.base_units * scale, decimals)

    def _require_same_unit(self, other: "TokenAmount") -> None:
        if self.decimals != other.decimals:
            message = f"amounts of {self.decimals} and {other.decimals} decimals do not add"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Figure:
    """A declared decimal figure: its value, and how precisely it was written."""

    text: str
    """As written: plain digits with an optional point. No sign, exponent or separator."""

    def __post_init__(self) -> None:
        if _FIGURE.fullmatch(self.text) is None:
            message = (
                f"{self.text!r} is not a plain decimal figure (digits, at most one point, no sign, "
                "exponent or separator, at most 30 digits before and 18 after the point)"
            )
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the figure that the text writes; ValueError for any other text."""
        return cls(text)

    @property
    def value(self) -> Fraction:
        """The written value, exact."""
        return Fraction(self.text)

    @property
    def interval(self) -> Interval:
        """Every value that rounds to what was written: half a last digit to either side."""
        _, _, written = self.text.partition(".")
        scale: int = 10 ** len(written)
        half = Fraction(1, 2 * scale)
        return Interval(max(self.value - half, Fraction(0)), self.value + half)
