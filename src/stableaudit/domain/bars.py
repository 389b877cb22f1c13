"""Bars of gold, one by one, as a custodian or an issuer lists them.

A weight carries its unit, and there are three of those: kilogram, gram and troy ounce. An ounce of
any other kind has no value here, so that none can be added to a troy one.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import MassUnit, Unknown

_YEARS: Final = range(1800, 2200)
_FINENESSES: Final = (100, 1000)
_SHA256_DIGITS: Final = 64


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight as it was written, never nothing. Weights of different units do not compare."""

    figure: Figure
    unit: MassUnit

    def __post_init__(self) -> None:
        if self.figure.value <= 0:
            message = "a bar that weighs nothing is no bar"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is stamped on it, what it weighs, where it lies.

    All its texts are somebody else's: a sentence shows them through `Untrusted`.
    """

    row: int
    """Line of the file, from 1; the header is line 1."""

    serial: str
    brand: str | Unknown
    """Code of the brand, as on the Good Delivery List."""

    refiner: str | Unknown
    """Name of the refiner. A bar has a brand, a refiner, or both."""

    year: int | Unknown
    gross: Weight
    fineness: Figure
    """Per mille."""

    fine: Weight
    """Pure gold as the list states it; what is traded on, not what we work out."""

    vault: str | Unknown
    box: str | Unknown
    seal: str | Unknown

    def __post_init__(self) -> None:
        if not self.serial:
            message = "a bar without a serial number cannot be told from another"
            raise ValueError(message)
        if isinstance(self.brand, Unknown) and isinstance(self.refiner, Unknown):
            message = "a bar needs a brand code or a refiner: serial numbers are the refiner's own"
            raise ValueError(message)  # noqa: TRY004 - what is missing is a value, not a type
        least, most = _FINENESSES
        if not least <= self.fineness.value <= most:
            message = (
                f"a fineness is per mille, {least} to {most}, not {self.fineness.text}: "
                "24 karat is 999.9"
            )
            raise ValueError(message)
        if isinstance(self.year, int) and self.year not in _YEARS:
            message = f"a bar's year is {_YEARS[0]} to {_YEARS[-1]}, not {self.year}"
            raise ValueError(message)

    @property
    def maker(self) -> str:
        """The brand code, or the refiner's name where there is none."""
        return str(self.refiner) if isinstance(self.brand, Unknown) else self.brand


@dataclass(frozen=True, slots=True)
class BarList:
    """The bars of one file, in its order; maybe none, which a rule finds."""

    name: str
    """As a message names it: the file's own name, no path of a machine."""

    sha256: str
    """Of the bytes as they were received, in lower-case hex."""

    bars: tuple[Bar, ...]
    mapped: tuple[tuple[str, str], ...]
    """Each column of the file that a person gave another meaning, and that meaning."""

    def __post_init__(self) -> None:
        if len(self.sha256) != _SHA256_DIGITS or set(self.sha256) - set("0123456789abcdef"):
            message = f"{self.sha256!r} is no SHA-256 in lower-case hex"
            raise ValueError(message)
        if any(one.row >= other.row for one, other in zip(self.bars, self.bars[1:], strict=False)):
            message = "bars stand in the order of their lines, one a line"
            raise ValueError(message)
