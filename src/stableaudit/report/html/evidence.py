"""From a finding to the parts of the page that its evidence stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from stableaudit.domain.findings import Bearing, Finding
from stableaudit.report.html.parts import Entry, Link, Part

FINDINGS: Final = "findings"

PLACES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "BAR": ("reserve",),
        "COV": ("reserve",),
        "CRY": ("holdings-on-chain", "reserve"),
        "CTL": ("control",),
        "DEC": ("reserve-statement", "published-figures", "reserve"),
        "DSM": ("supply-on-chain", "published-figures"),
        "FLO": ("flows",),
        "FXR": ("dollar-view",),
        "HOL": ("events-and-holders",),
        "IDN": ("supply-on-chain", "control"),
        "LAW": ("supply-on-chain", "events-and-holders"),
        "LED": ("events-and-holders",),
        "NET": ("chains-and-operators",),
        "PIN": ("times", "chains-and-operators"),
        "PRC": ("reserve", "holdings-on-chain"),
        "PRV": ("proofs",),
        "RSK": ("stress", "events-and-holders"),
        "SCO": ("chains-and-operators",),
        "SUP": ("supply-on-chain", "events-and-holders"),
        "TOK": ("supply-on-chain",),
        "TRU": ("trust", "chains-and-operators"),
        "WAL": ("reserve",),
        "WVR": ("waivers",),
    }
)
"""Where each family of checks finds its evidence, the likeliest first."""


def with_evidence(part: Part, findings: tuple[Finding, ...], titles: Mapping[str, str]) -> Part:
    """Return the part of findings with an anchor for each, and links to what it rests on.

    titles: of every part of the page, by anchor; a part that this page has not is not linked.
    """
    waiting = iter(enumerate(findings, start=1))
    return replace(part, entries=tuple(_entries(part.entries, waiting, titles)))


def deciding(findings: tuple[Finding, ...]) -> tuple[Link, ...]:
    """Return a link to each finding that bears on the verdict, in their order."""
    return tuple(
        Link(_anchor(number), finding.check)
        for number, finding in enumerate(findings, start=1)
        if finding.bearing is not Bearing.NOTED
    )


def _anchor(number: int) -> str:
    return f"finding-{number}"


def _entries(
    entries: tuple[Entry, ...],
    waiting: Iterator[tuple[int, Finding]],
    titles: Mapping[str, str],
) -> Iterator[Entry]:
    for entry in entries:
        if entry.lead is None:
            yield entry
            continue
        number, finding = next(waiting)
        family = finding.check.partition("-")[0]
        links = tuple(
            Link(place, titles[place]) for place in PLACES.get(family, ()) if place in titles
        )
        yield replace(entry, anchor=_anchor(number), evidence=links)
