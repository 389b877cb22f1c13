"""What `declare validate` and `declare diff` found, for a person at a terminal."""

from collections.abc import Iterator

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.statements import ReserveStatement
from stableaudit.report.blocks import Block, Gap, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.declare_words import COSTS, LINKS, said_text
from stableaudit.report.figures import instant_text
from stableaudit.reserves.statement_diff import (
    Added,
    Change,
    Changed,
    Link,
    changes_between,
    edits_history,
    goes_back,
    link_between,
)
from stableaudit.reserves.statement_entries import Entry, Part
from stableaudit.reserves.statement_lacks import lacks_of

_SOUND = (Link.FOLLOWS, Link.SAME)


def render_validation(
    named: str,
    found: ReserveStatement | tuple[DeclarationError, ...],
    *,
    width: int,
    colour: bool,
) -> str:
    """Return whether a file declares a statement, and what it leaves unknown or has wrong.

    Args:
        named: the file, as the report names it.
        found: the statement, or every problem.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    blocks = _valid(named, found) if isinstance(found, ReserveStatement) else _wrong(named, found)
    return render_blocks(blocks, width=width, colour=colour)


def render_diff(old: ReserveStatement, new: ReserveStatement, *, width: int, colour: bool) -> str:
    """Return in words what the newer statement says otherwise than the older one."""
    return render_blocks(_diff(old, new), width=width, colour=colour)


def _wrong(named: str, problems: tuple[DeclarationError, ...]) -> Iterator[Block]:
    count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
    yield Heading("Declaration")
    yield Rows((Row("file", named), Row("invalid", count, Tone.BAD)))
    for problem in problems:
        yield Gap()
        yield Paragraph(problem.where, Tone.STRONG)
        yield Paragraph(problem.problem, indent=2)
        if problem.hint:
            yield Paragraph(problem.hint, indent=2)


def _valid(named: str, statement: ReserveStatement) -> Iterator[Block]:
    yield Heading("Declaration")
    yield Rows((Row("file", named), Row("valid", "yes", Tone.GOOD), *_summary(statement)))
    lacks = lacks_of(statement)
    yield Heading("What it leaves unknown, and what that costs")
    if not lacks:
        yield Paragraph("Nothing that a check asks for.")
    for lack in lacks:
        cost = COSTS[lack.what]
        yield Lead("unknown", Tone.DOUBT, f"  {_of(lack.subject)}{cost.what}")
        yield Paragraph(cost.cost, indent=2)


def _of(subject: str) -> str:
    return f"{subject}: " if subject else ""


def _summary(statement: ReserveStatement) -> Iterator[Row]:
    yield Row("statement", statement.id)
    yield Row("issuer", statement.issuer)
    yield Row("as of", instant_text(statement.as_of))
    yield Row("published", instant_text(statement.published))
    yield Row("declared supply", said_text(statement.declared_supply))
    for asset in statement.reserves:
        yield Row("asset", f"{asset.id} ({asset.asset_class})")
    yield Row("SHA-256", statement.digest)
    before = statement.previous
    yield Row("supersedes", said_text(statement.supersedes))
    if before is not None:
        yield Row("the one before", f"{before.id}, as of {instant_text(before.as_of)}")


def _diff(old: ReserveStatement, new: ReserveStatement) -> Iterator[Block]:
    link, changes = link_between(old, new), changes_between(old, new)
    edits = sum(1 for change in changes if edits_history(change))
    yield Heading("Reserve statements")
    yield Rows(
        (
            Row("old", f"{old.id}, as of {instant_text(old.as_of)}"),
            Row("SHA-256", old.digest),
            Row("new", f"{new.id}, as of {instant_text(new.as_of)}"),
            Row("SHA-256", new.digest),
            Row("chain", LINKS[link], Tone.PLAIN if link in _SOUND else Tone.DOUBT),
        )
    )
    if goes_back(old, new):
        yield Paragraph("The new one speaks of, or was published at, an earlier time.", Tone.BAD)
    if edits:
        yield Paragraph("Events that were told before were edited or left out.", Tone.BAD)
    yield Heading("What changed")
    if not changes:
        yield Paragraph("Nothing: they say the same.")
    for change in changes:
        yield from _change(change)


def _change(change: Change) -> Iterator[Block]:
    tone = Tone.BAD if edits_history(change) else Tone.STRONG
    if isinstance(change, Changed):
        yield Lead("changed", tone, f"  {_named(change.part, change.subject)}: {change.label}")
        yield Paragraph(f"from {said_text(change.before)}", indent=2)
        yield Paragraph(f"to {said_text(change.after)}", indent=2)
        return
    word = "added" if isinstance(change, Added) else "removed"
    yield Lead(word, tone, f"  {_named(change.entry.part, change.entry.subject)}")
    yield from _facts(change.entry)


def _facts(entry: Entry) -> Iterator[Block]:
    rows = tuple(
        Row(label, said_text(said)) for label, said in entry.facts if not isinstance(said, Unknown)
    )
    if rows:
        yield Rows(rows, indent=2)


def _named(part: Part, subject: str) -> str:
    return f"{part} {subject}".strip()
