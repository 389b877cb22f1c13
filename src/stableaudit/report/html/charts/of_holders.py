"""How much of a token few hold."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from stableaudit.domain.phrases import joined, say
from stableaudit.ledger.distribution import Concentration
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Item, Listing
from stableaudit.report.document import Document
from stableaudit.report.figures import count_text
from stableaudit.report.html.charts.canvas import Canvas, label, legend, number
from stableaudit.report.html.charts.chart import Chart, simulated_mark, words_of
from stableaudit.report.html.charts.svg import ONE, THREE, TWO
from stableaudit.report.ledger_words import share_text
from stableaudit.report.pages.wording import marked

_COLOURS = (ONE, TWO, THREE)
_KEY = "holder-concentration"


def concentration(document: Document) -> Chart | None:
    """Return the share of the largest holders on each chain; None where none is known."""
    known = [
        (entry, entry.book.distribution.holders, entry.book.distribution.concentration)
        for entry in document.ledgers
        if not isinstance(entry.book.distribution, Open)
        and entry.book.distribution.concentration is not None
    ]
    if not known:
        return None
    tops = [number_of for number_of, _ in known[0][2].top]

    said = words_of(document)

    def paint(axes: Axes) -> None:
        thick = 0.8 / len(tops)
        for index, top in enumerate(tops):
            shares = [number(of.top[index][1] * 100) for _, _, of in known]
            places = [place + index * thick for place in range(len(known))]
            colour = _COLOURS[index % len(_COLOURS)]
            bars = axes.barh(
                places,
                shares,
                height=thick * 0.85,
                color=colour,
                label=said(say("largest {top}", top=top)),
            )
            texts = [share_text(of.top[index][1]) for _, _, of in known]
            axes.bar_label(bars, texts, padding=4, size=10)
        middle = [place + thick * (len(tops) - 1) / 2 for place in range(len(known))]
        axes.set_yticks(middle, [label(entry.chain_title, most=14) for entry, _, _ in known])
        axes.invert_yaxis()
        axes.set_xlim(0, 124)  # room for the figures beside the bars
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel(said("% of what all holders have"))
        axes.grid(visible=False, axis="y")
        legend(axes, columns=len(tops))

    names = [marked(entry.chain_title, simulated=entry.simulated) for entry, _, _ in known]
    shares = [_shares(of) for _, _, of in known]
    told = joined(
        "; ",
        (
            say("{name}: {shares}", name=name, shares=_in_words(tops, row))
            for name, row in zip(names, shares, strict=True)
        ),
    )
    title = "Holder concentration"
    return Chart(
        _KEY,
        title,
        say("What the largest holders have of what all hold together. {told}.", told=told),
        Canvas(_KEY, said(title), 110 + 60 * len(known), mark=simulated_mark(document)).draw(paint),
        Listing(
            ("Chain", "Holders", *(say("Largest {top}", top=top) for top in tops)),
            (False, True, *(True for _ in tops)),
            tuple(
                Item((name, count_text(holders), *row))
                for name, (_, holders, _), row in zip(names, known, shares, strict=True)
            ),
        ),
    )


def _shares(of: Concentration) -> tuple[str, ...]:
    return tuple(share_text(share) for _, share in of.top)


def _in_words(tops: Sequence[int], shares: Sequence[str]) -> str:
    both = zip(tops, shares, strict=True)
    return joined(", ", (say("largest {top} {share}", top=top, share=share) for top, share in both))
