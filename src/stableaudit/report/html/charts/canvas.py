"""matplotlib, set up the same everywhere: a picture is a function of what is drawn.

Here exact figures become floating-point numbers, which coordinates are; no figure is read off them.
Nobody's matplotlibrc counts, labels are no mathematics, and there is no date in the picture.
"""

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from stableaudit.report.html.charts.svg import BAND, INK, MARK, QUIET, RULE, fit
from stableaudit.report.safe_text import safe

WIDTH: Final = 440
"""In points, and so in the picture's own units: a phone shows it almost as it is."""

_POINTS_PER_INCH: Final = 72
_SETTINGS: Final = {
    "axes.axisbelow": True,
    "axes.edgecolor": RULE,
    "axes.grid": True,
    "axes.labelcolor": QUIET,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 12.0,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "hatch.color": INK,
    "legend.edgecolor": BAND,
    "legend.fontsize": 11.0,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "stableaudit",
    "text.color": INK,
    "text.parse_math": False,
    "timezone": "UTC",
    "xtick.color": RULE,
    "xtick.labelcolor": QUIET,
    "ytick.color": RULE,
    "ytick.labelcolor": QUIET,
}
_SCALES: Final = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))

_FIRST_DRAWN: Final = 1_230_768_000
"""2009: no chain is older, and an axis from a made-up year would show nothing else."""

_YEAR: Final = 366 * 86_400


@dataclass(frozen=True, slots=True)
class Canvas:
    """Empty axes, and what the picture is called."""

    key: str
    title: str
    height: int
    """In points."""

    mark: str
    """What the picture itself says where a chain in it is a devnet; empty where none is."""

    def draw(self, paint: Callable[[Axes], None]) -> Markup:
        """Return what a function paints, as SVG for the page."""
        with mpl.rc_context(), warnings.catch_warnings():
            # A letter that the font lacks is measured by another's; the page has its own font.
            warnings.simplefilter("ignore")
            mpl.rcdefaults()
            mpl.rcParams.update(_SETTINGS)  # type: ignore[arg-type]  # they type 300 names
            size = (WIDTH / _POINTS_PER_INCH, self.height / _POINTS_PER_INCH)
            figure = Figure(figsize=size, layout="constrained")
            FigureCanvasSVG(figure)
            paint(figure.add_subplot())
            if self.mark:
                figure.supxlabel(self.mark, x=1, ha="right", fontsize=10, color=MARK)
            written = io.BytesIO()
            nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
            figure.savefig(written, format="svg", transparent=True, metadata=nothing)
        return fit(written.getvalue(), key=self.key, title=safe(self.title))


def number(value: Fraction | int) -> float:
    """Return a figure as a coordinate; one beyond every picture as its edge."""
    try:
        return float(value)
    except OverflowError:
        return 1e300 if value > 0 else -1e300


def instant(seconds: int) -> float:
    """Return an instant as an axis of time takes it: days since 1970."""
    return seconds / 86_400


def drawable(seconds: int, *, measured: int) -> bool:
    """Return whether an instant belongs on an axis that ends about the measurement time."""
    return _FIRST_DRAWN <= seconds <= measured + _YEAR


def label(text: str, *, most: int = 24) -> str:
    """Return a text for the picture: made safe, and cut where it would take the axes' room."""
    shown = safe(text)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def time_axis(axes: Axes) -> None:
    """Give the axes times of UTC below."""
    locator = AutoDateLocator(minticks=3, maxticks=5)  # type: ignore[no-untyped-call]  # theirs
    axes.xaxis.set_major_locator(locator)
    formats = ["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"]
    axes.xaxis.set_major_formatter(
        ConciseDateFormatter(  # type: ignore[no-untyped-call]  # theirs
            locator,
            formats=formats,
            zero_formats=["", "%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M"],
            offset_formats=["", "%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%d %H:%M"],
        )
    )


def amount_axis(axes: Axes, *, along: str) -> None:
    """Write the numbers of an axis, x or y, as 40 M."""
    axis = axes.xaxis if along == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(nbins=5))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _compact(value)))


def price_axis(axes: Axes) -> None:
    """Write prices on the axis at the left, grouped."""
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))


def legend(axes: Axes, *, columns: int) -> None:
    """Name what is drawn, above the axes."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, labelcolor=INK)


def _compact(value: float) -> str:
    for scale, unit in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:g} {unit}".replace("-", "−")
    return f"{value:g}".replace("-", "−")
