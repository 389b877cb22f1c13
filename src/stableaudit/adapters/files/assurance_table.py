"""A practitioner's report: its table, its domain value, and its document where that is at hand."""

from hashlib import sha256
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from stableaudit.adapters.files.spot import Spot
from stableaudit.adapters.files.vocabulary import (
    UNKNOWN,
    Fact,
    Instant,
    PathText,
    Sha256OrUnknown,
    ShortText,
    known_text,
)
from stableaudit.domain.declarations import Assurance, AssuranceLevel, Provenance, Unknown
from stableaudit.domain.untrusted import Untrusted

MOST_DOCUMENT_BYTES: Final = 64 << 20
"""64 MiB: a report of scanned pages is a few."""

_Level = Literal[
    "financial_statement_audit",
    "examination_reasonable",
    "review_limited",
    "agreed_upon_procedures",
    "management_assertion",
    "none",
]


class AssuranceTable(Fact, frozen=True, kw_only=True):
    """A practitioner's report on the statement."""

    signer: Annotated[ShortText, Meta(description='The firm that signed, or "unknown".')]
    network: Annotated[
        ShortText,
        Meta(description='The brand it works under, which is not the signer; or "none".'),
    ]
    standard: Annotated[ShortText, Meta(description="Such as ISRS 4400 (Revised).")]
    level: Annotated[_Level, Meta(description="What the report amounts to.")]
    measured_at: Annotated[Instant, Meta(description="The instant the report speaks of.")]
    issued_at: Annotated[Instant, Meta(description="When it was signed.")]
    document_sha256: Annotated[
        Sha256OrUnknown, Meta(description="SHA-256 of the published document.")
    ]
    document_file: Annotated[
        PathText | msgspec.UnsetType,
        Meta(description="A copy of the document, from this file's directory; never a URL."),
    ] = msgspec.UNSET


def assurance_from(spot: Spot, table: AssuranceTable | str) -> Assurance | Unknown:
    """Return the report that a table describes, or Unknown for the word that says so.

    Raises:
        DeclarationError: an instant that is none; a document that is not the declared one.
    """
    if isinstance(table, str):
        return Unknown()
    as_of = spot.instant(table.measured_at, "measured_at")
    issued = spot.instant(table.issued_at, "issued_at")
    if table.document_file is not msgspec.UNSET:
        _require_document(spot, table.document_file, table.document_sha256)
    return Assurance(
        signer=table.signer,
        network=table.network,
        standard=table.standard,
        level=AssuranceLevel(table.level),
        as_of=as_of,
        issued=issued,
        document_sha256=known_text(table.document_sha256),
        provenance=Provenance(table.source, table.as_of),
    )


def _require_document(spot: Spot, name: str, declared: str) -> None:
    digest = sha256(spot.around.beside.read(name, limit=MOST_DOCUMENT_BYTES)).hexdigest()
    if declared == UNKNOWN:
        raise spot.error(
            "is unknown, though the document is at hand",
            "document_sha256",
            hint=f'write document_sha256 = "{digest}"',
        )
    if digest != declared:
        raise spot.error(
            f"{Untrusted(name)} has SHA-256 {digest}, and {declared} is declared",
            "document_sha256",
            hint="it is another document, or was changed since",
        )
