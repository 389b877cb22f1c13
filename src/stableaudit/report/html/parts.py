"""Blocks cut into the parts of a page: a heading begins a part, a lead an entry of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from stableaudit.report.blocks import Banner, Block, Gap, Heading, Lead, Title
from stableaudit.report.html.charts.chart import Chart

_NO_LETTER: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the same page."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under one lead, or under a heading before the first."""

    lead: Lead | None
    blocks: tuple[Block, ...]
    anchor: str = ""
    evidence: tuple[Link, ...] = ()
    """Where on the page that stands which it rests on."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the page."""

    anchor: str
    title: str
    entries: tuple[Entry, ...]
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A document's blocks, cut."""

    banner: Banner | None
    title: Title | None
    opening: tuple[Block, ...]
    """What stands before the first heading."""

    parts: tuple[Part, ...]


def cut(blocks: Iterable[Block]) -> Cut:
    """Return blocks by part. A banner counts once; blank lines are the style sheet's business."""
    found = _Found()
    for block in blocks:
        found.take(block)
    return Cut(found.banner, found.title, tuple(found.opening), tuple(_parts(found.parts)))


def anchor_of(heading: str) -> str:
    """Return the anchor of a heading: its words in small letters, joined by hyphens."""
    return _NO_LETTER.sub("-", heading.lower()).strip("-")


@dataclass(slots=True)
class _Found:
    banner: Banner | None = None
    title: Title | None = None
    opening: list[Block] = field(default_factory=list)
    parts: list[tuple[str, list[Block]]] = field(default_factory=list)

    def take(self, block: Block) -> None:
        match block:
            case Banner():
                self.banner = block
            case Title():
                self.title = block
            case Gap():
                pass
            case Heading(text):
                self.parts.append((text, []))
            case _ if self.parts:
                self.parts[-1][1].append(block)
            case _:
                self.opening.append(block)


def _parts(found: Iterable[tuple[str, list[Block]]]) -> Iterator[Part]:
    for title, blocks in found:
        yield Part(anchor_of(title), title, tuple(_entries(blocks)))


def _entries(blocks: Iterable[Block]) -> Iterator[Entry]:
    lead: Lead | None = None
    beneath: list[Block] = []
    for block in blocks:
        if not isinstance(block, Lead):
            beneath.append(block)
            continue
        if lead is not None or beneath:
            yield Entry(lead, tuple(beneath))
        lead, beneath = block, []
    if lead is not None or beneath:
        yield Entry(lead, tuple(beneath))
