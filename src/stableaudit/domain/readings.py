"""A figure with what it rests on, or the stated reason for not having one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Self, TypeVar

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.phrases import say

T_co = TypeVar("T_co", covariant=True)


class Pin(StrEnum):
    """How firmly a reading is tied to its chain's reference block, strongest first."""

    EXACT = "EXACT"
    """State at the reference block, asked by hash."""

    BRACKETED = "BRACKETED"
    """Read at a later final block; the token emitted nothing in between."""

    DERIVED = "DERIVED"
    """Read later and rolled back through the events in between."""

    UNPINNED = "UNPINNED"
    """Nothing ties the reading to the reference block."""


class TrustLevel(StrEnum):
    """On whose word a reading rests, strongest first."""

    PROVEN = "PROVEN"
    AGREED = "AGREED"
    SINGLE = "SINGLE"


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust level, and for agreement how many independent operators gave the same answer."""

    level: TrustLevel
    agreeing: int
    """Operators that gave this value."""

    asked: int
    """Operators that were asked for it."""

    def __post_init__(self) -> None:
        if not 1 <= self.agreeing <= self.asked:
            message = f"{self.agreeing} of {self.asked} operators cannot agree"
            raise ValueError(message)

    def __str__(self) -> str:
        if self.level is TrustLevel.AGREED:
            return f"{self.level} {self.agreeing}/{self.asked}"
        return str(self.level)


SINGLE = Trust(TrustLevel.SINGLE, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Who answered, and what exactly was asked."""

    operator: str
    endpoint: str
    """The endpoint's label, without path, key or user."""

    call: str
    """Method and arguments, as a person would repeat it."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """A value that a chain answered, with its source, pin and trust."""

    value: T_co
    at: BlockStamp
    """The reference block that the reading speaks of."""

    observed_at: BlockStamp
    """The block the node answered from; equal to `at` for an EXACT reading."""

    pin: Pin
    trust: Trust
    sources: tuple[Source, ...]
    """Who gave the value, never empty, one per operator."""

    def __post_init__(self) -> None:
        if not self.sources:
            message = "a reading without a source is a figure that nobody gave"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The stated reason for not having a reading."""

    kind: str
    """`EvidenceError.kind` of the cause, or `not-asked`."""

    asked: str
    whom: str
    at: str
    came: str
    hint: str

    @classmethod
    def because(cls, error: EvidenceError) -> Self:
        """Return the absence that an evidence error explains."""
        return cls(error.kind, error.asked, error.whom, error.at, error.came, error.hint)

    def __str__(self) -> str:
        place = say(" at {block}", block=self.at) if self.at else ""
        advice = say("; try: {hint}", hint=self.hint) if self.hint else ""
        return say(
            "asked {whom} for {asked}{place}: {came}{advice}",
            whom=self.whom,
            asked=self.asked,
            place=place,
            came=self.came,
            advice=advice,
        )


def not_asked(asked: str, *, whom: str, reason: str) -> Unavailable:
    """Return the absence of a reading that could not even be asked for."""
    return Unavailable("not-asked", asked, whom, "", reason, "")
