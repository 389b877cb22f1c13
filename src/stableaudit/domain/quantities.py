"""Figures with their unit, as checks hand them to a report, which alone makes them text."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.declarations import MassUnit, WeightBasis
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.untrusted import Untrusted


@dataclass(frozen=True, slots=True)
class Money:
    """An exact or bounded amount of a currency."""

    range: Interval
    currency: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """A bare ratio, exact or bounded: coverage, divergence."""

    range: Interval


@dataclass(frozen=True, slots=True)
class FineGold:
    """A mass of pure gold in grams, exact or bounded."""

    grams: Interval


@dataclass(frozen=True, slots=True)
class BarWeight:
    """What bars weigh, or the gold in them, in the unit that their list is written in."""

    range: Interval
    unit: MassUnit
    basis: WeightBasis


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit costs: `currency` per `unit`."""

    range: Interval
    currency: str
    unit: str


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time, seconds of UTC."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """A token amount with its symbol."""

    amount: TokenAmount
    symbol: str


Quantity: TypeAlias = (
    Money
    | Ratio
    | FineGold
    | BarWeight
    | Price
    | Duration
    | Instant
    | Tokens
    | BlockStamp
    | AccountId
    | Fraction
    | int
    | Untrusted
    | str
)
