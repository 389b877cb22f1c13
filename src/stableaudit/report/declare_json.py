"""What `declare validate` and `declare diff` found, for machines."""

from typing import Literal

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.statements import ReserveStatement
from stableaudit.report.declare_words import COSTS, said_text
from stableaudit.report.json_v1 import encode, schema_of
from stableaudit.report.v1 import declare, values
from stableaudit.report.v1.fill_values import instant, stated
from stableaudit.reserves.statement_diff import (
    Added,
    Change,
    Changed,
    changes_between,
    edits_history,
    goes_back,
    link_between,
)
from stableaudit.reserves.statement_entries import Entry, Said
from stableaudit.reserves.statement_lacks import lacks_of


def render_validation_json(
    named: str, found: ReserveStatement | tuple[DeclarationError, ...], exit_code: int
) -> bytes:
    """Return whether a file declares a statement as UTF-8 JSON with a final newline."""
    statement = found if isinstance(found, ReserveStatement) else None
    problems = () if isinstance(found, ReserveStatement) else found
    return encode(
        declare.Validation(
            schema_version=declare.SCHEMA_VERSION,
            exit_code=exit_code,
            file=named,
            valid=statement is not None,
            problems=tuple(
                declare.Problem(where=one.where, problem=one.problem, hint=one.hint)
                for one in problems
            ),
            statement=None if statement is None else _statement(statement),
            unknown=() if statement is None else _lacks(statement),
        )
    )


def render_diff_json(old: ReserveStatement, new: ReserveStatement, exit_code: int) -> bytes:
    """Return what the newer statement says otherwise as UTF-8 JSON with a final newline."""
    changes = changes_between(old, new)
    return encode(
        declare.Diff(
            schema_version=declare.SCHEMA_VERSION,
            exit_code=exit_code,
            old=_statement(old),
            new=_statement(new),
            link=link_between(old, new).value,
            goes_back=goes_back(old, new),
            edits=sum(1 for change in changes if edits_history(change)),
            changes=tuple(_change(change) for change in changes),
        )
    )


def declare_json_schema(kind: Literal["validation", "diff"]) -> dict[str, object]:
    """Return the JSON Schema of everything that `declare validate` or `declare diff` prints."""
    root = declare.Validation if kind == "validation" else declare.Diff
    title = "What a declaration is worth" if kind == "validation" else "Two declarations compared"
    return schema_of(root, f"urn:stableaudit:{kind}:{declare.SCHEMA_VERSION}", title)


def _statement(statement: ReserveStatement) -> declare.Statement:
    return declare.Statement(
        id=statement.id,
        issuer=statement.issuer,
        as_of=instant(statement.as_of),
        published=instant(statement.published),
        sha256=statement.digest,
        supersedes=stated(statement.supersedes),
    )


def _lacks(statement: ReserveStatement) -> tuple[declare.Lack, ...]:
    return tuple(
        declare.Lack(
            subject=one.subject,
            key=one.what.value,
            what=COSTS[one.what].what,
            cost=COSTS[one.what].cost,
        )
        for one in lacks_of(statement)
    )


def _change(change: Change) -> declare.Added | declare.Removed | declare.Changed:
    if isinstance(change, Changed):
        return declare.Changed(
            part=change.part.value,
            subject=change.subject,
            label=change.label,
            before=_said(change.before),
            after=_said(change.after),
            edits_history=edits_history(change),
        )
    entry = change.entry
    if isinstance(change, Added):
        return declare.Added(part=entry.part.value, subject=entry.subject, facts=_facts(entry))
    return declare.Removed(
        part=entry.part.value,
        subject=entry.subject,
        facts=_facts(entry),
        edits_history=edits_history(change),
    )


def _facts(entry: Entry) -> tuple[declare.Fact, ...]:
    return tuple(declare.Fact(label=label, said=_said(said)) for label, said in entry.facts)


def _said(said: Said) -> values.StatedOrNot:
    return stated(said) if isinstance(said, Unknown) else stated(said_text(said))
