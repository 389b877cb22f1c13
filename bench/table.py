"""Measurements as Markdown: tables of ratios, and budgets that are met, missed or not measured."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.child import ROOT
from bench.contest import Result


@dataclass(frozen=True, slots=True)
class Budget:
    """A line of design.md, Budgets, with what this run measured."""

    what: str
    measured: str
    """With its limit beside it where the words do not say it; or why there is no figure."""

    met: bool | None
    """None: not measured."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a Markdown table and an empty line."""
    yield _line(heads)
    yield "|" + "---|" * len(heads)
    yield from (_line(row) for row in rows)
    yield ""


def budgets(lines: Iterable[Budget]) -> Iterator[str]:
    """Yield budgets as a table."""
    words = {True: "met", False: "**missed**", None: "not measured"}
    yield from table(
        ("budget", "measured", ""), ([each.what, each.measured, words[each.met]] for each in lines)
    )


def missing(result: Result, width: int) -> list[str]:
    """Return the row of a contestant that has no figures, saying why."""
    # The last line alone: what stands before it may name paths of this machine.
    said = (result.missing.strip().splitlines() or ["no reason given"])[-1]
    reason = said.replace("|", "/").replace(str(ROOT), ".")
    return [f"{result.name}: missing, {reason[:160]}", *[""] * (width - 1)]


def ratio(figure: float, base: float) -> str:
    """Return how many times `base` a figure is."""
    return "–" if base <= 0 else f"{figure / base:.2f}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
