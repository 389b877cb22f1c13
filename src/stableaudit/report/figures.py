"""The one place where a figure becomes text: for people, and exactly for machines.

For people, digits are grouped by commas, a minus is `−` and a range is `low – high`.

- Token amounts are exact: every digit up to the last that is not zero.
- An exact value is written in whole if eight decimals suffice, with at least the usual number of
  decimals (money 2, ratio 4, grams 2, ounces 3).
- Any other value, and every interval, is written as a range whose low end is rounded down and whose
  high end is rounded up, so that the range contains the true one. A high end below a boundary that
  matters (coverage 1 and the required one, surplus 0) gets as many decimals as it takes to stay
  below it.
- Durations are exact: one second over a limit shows.

Machines get plain decimals (`-`, `.`, digits); bounds have at most 18 decimals, rounded outwards.
Integers and fractions throughout. `domain.instants` owns the form of an instant.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import format_instant
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.quantities import (
    BarWeight,
    Duration,
    FineGold,
    Instant,
    Money,
    Price,
    Quantity,
    Ratio,
    Tokens,
)
from stableaudit.domain.untrusted import Untrusted
from stableaudit.report.accounts import spell
from stableaudit.report.decimals import ceiling, fits, floor, grouped, plain, scale, without_zeros
from stableaudit.reserves.mass import troy_ounces

MONEY_DECIMALS: Final = 2
RATIO_DECIMALS: Final = 4
GRAM_DECIMALS: Final = 2
OUNCE_DECIMALS: Final = 3

_ONE: Final = Fraction(1)
_NOTHING: Final = Fraction(0)
_WHOLE_DECIMALS: Final = 8
_MACHINE_DECIMALS: Final = 18
_UNITS: Final = (
    (86_400, "{count:,} d"),
    (3_600, "{count:,} h"),
    (60, "{count:,} min"),
    (1, "{count:,} s"),
)


def quantity_text(value: Quantity, *, mark: Fraction = _ONE) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a member of Quantity
    """Return a finding's figure for people, with its unit; for `mark` see ratio_text."""
    match value:
        case Money():
            return money_text(value.range, value.currency)
        case Ratio():
            return ratio_text(value.range, mark=mark)
        case FineGold():
            return fine_gold_text(value.grams)
        case BarWeight(weight, unit, basis):
            return f"{_range(weight, OUNCE_DECIMALS)} {unit} {basis}"
        case Price():
            return price_text(value.range, value.currency, value.unit)
        case Duration():
            return duration_text(value.seconds)
        case Instant():
            return instant_text(value.seconds)
        case Tokens():
            return tokens_text(value.amount, value.symbol)
        case BlockStamp():
            return block_text(value)
        case AccountId():
            return spell(value)
        case Fraction():
            return ratio_text(Interval.exactly(value), mark=mark)
        case int():
            return count_text(value)
        case Untrusted() | str():
            return str(value)


def count_text(value: int) -> str:
    """Return an integer, grouped."""
    return f"{value:,}".replace("-", "−")


def figure_text(figure: Figure) -> str:
    """Return a declared figure as precisely as it was written, grouped."""
    whole, point, fraction = figure.text.partition(".")
    return f"{int(whole):,}{point}{fraction}"


def tokens_text(amount: TokenAmount, symbol: str) -> str:
    """Return an exact token amount with its symbol."""
    return f"{aligned_amounts((amount,))[0]} {symbol}"


def aligned_amounts(amounts: tuple[TokenAmount, ...]) -> tuple[str, ...]:
    """Return amounts, all with as many decimals as the one that needs most; for one column."""
    places = max((_needed_decimals(amount) for amount in amounts), default=0)
    return tuple(grouped(floor(amount.tokens, places), places) for amount in amounts)


def money_text(value: Interval, currency: str) -> str:
    """Return an amount of a currency; a loss however small is not shown as 0.00."""
    return f"{_range(value, MONEY_DECIMALS, _NOTHING)} {currency}"


def price_text(value: Interval, currency: str, unit: str) -> str:
    """Return a price per unit."""
    return say(
        "{range} {currency} per {unit}",
        range=_range(value, MONEY_DECIMALS),
        currency=currency,
        unit=unit,
    )


