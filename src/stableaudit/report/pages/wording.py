"""How pages say what is not known, what a reading rests on, and where a fact comes from."""

from fractions import Fraction
from typing import TypeVar

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Row, Tone
from stableaudit.report.figures import (
    block_text,
    count_text,
    fine_gold_text,
    instant_text,
    money_text,
    price_text,
    ratio_text,
    tokens_text,
)
from stableaudit.reserves.mass import Unbounded

T = TypeVar("T")

SIMULATED = "SIMULATED NETWORK"
"""Stands beside every figure's chain that is a devnet, and at the top and bottom of the report."""


def not_known(label: str, why: str) -> Row:
    """Return the row of a figure that there is none of, and why."""
    return Row(label, say("not known: {why}", why=why), Tone.DOUBT)


def money_row(label: str, value: Interval | Open, currency: str) -> Row:
    """Return the row of an amount of money."""
    if isinstance(value, Open):
        return not_known(label, value.missing)
    return Row(label, money_text(value, currency))


def price_row(label: str, value: Interval | Open, currency: str) -> Row:
    """Return the row of a price of gold."""
    if isinstance(value, Open):
        return not_known(label, value.missing)
    return Row(label, price_text(value, currency, "fine ozt"))


def mass_row(label: str, grams: Interval | Open | Unbounded) -> Row:
    """Return the row of a mass of pure gold."""
    if isinstance(grams, Open | Unbounded):
        return not_known(label, grams.missing)
    return Row(label, fine_gold_text(grams))


def tokens_row(label: str, amount: TokenAmount | Open, symbol: str) -> Row:
    """Return the row of a token amount."""
    if isinstance(amount, Open):
        return not_known(label, amount.missing)
    return Row(label, tokens_text(amount, symbol))


def coverage_row(label: str, value: Interval | Open, *, required: Fraction) -> Row:
    """Return the row of a coverage, which never reads as the required one where it is below."""
    if isinstance(value, Open):
        return not_known(label, value.missing)
    return Row(label, ratio_text(value, mark=required))


def exactly(value: Fraction | Open) -> Interval | Open:
    """Return a figure as the interval that holds it alone."""
    return value if isinstance(value, Open) else Interval.exactly(value)


def stated(value: T | Unknown) -> str:
    """Return a declared value, or that the declaration leaves it open, and why."""
    return say("unknown ({why})", why=value.why) if isinstance(value, Unknown) else str(value)


def marked(title: str, *, simulated: bool) -> str:
    """Return a chain's title; a simulated chain's never without saying so."""
    return say("{title} ({simulated})", title=title, simulated=SIMULATED) if simulated else title


def operators(reading: Reading[T]) -> str:
    """Return who gave a reading."""
    return joined(", ", (source.operator for source in reading.sources))


def trust_words(reading: Reading[T]) -> str:
    """Return on whose word a reading rests."""
    return say("{trust} ({operators})", trust=reading.trust, operators=operators(reading))


def basis_rows(reading: Reading[T]) -> tuple[Row, ...]:
    """Return what a reading rests on: block, pin, trust."""
    pin = str(reading.pin)
    if reading.observed_at != reading.at:
        pin = say(
            "{pin}, read at {observed_at}", pin=pin, observed_at=block_text(reading.observed_at)
        )
    return (
        Row("reference block", block_text(reading.at)),
        Row("pin", pin),
        Row("trust", trust_words(reading)),
    )


def source_rows(what: str, reading: Reading[T] | Unavailable) -> tuple[Row, ...]:
    """Return in full what was asked of whom for a reading, and which block answered."""
    if isinstance(reading, Unavailable):
        return (not_known(what, str(reading)),)
    asked = tuple(
        Row(
            say("{what}: asked", what=what),
            say(
                "{call} of {operator}, {endpoint}",
                call=source.call,
                operator=source.operator,
                endpoint=source.endpoint,
            ),
            Tone.QUIET,
        )
        for source in reading.sources
    )
    at = reading.observed_at
    block = say(
        "{number} {hash} of {timestamp}, {pin}",
        number=count_text(at.number),
        hash=at.hash,
        timestamp=instant_text(at.timestamp),
        pin=reading.pin,
    )
    return (*asked, Row(say("{what}: block", what=what), block, Tone.QUIET))


def provenance_row(provenance: Provenance, label: str = "source") -> Row:
    """Return where a fact comes from and when that source was read."""
    return Row(
        label,
        say("{source} (read {as_of})", source=provenance.source, as_of=provenance.as_of),
        Tone.QUIET,
    )
