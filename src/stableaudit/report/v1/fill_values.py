"""Values of the domain as values of the JSON report."""

from fractions import Fraction
from typing import TypeVar

from stableaudit.domain import blocks, declarations, readings
from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.intervals import Interval
from stableaudit.domain.questions import Round
from stableaudit.reconcile import books
from stableaudit.report.figures import bounds, calendar, plain_amount
from stableaudit.report.v1 import values
from stableaudit.reserves.mass import Unbounded

T = TypeVar("T")


def instant(seconds: int) -> values.Instant:
    """Return an instant, with its calendar form where there is one."""
    return values.Instant(seconds=str(seconds), utc=calendar(seconds))


def block(stamp: blocks.BlockStamp) -> values.Block:
    """Return a block."""
    return values.Block(
        chain=str(stamp.chain),
        number=str(stamp.number),
        hash=stamp.hash,
        time=instant(stamp.timestamp),
    )


def block_or_not(stamp: blocks.BlockStamp | readings.Unavailable) -> values.BlockOrNot:
    """Return a block, or why there is none."""
    return unavailable(stamp) if isinstance(stamp, readings.Unavailable) else block(stamp)


def amount(value: TokenAmount) -> values.Amount:
    """Return an exact token amount."""
    return values.Amount(
        base_units=str(value.base_units), decimals=value.decimals, tokens=plain_amount(value)
    )


def amount_or_open(value: TokenAmount | books.Open) -> values.AmountOrOpen:
    """Return a token amount, or what is missing for it."""
    return missing(value.missing) if isinstance(value, books.Open) else amount(value)


def amount_or_unread(value: TokenAmount | None, what: str) -> values.AmountOrOpen:
    """Return a token amount, or that it was not read."""
    return missing(f"{what} was not read") if value is None else amount(value)


def missing(what: str) -> values.Open:
    """Return an open figure."""
    return values.Open(missing=what)


def known(value: Interval, unit: str) -> values.Range:
    """Return an interval as decimals that contain it."""
    written = bounds(value)
    return values.Range(low=written.low, high=written.high, exact=written.exact, unit=unit)


def figure(value: Interval | Fraction | books.Open | Unbounded, unit: str) -> values.RangeOrOpen:
    """Return a figure of a book, or what is missing for it."""
    match value:
        case books.Open() | Unbounded():
            return missing(value.missing)
        case Fraction():
            return known(Interval.exactly(value), unit)
        case Interval():
            return known(value, unit)


def decimal(value: Fraction) -> str:
    """Return a policy's exact figure; its low bound should it not terminate."""
    return bounds(Interval.exactly(value)).low


def stated(
    value: Figure | str | int | bool | declarations.Unknown,  # noqa: FBT001 - the value itself
) -> values.StatedOrNot:
    """Return a declared value, or why it is unknown."""
    match value:
        case declarations.Unknown(why):
            return values.Undeclared(why=why)
        case Figure(text):
            return values.Stated(value=text)
        case bool():
            return values.Stated(value="yes" if value else "no")
        case str() | int():
            return values.Stated(value=str(value))


def provenance(value: declarations.Provenance) -> values.Provenance:
    """Return where a fact comes from."""
    return values.Provenance(source=value.source, as_of=value.as_of)


def unavailable(value: readings.Unavailable) -> values.Unavailable:
    """Return the reason for not having a value."""
    return values.Unavailable(
        kind=value.kind,
        asked=value.asked,
        whom=value.whom,
        at=value.at,
        came=value.came,
        hint=value.hint,
    )


def reading(value: readings.Reading[T] | readings.Unavailable) -> values.ReadingOrNot:
    """Return a reading of one value, or why there is none."""
    return unavailable(value) if isinstance(value, readings.Unavailable) else read(value)


def read(value: readings.Reading[T]) -> values.Reading:
    """Return a reading of one value."""
    return values.Reading(
        value=str(value.value),
        block=block(value.at),
        observed_block=block(value.observed_at),
        pin=value.pin.value,
        trust=_trust(value.trust),
        sources=_sources(value.sources),
    )


def price_round(value: readings.Reading[Round] | readings.Unavailable) -> values.RoundOrNot:
    """Return a feed's round, or why there is none."""
    if isinstance(value, readings.Unavailable):
        return unavailable(value)
    return values.Round(
        round_id=str(value.value.round_id),
        answer=str(value.value.answer),
        started_at=instant(value.value.started_at),
        updated_at=instant(value.value.updated_at),
        block=block(value.at),
        observed_block=block(value.observed_at),
        pin=value.pin.value,
        trust=_trust(value.trust),
        sources=_sources(value.sources),
    )


def _trust(value: readings.Trust) -> values.Trust:
    return values.Trust(level=value.level.value, agreeing=value.agreeing, asked=value.asked)


def _sources(found: tuple[readings.Source, ...]) -> tuple[values.Source, ...]:
    return tuple(
        values.Source(operator=one.operator, endpoint=one.endpoint, call=one.call) for one in found
    )
