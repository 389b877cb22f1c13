"""Closed intervals of exact fractions: what a declared, rounded figure really says."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self


class Comparison(StrEnum):
    """Whether a whole interval lies on one side of a threshold."""

    AT_LEAST = "at least"
    BELOW = "below"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.low > self.high:
            message = f"an interval cannot start at {self.low} and end at {self.high}"
            raise ValueError(message)

    @classmethod
    def exactly(cls, value: Fraction | int) -> Self:
        """Return the interval that holds one value."""
        return cls(Fraction(value), Fraction(value))

    @property
    def width(self) -> Fraction:
        """High minus low; 0 for an exact value."""
        return self.high - self.low

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Interval") -> "Interval":
        corners = (
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        )
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: "Interval") -> "Interval":
        if other.low <= 0 <= other.high:
            message = "division by an interval that contains zero"
            raise ZeroDivisionError(message)
        return self * Interval(1 / other.high, 1 / other.low)

    def compare(self, threshold: Fraction) -> Comparison:
        """Return on which side of `threshold` the whole interval lies."""
        if self.low >= threshold:
            return Comparison.AT_LEAST
        if self.high < threshold:
            return Comparison.BELOW
        return Comparison.UNDECIDED
