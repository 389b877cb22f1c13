"""What coverage would be after a shock: falls of what moves the reserve, and a rush to redeem.

Rules, in order:

1. Every line of the reserve has one driver. A shock of a kind moves all drivers of that kind by the
   same share of their value; a driver that is the tokens' own currency moves nothing.
2. Redemption at par pays out of the reserve and ends tokens: C' = (V − rL) / (L(1 − r)). Once the
   reserve is spent the tokens that are left have nothing behind them.
3. A scenario that moves nothing of this reserve is not among the outcomes.
4. Combined is the worst of each kind that is present, then the larger redemption.
5. Reverse: how far one driver alone may fall before coverage is below the threshold. The
   pessimistic end takes every figure at its low end, the optimistic one at its high end.

A tenth redeemed in a day is the trigger of the FDIC's and the NCUA's draft rules.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final, TypeAlias

from stableaudit.domain.intervals import Interval


class DriverKind(Enum):
    """What sort of thing moves a value."""

    GOLD = "gold"
    CURRENCY = "currency"
    """A currency other than the tokens' own."""

    COIN = "coin"


@dataclass(frozen=True, slots=True)
class StressLine:
    """Eligible value that one driver moves."""

    driver: str
    """XAU, a currency, a coin's symbol."""

    kind: DriverKind | None
    """None where the driver is the tokens' own currency, or anything else that cannot move."""

    eligible: Interval


@dataclass(frozen=True, slots=True)
class Scenario:
    """A shock: by which share each kind moves, and which share of the tokens is redeemed."""

    changes: tuple[tuple[DriverKind, Fraction], ...]
    redeemed: Fraction = Fraction(0)
    days: int = 0
    """In how many days they are redeemed; 0 where none are."""

    combined: bool = False

    def change(self, kind: DriverKind | None) -> Fraction:
        """Return by which share a kind of driver moves."""
        return next((share for one, share in self.changes if one is kind), Fraction(0))


def _percent(kind: DriverKind, *shares: int) -> tuple[Scenario, ...]:
    return tuple(Scenario(((kind, Fraction(share, 100)),)) for share in shares)


SHOCKS: Final = (
    *_percent(DriverKind.GOLD, -1, -5, -10, -15, -20, -30),
    *_percent(DriverKind.CURRENCY, 5, -5, 10, -10, 20, -20),
    *_percent(DriverKind.COIN, -30, -50, -70),
)
"""Each moves one kind of driver."""

REDEMPTIONS: Final = (
    Scenario((), Fraction(10, 100), 1),
    Scenario((), Fraction(30, 100), 7),
)
"""A tenth in a day, three tenths in a week: the larger stands last."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left after a scenario."""

    scenario: Scenario
    coverage: Interval
    surplus: Interval


class Beyond(Enum):
    """A limit that no share from 0 to 1 expresses."""

    ALREADY = "already"
    """It is passed before anything moves."""

    NEVER = "never"
    """All of it would not pass it."""


Limit: TypeAlias = Fraction | Beyond


@dataclass(frozen=True, slots=True)
class Reach:
    """The share at which a limit is met, by the worst and by the best reading of the figures.

    At the share itself the limit still holds; beyond it, it does not.
    """

    pessimistic: Limit
    optimistic: Limit


@dataclass(frozen=True, slots=True)
class ReverseLine:
    """How far one driver alone may fall."""

    driver: str
    kind: DriverKind
    fall: Reach


@dataclass(frozen=True, slots=True)
class StressBook:
    """Every outcome that applies to this reserve, and the shocks that would just break it."""

    outcomes: tuple[Outcome, ...]
    reverse: tuple[ReverseLine, ...]
    """By driver, in the reserve's order."""

    spent: Reach
    """Share of the tokens that can be redeemed at par until the reserve is spent."""

    unmoved: tuple[str, ...]
    """Drivers of this reserve that no scenario moves."""


def stress(
    lines: tuple[StressLine, ...], liability: Fraction, *, threshold: Fraction
) -> StressBook:
    """Return the outcomes of every scenario that applies, in the order of the scenarios.

    Args:
        lines: the reserve, by line.
        liability: of all natively minted tokens at par, above 0.
        threshold: coverage that must not be fallen below.
    """
    present = {line.kind for line in lines}
    shocks = tuple(one for one in SHOCKS if one.changes[0][0] in present)
    scenarios = (*shocks, *REDEMPTIONS, *_combined(lines, shocks))
    drivers: dict[str, DriverKind | None] = {line.driver: line.kind for line in lines}
    return StressBook(
        tuple(_outcome(lines, liability, one) for one in scenarios),
        tuple(
            ReverseLine(driver, kind, _fall(lines, driver, threshold * liability))
            for driver, kind in drivers.items()
            if kind is not None
        ),
        _spent(_value(lines, Scenario(())), liability),
        tuple(driver for driver, kind in drivers.items() if kind is None),
    )


def after_redemption(value: Interval, liability: Fraction, redeemed: Fraction) -> Interval:
    """Return coverage after a share of all tokens, below 1, was redeemed at par while it lasted.

    A reserve of less than nothing pays nobody and stays what it is.
    """
    return Interval(_left(value.low, liability, redeemed), _left(value.high, liability, redeemed))


def _left(value: Fraction, liability: Fraction, redeemed: Fraction) -> Fraction:
    paid = min(redeemed * liability, max(value, Fraction(0)))
    return (value - paid) / (liability - paid)


def _outcome(lines: tuple[StressLine, ...], liability: Fraction, scenario: Scenario) -> Outcome:
    value = _value(lines, scenario)
    # At par both sides lose the same, so that what is missing or left over stays what it is.
    surplus = value - Interval.exactly(liability)
    return Outcome(scenario, after_redemption(value, liability, scenario.redeemed), surplus)


def _value(lines: tuple[StressLine, ...], scenario: Scenario) -> Interval:
    total = Interval.exactly(0)
    for line in lines:
        total = total + line.eligible * Interval.exactly(1 + scenario.change(line.kind))
    return total


def _combined(lines: tuple[StressLine, ...], shocks: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    """Return the worst of each kind together with the larger redemption; none without a shock."""
    if not shocks:
        return ()
    worst: dict[DriverKind, Scenario] = {}
    for one in shocks:
        ((kind, _),) = one.changes
        if kind not in worst or _value(lines, one).low < _value(lines, worst[kind]).low:
            worst[kind] = one
    rush = REDEMPTIONS[-1]
    changes = tuple(one.changes[0] for one in worst.values())
    return (Scenario(changes, rush.redeemed, rush.days, combined=True),)


def _fall(lines: tuple[StressLine, ...], driver: str, needed: Fraction) -> Reach:
    exposed, others = Interval.exactly(0), Interval.exactly(0)
    for line in lines:
        if line.driver == driver:
            exposed = exposed + line.eligible
        else:
            others = others + line.eligible
    return Reach(
        _fall_of(exposed.low, others.low, needed), _fall_of(exposed.high, others.high, needed)
    )


def _fall_of(exposed: Fraction, others: Fraction, needed: Fraction) -> Limit:
    if exposed + others < needed:
        return Beyond.ALREADY
    if others >= needed or exposed <= 0:
        return Beyond.NEVER
    return (exposed + others - needed) / exposed


def _spent(value: Interval, liability: Fraction) -> Reach:
    return Reach(_spent_at(value.low, liability), _spent_at(value.high, liability))


def _spent_at(value: Fraction, liability: Fraction) -> Limit:
    if value <= 0:
        return Beyond.ALREADY
    return Beyond.NEVER if value >= liability else value / liability
