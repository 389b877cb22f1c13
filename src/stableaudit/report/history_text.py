"""A token's history for a person at a terminal: lines of blocks, then a table, the newest last."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Verdict
from stableaudit.domain.intervals import Interval
from stableaudit.domain.tokens import ChainSpec, Token
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.past_days import PastDays
from stableaudit.report.blocks import (
    Block,
    Heading,
    Item,
    Lead,
    Listing,
    Paragraph,
    Row,
    Rows,
    Tone,
)
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import (
    aligned_amounts,
    block_text,
    count_text,
    instant_text,
    ratio_text,
    tokens_text,
)
from stableaudit.report.ledger_pages import banner
from stableaudit.report.ledger_words import counted
from stableaudit.report.pages.opening import TONES
from stableaudit.report.sections.history import HistoryPoint, HistorySection, PointOrigin
from stableaudit.report.sparkline import GAP, sparkline

SHOWN: Final = 20
"""Lines of the table where nobody says how many."""

_ROOMY: Final = 100
"""Columns from which coverage and holders have columns of their own."""

_LETTERS: Final = {
    Verdict.RECONCILED: "R",
    Verdict.UNRECONCILED: "U",
    Verdict.INCONCLUSIVE: "I",
}
_DERIVED: Final = "by the ledger"


def render_history(
    token: Token,
    section: HistorySection,
    specs: tuple[ChainSpec, ...],
    *,
    limit: int,
    width: int,
    colour: bool,
) -> str:
    """Return what checks of a token came to over time, in lines of at most `width` columns.

    Args:
        token: the token.
        section: its history.
        specs: the chains in scope.
        limit: lines of the table, the newest.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    blocks = (
        *banner(specs),
        Heading(f"{token.symbol}: history"),
        *_checks(token, section, width),
        *_days(token, section, specs, width),
        *_turns(section, limit),
        *_table(token, section, limit=limit, width=width),
    )
    return render_blocks(blocks, width=width, colour=colour)


def _checks(token: Token, section: HistorySection, width: int) -> Iterator[Block]:
    if not section.results:
        yield Paragraph(
            f"No result of a check is kept here; stableaudit check {token.key} keeps one."
        )
        return
    outcomes = tuple(one.outcome for one in section.results)
    first, last = outcomes[0].measurement_time, outcomes[-1].measurement_time
    yield Rows(
        (
            Row("checks that are kept", count_text(len(outcomes))),
            Row("from", instant_text(first)),
            Row("to", instant_text(last)),
            Row("verdicts", _letters([one.verdict for one in outcomes], _room(width))),
            Row("", "R reconciled, U unreconciled, I inconclusive", Tone.QUIET),
        )
    )
    if section.torn:
        yield Paragraph(
            "One more result was begun and never finished: that check was killed.", Tone.DOUBT
        )
    points = tuple(one for one in section.points if one.origin is PointOrigin.CHECK)
    yield from _lines(token, points, width, "check by check")


def _days(
    token: Token, section: HistorySection, specs: tuple[ChainSpec, ...], width: int
) -> Iterator[Block]:
    yield Heading(f"{token.symbol}: day by day, derived from the ledgers")
    days = section.days
    if isinstance(days, Open):
        yield Paragraph(f"Not shown: {days.missing}.", Tone.DOUBT)
        return
    titles = {spec.id: spec.title for spec in specs}
    yield Paragraph(
        "Mints less burns up to the end of each day (UTC), by final blocks alone; no chain was "
        f"asked for its state of then. Coverage is at {days.price}."
    )
    yield Rows(
        tuple(Row(f"{titles[one.last.chain]} up to", block_text(one.last)) for one in days.ledgers)
    )
    points = tuple(one for one in section.points if one.origin is PointOrigin.LEDGER)
    yield from _lines(token, points, width, "day by day")


