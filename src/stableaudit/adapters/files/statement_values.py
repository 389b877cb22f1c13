"""A reserve statement's file into the domain value it declares, or all that is wrong with it.

1. The schema: a key that is unknown, missing or not of its type hides whatever else is wrong.
2. Each table's values, names that stand twice or for nothing, and the files beside: all at once.
3. What only the whole can contradict: a statement published before its time.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from msgspec import UNSET

from stableaudit.adapters.files import undertaking_values
from stableaudit.adapters.files.assurance_table import assurance_from
from stableaudit.adapters.files.attempts import Attempts
from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.history_file import document_before
from stableaudit.adapters.files.reserve_values import asset_from
from stableaudit.adapters.files.spot import Around, Spot
from stableaudit.adapters.files.statement_file import SCHEMA_VERSION, StatementFile
from stableaudit.adapters.files.vocabulary import UNKNOWN, known_count, known_text
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.statements import ReserveStatement

Problems: TypeAlias = tuple[DeclarationError, ...]
"""Everything that was found wrong with a file, at least one thing."""


def statement_from(document: Document, around: Around) -> ReserveStatement:
    """Return the statement that a file declares.

    Raises:
        DeclarationError: the first of what read_statement finds.
    """
    statement = read_statement(document, around)
    if isinstance(statement, ReserveStatement):
        return statement
    raise statement[0]


def read_statement(document: Document, around: Around) -> ReserveStatement | Problems:
    """Return the statement that a file declares, or every problem that could be found."""
    return _read(document, around, seen=(document.sha256,))


def _read(
    document: Document, around: Around, *, seen: tuple[str, ...]
) -> ReserveStatement | Problems:
    root = Spot(document, (), around)
    try:
        table = convert(document, StatementFile)
        _require_version(root, table.schema_version)
    except DeclarationError as error:
        return (error,)
    tries = Attempts(root)
    statement = _said(root, table, tries)
    previous = tries.one(lambda: _previous(root, table, seen), None)
    tries.keep(_wrong_names(root, table))
    return tries.problems or replace(statement, previous=previous)


def _said(root: Spot, table: StatementFile, tries: Attempts) -> ReserveStatement:
    """Return what the tables say, without what could not be made of them."""
    unknown = Unknown()
    as_of = tries.one(lambda: root.instant(table.measured_at, "measured_at"), 0)
    statement = ReserveStatement(
        id=table.id,
        issuer=table.issuer,
        symbol=known_text(table.symbol),
        as_of=as_of,
        published=as_of,
        declared_supply=tries.one(
            lambda: root.known_figure(table.declared_supply, "declared_supply"), unknown
        ),
        reserves=tries.rows("reserves", table.reserves, asset_from),
        assurance=tries.one(
            lambda: assurance_from(root.inside("assurance"), table.assurance), unknown
        ),
        promised_cadence_days=known_count(table.promised_cadence_days),
        provenance=Provenance(table.source, table.as_of),
        deployments=tries.rows(
            "deployments", table.deployments, undertaking_values.declared_deployment
        ),
        nonredeemable=tries.rows(
            "nonredeemable", table.nonredeemable, undertaking_values.nonredeemable
        ),
        redemption=tries.one(
            lambda: undertaking_values.redemption(root.inside("redemption"), table.redemption),
            unknown,
        ),
        issuances=tries.rows("issuance_events", table.issuance_events, undertaking_values.issuance),
        reserve_events=tries.rows(
            "reserve_events", table.reserve_events, undertaking_values.reserve_event
        ),
        announced=tries.rows("announced", table.announced, undertaking_values.announcement),
        digest=root.document.sha256,
        supersedes=known_text(table.supersedes),
        jurisdiction=known_text(table.jurisdiction),
    )
    return tries.one(lambda: _published(root, table, statement), statement)


def _published(root: Spot, table: StatementFile, statement: ReserveStatement) -> ReserveStatement:
    published = root.instant(table.published_at, "published_at")
    with root.document.blame("published_at"):
        return replace(statement, published=published)


def _require_version(root: Spot, version: str) -> None:
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise root.error(
            f"this program reads version {SCHEMA_VERSION} of the format, not {version}",
            "schema_version",
            hint="a newer stableaudit may read it",
        )


def _previous(root: Spot, table: StatementFile, seen: tuple[str, ...]) -> ReserveStatement | None:
    name, around = table.supersedes_file, root.around
    if name is UNSET:
        return None
    before = document_before(
        root.document, around.beside, name, declared=table.supersedes, seen=seen
    )
    if before is None:
        return None
    there = replace(around, beside=around.beside.of(name))
    statement = _read(before, there, seen=(*seen, before.sha256))
    if isinstance(statement, ReserveStatement):
        return statement
    raise statement[0]


def _wrong_names(root: Spot, table: StatementFile) -> Iterator[DeclarationError]:
    """Yield an error for each name that stands twice, or for nothing."""
    for name, ids in (
        ("reserves", [("id", one.id) for one in table.reserves]),
        ("issuance_events", [("id", one.id) for one in table.issuance_events]),
        ("reserve_events", [("id", one.id) for one in table.reserve_events]),
        (
            "deployments",
            [("address", f"{one.address} on {one.chain}") for one in table.deployments],
        ),
    ):
        yield from _repeated(root, name, ids)
    changes = {one.id for one in table.reserve_events}
    for index, event in enumerate(table.issuance_events):
        if event.reserve_event not in (UNKNOWN, *changes):
            yield root.inside("issuance_events", index).error(
                f"no reserve event is called {event.reserve_event}", "reserve_event"
            )


def _repeated(root: Spot, name: str, ids: list[tuple[str, str]]) -> Iterator[DeclarationError]:
    seen: set[str] = set()
    for index, (key, one) in enumerate(ids):
        if one in seen:
            yield root.inside(name, index).error(f"{one} is declared twice", key)
        seen.add(one)
