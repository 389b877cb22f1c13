"""Coverage and the price of gold over time."""

from fractions import Fraction

from matplotlib.axes import Axes

from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import joined, say
from stableaudit.report.blocks import Listing
from stableaudit.report.document import Document
from stableaudit.report.figures import instant_text, price_text, quantity_text, ratio_text
from stableaudit.report.html.charts.canvas import (
    Canvas,
    drawable,
    instant,
    label,
    legend,
    number,
    price_axis,
    time_axis,
)
from stableaudit.report.html.charts.chart import Chart, newest, simulated_mark, words_of
from stableaudit.report.html.charts.svg import BAND, MARK, ONE, THREE, TWO
from stableaudit.report.pages.wording import marked
from stableaudit.reserves.flow_book import FlowBook

_LINES = (ONE, TWO, THREE)
_MARKED = 60
"""Points beyond this are drawn without a mark each: marks would hide one another, and weigh."""

_COVERAGE, _GOLD = "coverage-over-time", "gold-price"


def coverage_over_time(document: Document) -> Chart | None:
    """Return coverage at every time it is known of; None of fewer than two times."""
    known = sorted(_coverages(document), key=_time)
    required = document.reserve.required_coverage
    drawn = [
        (at, coverage)
        for at, _, coverage in known
        if drawable(at, measured=document.measurement_time)
    ]
    if len({at for at, _ in drawn}) < 2:  # noqa: PLR2004 - one time makes no chart of time
        return None

    said = words_of(document)

    def paint(axes: Axes) -> None:
        times = [instant(at) for at, _ in drawn]
        lows = [number(coverage.low) for _, coverage in drawn]
        highs = [number(coverage.high) for _, coverage in drawn]
        axes.vlines(times, lows, highs, color=ONE, linewidth=3, label=said("coverage, low to high"))
        for ends in (lows, highs) if len(drawn) <= _MARKED else ():
            axes.plot(times, ends, "_", color=ONE, markersize=9, markeredgewidth=2)
        axes.axhline(number(required), color=MARK, linestyle="--", label=said("required"))
        axes.margins(y=0.15)
        time_axis(axes)
        legend(axes, columns=2)

    at, what, now = known[-1]
    title = "Coverage over time"
    rows = [
        (instant_text(at), what, ratio_text(coverage, mark=required))
        for at, what, coverage in known
    ]
    items, note = newest(rows)
    told = say(
        "Coverage as an interval, against the required {required}. Last, {what}: {now} at {at}.",
        required=quantity_text(required),
        what=what,
        now=ratio_text(now, mark=required),
        at=instant_text(at),
    )
    picture = Canvas(_COVERAGE, said(title), 280, mark=simulated_mark(document)).draw(paint)
    table = Listing(("Time", "What", "Coverage"), (False, False, True), items)
    return Chart(_COVERAGE, title, told, picture, table, note)


def _coverages(document: Document) -> list[tuple[int, str, Interval]]:
    found: list[tuple[int, str, Interval]] = []
    if isinstance(document.flows.book, FlowBook):
        book = document.flows.book
        found += [
            (
                point.last.at,
                say("when tokens were minted, at {priced}", priced=book.priced),
                coverage,
            )
            for coverage, point in book.covered
        ]
    reserve = document.reserve.book
    if document.series.statements and isinstance(reserve.declared_coverage, Interval):
        as_of = document.series.statements[-1].as_of
        found.append((as_of, "by the statement's own price", reserve.declared_coverage))
    if isinstance(reserve.coverage, Interval):
        found.append((document.measurement_time, "at the measurement time", reserve.coverage))
    return found


def gold_price(document: Document) -> Chart | None:
    """Return what gold cost, with the price at which the reserve just covers the tokens."""
    measured, book = document.measurement_time, document.reserve.book
    paths = [
        (path, [(at, price) for at, price in path.points if drawable(at, measured=measured)])
        for path in document.series.gold
    ]
    drawn = [(path, points) for path, points in paths if len(points) > 1]
    if not drawn:
        return None
    as_of = [one for one in document.series.statements if drawable(one.as_of, measured=measured)]

    said = words_of(document)

    def paint(axes: Axes) -> None:
        for index, (path, points) in enumerate(drawn):
            axes.step(
                [instant(at) for at, _ in points],
                [number(price) for _, price in points],
                where="post",
                color=_LINES[index % len(_LINES)],
                # Between rounds that were not all read there is no price to draw a line at.
                linestyle="none" if path.sampled else "-",
                marker="o" if path.sampled else "." if len(points) <= _MARKED else "",
                markersize=4,
                label=label(path.source, most=26),
            )
        if isinstance(book.break_even, Interval):
            low, high = number(book.break_even.low), number(book.break_even.high)
            axes.axhspan(low, high, color=BAND, label=said("break-even"))
            axes.axhline(high, color=MARK, linewidth=1)
        for one in as_of:
            axes.axvline(instant(one.as_of), color=MARK, linestyle="--", linewidth=1.4)
        axes.margins(y=0.15)
        time_axis(axes)
        price_axis(axes)
        legend(axes, columns=2)

    title = "Price of gold against break-even"
    items, note = newest(_prices(document))
    told = say("What gold cost, in {currency} per fine troy ounce.", currency=book.currency)
    if isinstance(book.break_even, Interval):
        even = price_text(book.break_even, book.currency, "fine ozt")
        even_is = say("The reserve is worth what is owed at {even} (the band).", even=even)
        told = joined(" ", (told, even_is))
    if as_of:
        told = joined(" ", (told, "Dashed: the times that reserve statements speak of."))
    if any(path.sampled for path, _ in drawn):
        gaps = "Points without a line: not every round was read, and the price moved between them."
        told = joined(" ", (told, gaps))
    picture = Canvas(_GOLD, said(title), 290, mark=simulated_mark(document)).draw(paint)
    table = Listing(("Time", "Source", "Price"), (False, False, True), items)
    return Chart(_GOLD, title, told, picture, table, note)


def _prices(document: Document) -> list[tuple[str, ...]]:
    currency = document.reserve.book.currency
    found = [
        (at, marked(path.source, simulated=path.simulated), _price(price, currency))
        for path in document.series.gold
        for at, price in path.points
    ]
    return [(instant_text(at), source, price) for at, source, price in sorted(found)]


def _price(price: Fraction, currency: str) -> str:
    return price_text(Interval.exactly(price), currency, "fine ozt")


def _time(one: tuple[int, str, Interval]) -> int:
    return one[0]
