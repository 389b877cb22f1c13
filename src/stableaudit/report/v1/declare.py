"""The objects of `declare validate` and `declare diff` as JSON, version 1. See `values`."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.values import Count, Flag, Instant, Record, StatedOrNot, Text

SCHEMA_VERSION = "1.0.0"

SchemaVersion = Annotated[str, Meta(description="Semantic version of this shape.")]
ExitCode = Annotated[int, Meta(description="Exit code of the process that printed this.")]
Sha256 = Annotated[str, Meta(description="SHA-256 of the file's bytes, hex.")]
Part = Annotated[
    Literal[
        "statement", "asset", "contract", "not redeemable", "assurance", "redemption",
        "issuance event", "reserve event", "announcement",
    ],
    Meta(description="What of a statement it is."),
]  # fmt: skip
Link = Annotated[
    Literal["same", "follows", "fork", "another", "first", "unknown"],
    Meta(description="How the new statement names the old one."),
]


class Problem(Record, frozen=True):
    """One thing that is wrong with a file."""

    where: Annotated[str, Meta(description="File, line and key.")]
    problem: Text
    hint: Text


class Lack(Record, frozen=True):
    """One fact that a statement leaves unknown."""

    subject: Annotated[str, Meta(description="Id of an asset; empty for the statement itself.")]
    key: Annotated[str, Meta(description="Stable word for what is unknown.")]
    what: Text
    cost: Text


class Statement(Record, frozen=True):
    """A statement, by its head."""

    id: Text
    issuer: Text
    as_of: Instant
    published: Instant
    sha256: Sha256
    supersedes: StatedOrNot


class Validation(Record, frozen=True):
    """Whether a file declares a reserve statement. With exit code 2, why not."""

    schema_version: SchemaVersion
    exit_code: ExitCode
    file: Text
    valid: Flag
    problems: tuple[Problem, ...]
    statement: Annotated[Statement | None, Meta(description="Null where it is invalid.")]
    unknown: tuple[Lack, ...]


class Fact(Record, frozen=True):
    """One labelled fact."""

    label: Text
    said: StatedOrNot


class Added(Record, frozen=True, tag_field="kind", tag="added"):
    """What the new statement alone has."""

    part: Part
    subject: Text
    facts: tuple[Fact, ...]


class Removed(Record, frozen=True, tag_field="kind", tag="removed"):
    """What the old statement alone has."""

    part: Part
    subject: Text
    facts: tuple[Fact, ...]
    edits_history: Flag


class Changed(Record, frozen=True, tag_field="kind", tag="changed"):
    """A fact that both give, and give otherwise."""

    part: Part
    subject: Text
    label: Text
    before: StatedOrNot
    after: StatedOrNot
    edits_history: Flag


class Diff(Record, frozen=True):
    """What one statement says otherwise than another."""

    schema_version: SchemaVersion
    exit_code: ExitCode
    old: Statement
    new: Statement
    link: Link
    goes_back: Annotated[
        bool, Meta(description="Whether the new one speaks of, or was published at, earlier times.")
    ]
    edits: Annotated[Count, Meta(description="Changes of events that were told before.")]
    changes: tuple[Added | Removed | Changed, ...]
