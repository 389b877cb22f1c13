"""Which charts a document has, by the part of the page that each stands in."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from stableaudit.report.document import Document
from stableaudit.report.html.charts.chart import Chart
from stableaudit.report.html.charts.of_holders import concentration
from stableaudit.report.html.charts.of_reserve import coverage_over_time, gold_price
from stableaudit.report.html.charts.of_stress import after_shocks
from stableaudit.report.html.charts.of_supply import supply_by_chain, supply_over_time

MakeChart = Callable[[Document], Chart | None]

PLACES: Final[Mapping[str, tuple[MakeChart, ...]]] = MappingProxyType(
    {
        "supply-on-chain": (supply_by_chain, supply_over_time),
        "events-and-holders": (concentration,),
        "reserve": (coverage_over_time, gold_price),
        "stress": (after_shocks,),
    }
)
"""By the anchor of the part."""


def charts_for(anchor: str, document: Document) -> tuple[Chart, ...]:
    """Return the charts of one part; what cannot be drawn of this document is left out."""
    made = (make(document) for make in PLACES.get(anchor, ()))
    return tuple(chart for chart in made if chart is not None)
