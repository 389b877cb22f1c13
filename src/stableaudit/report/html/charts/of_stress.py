"""Coverage after shocks."""

import textwrap

from matplotlib.axes import Axes

from stableaudit.domain.phrases import say
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Item, Listing
from stableaudit.report.document import Document
from stableaudit.report.figures import money_text, quantity_text, ratio_text
from stableaudit.report.html.charts.canvas import Canvas, legend, number
from stableaudit.report.html.charts.chart import Chart, simulated_mark, words_of
from stableaudit.report.html.charts.svg import MARK, ONE
from stableaudit.report.pages.stress import scenario_text

_KEY = "coverage-after-shocks"


def after_shocks(document: Document) -> Chart | None:
    """Return coverage after each scenario; None where there is none to shock."""
    section = document.stress
    if isinstance(section.book, Open) or not section.book.outcomes:
        return None
    outcomes, required = section.book.outcomes, section.required_coverage
    names = [scenario_text(one.scenario) for one in outcomes]

    said = words_of(document)

    def paint(axes: Axes) -> None:
        places = range(len(outcomes))
        lows = [number(one.coverage.low) for one in outcomes]
        highs = [number(one.coverage.high) for one in outcomes]
        axes.hlines(
            places, lows, highs, color=ONE, linewidth=7, label=said("coverage, low to high")
        )
        axes.plot([*lows, *highs], [*places, *places], "|", color=ONE, markeredgewidth=2)
        axes.axvline(number(required), color=MARK, linestyle="--", label=said("required"))
        axes.set_yticks(places, [textwrap.fill(said(name), 28) for name in names], size=11)
        axes.margins(y=0.08)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        legend(axes, columns=2)

    title = "Coverage after shocks"
    rows = tuple(
        Item(
            (
                name,
                ratio_text(one.coverage, mark=required),
                money_text(one.surplus, section.currency),
            )
        )
        for name, one in zip(names, outcomes, strict=True)
    )
    told = say(
        "Coverage after each scenario, as an interval, against the required "
        "{required}. The table has each one.",
        required=quantity_text(required),
    )
    height = 80 + 36 * len(outcomes)
    picture = Canvas(_KEY, said(title), height, mark=simulated_mark(document)).draw(paint)
    table = Listing(("Scenario", "Coverage", "Surplus (− deficit)"), (False, True, True), rows)
    return Chart(_KEY, title, told, picture, table)
