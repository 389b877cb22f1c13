"""What could not be had: answers, gathered from all over a report into one list; or the report."""

from collections.abc import Iterator
from typing import Annotated, Final

from msgspec import Meta, Struct
from msgspec.structs import fields

from stableaudit.report.v1.values import Record, SchemaVersion, Text, Unavailable

_RETRIABLE: Final = frozenset({"unreachable", "rate-limited"})
"""Kinds that another try, or another endpoint, may settle."""


class Lack(Record, frozen=True):
    """One question that got no usable answer. Each stands once, in the report's order."""

    code: Annotated[
        str,
        Meta(
            description="Stable word: unreachable, rate-limited, inconsistent, before-first-block, "
            "no-state-at-block, undecodable, not-asked."
        ),
    ]
    message: Text
    where: Annotated[str, Meta(description="Who was asked, and at which block where that is said.")]
    hint: Text
    retriable: Annotated[
        bool, Meta(description="Whether the same question may be answered another time.")
    ]


class Error(Record, frozen=True):
    """Why there is no report."""

    code: Text
    message: Text
    hint: Text


class Failure(Record, frozen=True):
    """What is printed where there is no verdict: exit codes 1 and 2, and 3 if unfinished."""

    schema_version: SchemaVersion
    exit_code: Annotated[int, Meta(description="1 internal error, 2 invalid input, 3 unfinished.")]
    error: Error


def lacks_of(report: Struct) -> tuple[Lack, ...]:
    """Return a line for everything that is unavailable anywhere in a report, each once."""
    return tuple(dict.fromkeys(_lack(one) for one in _unavailable(report)))


def _lack(one: Unavailable) -> Lack:
    return Lack(
        code=one.kind,
        message=f"asked for {one.asked}: {one.came}",
        where=f"{one.whom} at {one.at}" if one.at else one.whom,
        hint=one.hint,
        retriable=one.kind in _RETRIABLE,
    )


def _unavailable(value: object) -> Iterator[Unavailable]:
    match value:
        case Unavailable():
            yield value
        case Struct():
            for field in fields(value):
                yield from _unavailable(getattr(value, field.name))
        case tuple():
            for entry in value:
                yield from _unavailable(entry)
        case _:
            pass
