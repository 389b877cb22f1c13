"""The dollar view: the supply in som, and in dollars at the rate of the day, beside the books."""

from collections.abc import Iterator
from typing import assert_never

from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.rates import RateReading
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.dollar_view import DatedRate, DollarView
from stableaudit.report.blocks import Block, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import count_text, instant_against, price_text
from stableaudit.report.pages.wording import exactly, marked, money_row, not_known
from stableaudit.reserves.rate_dates import Standing

_INDENT = 2
_NO_MARKET = (
    "Beside the books, and outside them: nothing here decides. The rate is the National Bank's "
    "official one. It has hardly moved for months at a time, and an official rate that hardly "
    "moves is no market price: nobody says here what a dollar costs who has to buy it."
)


def rates(document: Document) -> Iterator[Block]:
    """Yield the dollar view of a token that owes another currency; nothing for any other."""
    for view in document.rates.views:
        yield Heading("Dollar view")
        yield Paragraph(_NO_MARKET)
        for entry in view.rates:
            yield from _rate(entry, document)
        yield Lead(say("Supply in {base}", base=view.pair.base))
        yield Rows(tuple(_supply(view)), _INDENT)


def _rate(entry: DatedRate | Unavailable, document: Document) -> Iterator[Block]:
    if isinstance(entry, Unavailable):
        yield Lead("A rate that was not read", Tone.DOUBT)
        yield Rows((not_known("rate", str(entry)),), _INDENT)
        return
    reading = entry.reading
    yield Lead(say("Rate: {by}", by=_by(reading)))
    measured = document.measurement_time
    tone = Tone.PLAIN if entry.standing is Standing.IN_FORCE else Tone.DOUBT
    yield Rows(
        (
            Row("rate", _price(reading)),
            Row("effective", _effective(entry), tone),
            Row("source", reading.source),
            Row("SHA-256", reading.sha256, Tone.QUIET),
            Row("received", instant_against(reading.fetched_at, measured), Tone.QUIET),
        ),
        _INDENT,
    )


def _effective(entry: DatedRate) -> str:
    day, age = entry.reading.rate.effective.isoformat(), entry.age_days
    match entry.standing:
        case Standing.IN_FORCE:
            return say("{day}, {ago}", day=day, ago=_ago(age))
        case Standing.FUTURE:
            return say(
                "{day}, {count_text} d after the day of the measurement: not used",
                day=day,
                count_text=count_text(-age),
            )
        case Standing.STALE:
            return say("{day}, {age} d before: stale, not used", day=day, age=count_text(age))
        case _ as never:
            assert_never(never)


def _ago(days: int) -> str:
    if days == 0:
        return "the day of the measurement"
    return say(
        "{days} d before the day of the measurement, in force until the next", days=count_text(days)
    )


def _supply(view: DollarView) -> Iterator[Row]:
    yield Row("day in Bishkek", view.on.isoformat())
    if isinstance(view.used, Open):
        yield not_known("rate that is used", view.used.missing)
    else:
        yield Row(
            "rate that is used", say("{price}, {by}", price=_price(view.used), by=_by(view.used))
        )
    yield money_row("owed at par", exactly(view.owed), view.pair.quote)
    yield money_row(say("in {base}", base=view.pair.base), exactly(view.worth), view.pair.base)


def _price(reading: RateReading) -> str:
    pair = reading.rate.pair
    return price_text(Interval.exactly(reading.rate.value), pair.quote, pair.base)


def _by(reading: RateReading) -> str:
    return marked(reading.operator, simulated=reading.simulated)
