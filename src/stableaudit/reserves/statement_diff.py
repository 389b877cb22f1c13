"""What one reserve statement says otherwise than another, and how the two hang together.

Events are history: a later statement adds to them. One that lacks an event of the statement before,
or tells it otherwise, has edited its history.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.statements import FIRST, ReserveStatement
from stableaudit.reserves.statement_entries import Entry, Part, Said, entries_of


@dataclass(frozen=True, slots=True)
class Added:
    """An entry that the newer statement alone has."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry that the older statement alone has."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that both statements give, and give otherwise."""

    part: Part
    subject: str
    label: str
    before: Said
    after: Said


Change: TypeAlias = Added | Removed | Changed


class Link(StrEnum):
    """How a newer statement names an older one."""

    SAME = "same"
    """They are the same bytes."""

    FOLLOWS = "follows"
    """It names the older one by its digest."""

    FORK = "fork"
    """Both name the same statement before them."""

    ANOTHER = "another"
    """It names a statement, and not this one."""

    FIRST = "first"
    """It says that there is none before it."""

    UNKNOWN = "unknown"
    """It does not say what it supersedes."""


def changes_between(old: ReserveStatement, new: ReserveStatement) -> tuple[Change, ...]:
    """Return what the newer statement says otherwise, in its order; what it lacks comes last."""
    before = {(one.part, one.subject): one for one in entries_of(old)}
    after = {(one.part, one.subject): one for one in entries_of(new)}
    changes: list[Change] = []
    for key, entry in after.items():
        if key in before:
            changes += _changed(before[key], entry)
        else:
            changes.append(Added(entry))
    changes += [Removed(entry) for key, entry in before.items() if key not in after]
    return tuple(changes)


def edits_history(change: Change) -> bool:
    """Return whether a change takes back or alters an event that was told before."""
    if isinstance(change, Added):
        return False
    part = change.part if isinstance(change, Changed) else change.entry.part
    return part in (Part.ISSUANCE, Part.RESERVE_EVENT)


def goes_back(old: ReserveStatement, new: ReserveStatement) -> bool:
    """Return whether the newer statement speaks of an earlier time, or was published before."""
    return new.as_of < old.as_of or new.published < old.published


def link_between(old: ReserveStatement, new: ReserveStatement) -> Link:
    """Return how the newer statement names the older one."""
    if old.digest and old.digest == new.digest:
        return Link.SAME
    if isinstance(new.supersedes, Unknown):
        return Link.UNKNOWN
    if new.supersedes == FIRST:
        return Link.FIRST
    if new.supersedes == old.digest:
        return Link.FOLLOWS
    return Link.FORK if new.supersedes == old.supersedes else Link.ANOTHER


def _changed(old: Entry, new: Entry) -> Iterator[Change]:
    """Yield the facts that differ; a label that one of them lacks is not known there."""
    before, after = dict(old.facts), dict(new.facts)
    for label in (*after, *(one for one in before if one not in after)):
        was, says = before.get(label, Unknown()), after.get(label, Unknown())
        if _differ(was, says):
            yield Changed(new.part, new.subject, label, was, says)


def _differ(was: Said, says: Said) -> bool:
    # a bool is an int to ==, and "not published" is as unknown as any other reason
    if isinstance(was, Unknown) and isinstance(says, Unknown):
        return False
    return type(was) is not type(says) or was != says
