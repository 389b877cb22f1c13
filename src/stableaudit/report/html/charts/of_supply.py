"""The supply: by chain, and over time with the dates of the reserve statements."""

from itertools import chain

from matplotlib.axes import Axes

from stableaudit.domain.phrases import joined, say
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.supply_path import SupplyPath
from stableaudit.report.blocks import Item, Listing
from stableaudit.report.document import Document
from stableaudit.report.figures import instant_text, tokens_text
from stableaudit.report.html.charts.canvas import (
    Canvas,
    amount_axis,
    drawable,
    instant,
    label,
    legend,
    number,
    time_axis,
)
from stableaudit.report.html.charts.chart import Chart, newest, simulated_mark, words_of
from stableaudit.report.html.charts.svg import MARK, ONE, TWO
from stableaudit.report.pages.wording import marked

_BY_CHAIN, _OVER_TIME = "supply-by-chain", "supply-over-time"


def supply_by_chain(document: Document) -> Chart | None:
    """Return the total supply of each deployment; None where none was read."""
    symbol = document.token.symbol
    known = [
        (entry, entry.amount) for entry in document.supply.deployments if entry.amount is not None
    ]
    if not known:
        return None
    names = [marked(entry.chain_title, simulated=entry.simulated) for entry, _ in known]
    texts = [tokens_text(amount, symbol) for _, amount in known]
    kinds = ["native" if entry.registered.native else "bridged" for entry, _ in known]

    said = words_of(document)

    def paint(axes: Axes) -> None:
        places = range(len(known))
        colours = [ONE if entry.registered.native else TWO for entry, _ in known]
        widths = [number(amount.tokens) for _, amount in known]
        bars = axes.barh(places, widths, color=colours, height=0.5)
        axes.bar_label(bars, [label(text, most=30) for text in texts], padding=4, size=11)
        short = [label(entry.chain_title, most=14) for entry, _ in known]
        axes.set_yticks(places, [f"{a}\n{said(b)}" for a, b in zip(short, kinds, strict=True)])
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.set_xlim(0, (max(widths) or 1) * 1.6)  # room for the figures beside the bars
        amount_axis(axes, along="x")

    title = "Supply by chain"
    rows = tuple(zip(names, kinds, texts, strict=True))
    told = joined(
        "; ",
        (
            say("{name}, {kind}: {text}", name=name, kind=kind, text=text)
            for name, kind, text in rows
        ),
    )
    return Chart(
        _BY_CHAIN,
        title,
        say("Total supply at the reference blocks. {told}.", told=told),
        Canvas(_BY_CHAIN, said(title), 60 + 44 * len(known), mark=simulated_mark(document)).draw(
            paint
        ),
        Listing(
            ("Chain", "Kind", "Total supply"),
            (False, False, True),
            tuple(Item(row) for row in rows),
        ),
    )


def supply_over_time(document: Document) -> Chart | None:
    """Return the natively minted supply, block by block; None where it is not known."""
    path = document.series.supply
    if isinstance(path, Open) or not path.steps:
        return None
    measured, symbol = document.measurement_time, document.token.symbol
    steps = [step for step in path.steps if drawable(step.last.at, measured=measured)]
    as_of = [one for one in document.series.statements if drawable(one.as_of, measured=measured)]
    if not steps:
        return None

    said = words_of(document)

    def paint(axes: Axes) -> None:
        times = [step.last.at for step in steps]
        ends = [number(step.supply.tokens) for step in steps]
        axes.step(
            [instant(at) for at in (times[0], *times, max(measured, times[-1]))],
            [number(path.before.tokens), *ends, ends[-1]],
            where="post",
            color=ONE,
            label=said("natively minted"),
        )
        for index, one in enumerate(as_of):
            named = said("reserve statement as of") if index == 0 else None
            axes.axvline(instant(one.as_of), color=MARK, linestyle="--", linewidth=1.4, label=named)
        axes.set_ylim(bottom=0)
        time_axis(axes)
        amount_axis(axes, along="y")
        legend(axes, columns=2)

    title = "Supply over time"
    rows, note = newest(_rows(path, document))
    last = path.steps[-1]
    told = say(
        "Natively minted tokens of all chains together, after each block that "
        "minted or burned: {supply} since {at}.",
        supply=tokens_text(last.supply, symbol),
        at=instant_text(last.last.at),
    )
    dates = joined(", ", (instant_text(one.as_of)[:10] for one in as_of))
    return Chart(
        _OVER_TIME,
        title,
        joined(" ", (told, say("Reserve statements are as of {dates}.", dates=dates)))
        if dates
        else told,
        Canvas(_OVER_TIME, said(title), 280, mark=simulated_mark(document)).draw(paint),
        Listing(("Time", "What", "Amount", "Supply then"), (False, False, True, True), rows),
        note,
    )


def _rows(path: SupplyPath, document: Document) -> list[tuple[str, ...]]:
    symbol = document.token.symbol
    titles = document.flows.titles
    simulated = document.flows.simulated
    found: list[tuple[int, tuple[str, ...]]] = []
    for step in path.steps:
        where = step.last.asset.chain
        on = marked(titles[where], simulated=where in simulated)
        for what, amount in (("minted", step.minted), ("burned", step.burned)):
            if amount.base_units:
                row = (
                    instant_text(step.last.at),
                    say("{what} on {on}", what=what, on=on),
                    tokens_text(amount, symbol),
                    tokens_text(step.supply, symbol),
                )
                found.append((step.last.at, row))
    statements = (
        (
            one.as_of,
            (instant_text(one.as_of), say("reserve statement {id} as of", id=one.id), "", ""),
        )
        for one in document.series.statements
    )
    return [row for _, row in sorted(chain(found, statements), key=_time)]


def _time(row: tuple[int, tuple[str, ...]]) -> int:
    return row[0]
