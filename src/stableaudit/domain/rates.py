"""What one currency costs in another, as of which day, on whose word."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from stableaudit.domain.readings import Unavailable

_CODE: Final = re.compile(r"[A-Z]{3}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, order=True)
class CurrencyPair:
    """Two currencies by their ISO 4217 codes: how much of `quote` one unit of `base` costs."""

    base: str
    quote: str

    def __post_init__(self) -> None:
        for code in (self.base, self.quote):
            if _CODE.fullmatch(code) is None:
                message = f"{code!r} is not an ISO 4217 code"
                raise ValueError(message)

    def __str__(self) -> str:
        return f"{self.base}/{self.quote}"


DOLLAR_IN_SOM: Final = CurrencyPair("USD", "KGS")


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of one pair for the days from its effective date until the next one's."""

    pair: CurrencyPair
    value: Fraction
    """Units of `quote` for one unit of `base`, whatever nominal it was published for."""

    effective: date
    """The first day it applies to, on the calendar of whoever sets it."""

    valid_for_days: int = 1
    """How long its publisher says it is for; a daily file says nothing and means a day."""

    def __post_init__(self) -> None:
        if self.value <= 0:
            message = f"a rate is above zero, not {self.value}"
            raise ValueError(message)
        if self.valid_for_days < 1:
            message = f"a rate is for a day or more, not {self.valid_for_days}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class RateFile:
    """One published file: every currency in one other, all from one day."""

    name: str
    """What the file calls itself; escaped."""

    effective: date
    sha256: str
    """Of the bytes as received."""

    rates: tuple[Rate, ...]
    """In the file's order, never empty, no pair twice."""

    def rate(self, pair: CurrencyPair) -> Rate | None:
        """Return the rate of a pair, or None where the file has none."""
        return next((one for one in self.rates if one.pair == pair), None)


@dataclass(frozen=True, slots=True)
class RateReading:
    """A rate that a source gave. Whether it is of the right day is for a check to say."""

    rate: Rate
    operator: str
    """Who gave it."""

    source: str
    """Where: an endpoint's label without path or query, or a file's name without its folders."""

    sha256: str
    """Of the bytes as received."""

    fetched_at: int
    """Our clock when they came, seconds of UTC."""

    simulated: bool = False
    """True for a server that stands in for the real one."""

    def __post_init__(self) -> None:
        if _SHA256.fullmatch(self.sha256) is None:
            message = f"{self.sha256!r} is not a SHA-256 in hexadecimal"
            raise ValueError(message)


RateOrNot: TypeAlias = RateReading | Unavailable


@dataclass(frozen=True, slots=True)
class RateEvidence:
    """What was read of one pair's rate."""

    pair: CurrencyPair
    readings: tuple[RateOrNot, ...]
    """The official source's first, then the second's; one for each source, in that order."""