def ratio_text(value: Interval, *, mark: Fraction = _ONE) -> str:
    """Return a bare ratio; one below 1 or `mark`, however little, is not shown as that.

    Args:
        value: the ratio.
        mark: the boundary that decides about it, such as the required coverage.
    """
    return _range(value, RATIO_DECIMALS, _ONE, mark)


def fine_gold_text(grams: Interval) -> str:
    """Return a mass of pure gold in grams and, beside it, in fine troy ounces."""
    ounces = _range(troy_ounces(grams), OUNCE_DECIMALS)
    return say(
        "{range} g fine ({ounces} fine ozt)", range=_range(grams, GRAM_DECIMALS), ounces=ounces
    )


def ounces_text(value: Interval) -> str:
    """Return a mass of pure gold that is given in fine troy ounces."""
    return say("{range} fine ozt", range=_range(value, OUNCE_DECIMALS))


def duration_text(seconds: int) -> str:
    """Return a length of time, exact: `358 d 4 h`."""
    rest = abs(seconds)
    words: list[str] = []
    for size, unit in _UNITS:
        whole, rest = divmod(rest, size)
        if whole:
            words.append(say(unit, count=whole))
    length = joined(" ", words) or say(_UNITS[-1][1], count=0)
    return say("−{length}", length=length) if seconds < 0 else length


def instant_text(seconds: int) -> str:
    """Return an instant in RFC 3339, or as seconds where no calendar holds it."""
    return calendar(seconds) or say(
        "{seconds} s since 1970, which no calendar holds", seconds=count_text(seconds)
    )


def calendar(seconds: int) -> str | None:
    """Return an instant in RFC 3339, or None: a hostile contract may answer any number."""
    try:
        return format_instant(seconds)
    except OverflowError:
        return None


def instant_against(seconds: int, reference: int) -> str:
    """Return an instant and how far before or after another one it lies."""
    apart = seconds - reference
    if apart == 0:
        return say("{seconds} (the same second)", seconds=instant_text(seconds))
    instant, length = instant_text(seconds), duration_text(abs(apart))
    if apart > 0:
        return say("{instant} ({length} after)", instant=instant, length=length)
    return say("{instant} ({length} before)", instant=instant, length=length)


def block_text(stamp: BlockStamp) -> str:
    """Return a block by number, the beginning of its hash, and time."""
    name = say(
        "block {number} {short_hash}", number=count_text(stamp.number), short_hash=stamp.short_hash
    )
    return say("{name} of {timestamp}", name=name, timestamp=instant_text(stamp.timestamp))


def plain_amount(amount: TokenAmount) -> str:
    """Return a token amount for machines: exact, with all its decimals, zeros included."""
    return plain(amount.base_units, amount.decimals)


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval for machines, as plain decimals that contain it."""

    low: str
    high: str
    exact: bool
    """Whether both ends are written in whole."""


def bounds(value: Interval) -> Bounds:
    """Return an interval for machines: trailing zeros dropped, rounded outwards at 18 decimals."""
    exact = fits(value.low, _MACHINE_DECIMALS) and fits(value.high, _MACHINE_DECIMALS)
    low = plain(floor(value.low, _MACHINE_DECIMALS), _MACHINE_DECIMALS)
    high = plain(ceiling(value.high, _MACHINE_DECIMALS), _MACHINE_DECIMALS)
    return Bounds(without_zeros(low), without_zeros(high), exact)


def _range(value: Interval, places: int, *marks: Fraction) -> str:
    if value.low == value.high and fits(value.low, _WHOLE_DECIMALS):
        places = next(n for n in range(places, _WHOLE_DECIMALS + 1) if fits(value.low, n))
        return grouped(floor(value.low, places), places)
    low = grouped(floor(value.low, places), places)
    return f"{low} – {_high_end(value.high, places, marks)}"


def _high_end(value: Fraction, places: int, marks: tuple[Fraction, ...]) -> str:
    above = tuple(mark for mark in marks if value < mark)
    if above:
        # what stays below the nearest stays below all
        while places < _MACHINE_DECIMALS and ceiling(value, places) >= min(above) * scale(places):
            places += 1
    return grouped(ceiling(value, places), places)


def _needed_decimals(amount: TokenAmount) -> int:
    return len(without_zeros(plain_amount(amount)).partition(".")[2])