def _lines(
    token: Token, points: tuple[HistoryPoint, ...], width: int, what: str
) -> Iterator[Block]:
    """Yield supply, coverage and holders as lines of blocks, with what their ends stand for."""
    room = _room(width)
    supplies = [None if isinstance(one.supply, Open) else one.supply.tokens for one in points]
    known = sorted(_known(points), key=lambda one: one.tokens)
    texts = [tokens_text(one, token.symbol) for one in (*known[:1], *known[-1:])]
    rows = [*_line(f"supply, {what}", supplies, texts, room)]
    ratios = [one.coverage for one in points if isinstance(one.coverage, Interval)]
    if ratios:
        lows = [one.coverage.low if isinstance(one.coverage, Interval) else None for one in points]
        ratios.sort(key=lambda one: one.low)
        texts = [ratio_text(one) for one in (ratios[0], ratios[-1])]
        rows += _line("coverage, its low end", lows, texts, room)
    counts = [one.holders for one in points if isinstance(one.holders, int)]
    if counts:
        numbers = [
            Fraction(one.holders) if isinstance(one.holders, int) else None for one in points
        ]
        texts = [count_text(min(counts)), count_text(max(counts))]
        rows += _line("accounts with a balance", numbers, texts, room)
    if points:
        yield Rows(tuple(rows))


def _line(
    label: str, values: Sequence[Fraction | None], ends: list[str], room: int
) -> Iterator[Row]:
    yield Row(label, sparkline(values, width=room))
    if not ends:
        yield Row("", "not known", Tone.DOUBT)
    elif ends[0] == ends[-1]:
        yield Row("", f"all along {ends[0]}")
    else:
        yield Row("", f"from {ends[0]} to {ends[-1]}")
    if ends and None in values:
        yield Row("", f"{GAP} not known", Tone.QUIET)


def _letters(verdicts: list[Verdict], room: int) -> str:
    """Return a letter for each verdict, the newest if not all have room."""
    shown = verdicts[-room:]
    return "".join(_LETTERS[one] for one in shown)


def _room(width: int) -> int:
    """Return how many blocks stand beside a label."""
    return max(16, min(width, _ROOMY) * 3 // 5 - 6)


def _turns(section: HistorySection, limit: int) -> Iterator[Block]:
    if len(section.results) > 1 or section.turns:
        yield Heading("Changes of the verdict")
        if not section.turns:
            yield Paragraph("None: every check that is kept ended alike.")
    for turn in section.turns[-limit:]:
        yield Lead(instant_text(turn.at), TONES[turn.after], f"{turn.before} → {turn.after}")
        yield Paragraph(turn.why, indent=2)
    if len(section.turns) > limit:
        yield Paragraph(f"Not shown: {counted(len(section.turns) - limit, 'earlier change')}.")


def _table(token: Token, section: HistorySection, *, limit: int, width: int) -> Iterator[Block]:
    marks = section.marks
    if not marks:
        return
    yield Heading(f"{token.symbol}: the newest")
    if isinstance(section.days, PastDays):
        yield Paragraph(
            f"Lines {_DERIVED} are of days on which the supply changed, and of the last whole day."
        )
    shown = marks[-limit:]
    roomy = width >= _ROOMY
    headers = ("time (UTC)", "verdict", "supply")
    yield Listing(
        (*headers, "coverage", "accounts") if roomy else headers,
        (False, False, True, True, True)[: 5 if roomy else 3],
        tuple(
            _item(one, supply, roomy=roomy)
            for one, supply in zip(shown, _supplies(shown), strict=True)
        ),
    )
    if len(marks) > limit:
        left = counted(len(marks) - limit, "earlier line")
        yield Paragraph(f"Not shown: {left}; --limit shows more.")


def _supplies(points: tuple[HistoryPoint, ...]) -> Iterator[str]:
    known = iter(aligned_amounts(tuple(_known(points))))
    for one in points:
        yield "-" if isinstance(one.supply, Open) else next(known)


def _known(points: tuple[HistoryPoint, ...]) -> Iterator[TokenAmount]:
    return (one.supply for one in points if not isinstance(one.supply, Open))


def _item(point: HistoryPoint, supply: str, *, roomy: bool) -> Item:
    said = _DERIVED if point.verdict is None else point.verdict.value
    coverage = ratio_text(point.coverage) if isinstance(point.coverage, Interval) else "-"
    holders = "-" if isinstance(point.holders, Open) else count_text(point.holders)
    cells = (instant_text(point.at), said, supply)
    if roomy:
        return Item((*cells, coverage, holders))
    told = [f"coverage {coverage}"] if coverage != "-" else []
    told += [f"{holders} accounts"] if holders != "-" else []
    return Item(cells, (", ".join(told),) if told else ())
