"""A finding as plain text, for formats that have room for text and no tables."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.findings import Finding
from stableaudit.report.figures import quantity_text
from stableaudit.report.safe_text import safe, safe_line
from stableaudit.report.verdicts import ended

_SETTLES: Final = "What settles it:"


def headline(finding: Finding) -> str:
    """Return what was found and of what, safe, on one line."""
    return safe(f"{finding.subject}: {ended(finding.statement)}")


def lines_of(finding: Finding, *, required: Fraction) -> tuple[str, ...]:
    """Return a finding with its figures and what settles it, each line safe; never empty.

    Args:
        finding: what a check found.
        required: the coverage that decides; a ratio below it reads so.
    """
    figures = (f"  {text}" for text in _figures(finding, required))
    remedy = (f"  {_SETTLES} {finding.remedy}",) if finding.remedy else ()
    return tuple(safe_line(safe(line)) for line in (headline(finding), *figures, *remedy))


def sentence_of(finding: Finding, *, required: Fraction) -> str:
    """Return a finding with its figures and what settles it on one safe line; see lines_of."""
    figures = "; ".join(_figures(finding, required))
    told = (headline(finding), f"({figures})" if figures else "")
    remedy = f"{_SETTLES} {finding.remedy}" if finding.remedy else ""
    return safe(" ".join(text for text in (*told, remedy) if text))


def _figures(finding: Finding, required: Fraction) -> Iterator[str]:
    for named in finding.figures:
        yield f"{named.label}: {quantity_text(named.value, mark=required)}"
