"""Gauges in the text form that Prometheus, node_exporter's textfile collector and OpenMetrics read.

Written here and not by prometheus-client, which turns every value into a float: a supply of 18
decimals would lose its last digits. The tests read it back with that library, and with promtool.

- No timestamps: the textfile collector refuses a file that has any.
- It ends with `# EOF` and the end of that line: OpenMetrics demands it, for others it is a comment.
- A label's value has its backslashes, quotes and line ends escaped, is safe text, and is cut.

Source: Prometheus, exposition formats 0.0.4; OpenMetrics 1.0.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stableaudit.report.safe_text import safe

LONGEST_LABEL: Final = 80
"""Characters of a label's value, before it is escaped."""

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a gauge."""

    labels: Mapping[str, str]
    value: str
    """A plain decimal, with all its digits."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One metric with all its values."""

    name: str
    help: str
    """One line of our own words."""

    samples: tuple[Sample, ...]


def expose(gauges: Iterable[Gauge]) -> bytes:
    """Return gauges as text, each that has a value; the same gauges, the same bytes."""
    return "".join(f"{line}\n" for line in (*_lines(gauges), "# EOF")).encode()


def label(text: str) -> str:
    """Return a label's value as it stands between its quotes."""
    return safe(text)[:LONGEST_LABEL].translate(_ESCAPES)


def _lines(gauges: Iterable[Gauge]) -> Iterator[str]:
    for gauge in gauges:
        if not gauge.samples:
            continue
        yield f"# HELP {gauge.name} {gauge.help}"
        yield f"# TYPE {gauge.name} gauge"
        for sample in gauge.samples:
            labels = ",".join(f'{name}="{label(value)}"' for name, value in sample.labels.items())
            yield f"{gauge.name}{{{labels}}} {sample.value}"
