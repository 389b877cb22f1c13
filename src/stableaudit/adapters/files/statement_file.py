"""A reserve statement: the schema of its file, and the domain value it declares."""

from dataclasses import replace
from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.vocabulary import (
    UNKNOWN,
    Count,
    Currency,
    Fact,
    FigureOrUnknown,
    FigureText,
    Instant,
    Key,
    Sha256OrUnknown,
    ShortText,
    UnknownWord,
    known_count,
    known_text,
)
from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import (
    Assurance,
    AssuranceLevel,
    MassUnit,
    Provenance,
    Unknown,
    WeightBasis,
)
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.reserve_assets import AllocatedGold, Custody
from stableaudit.domain.statements import ReserveStatement

_Level = Literal[
    "financial_statement_audit",
    "examination_reasonable",
    "review_limited",
    "agreed_upon_procedures",
    "management_assertion",
    "none",
]


class ReserveTable(Fact, frozen=True, kw_only=True):
    """One lot of allocated gold bars."""

    id: Annotated[Key, Meta(description="Name of the lot, unique in the statement.")]
    quantity: Annotated[
        FigureText,
        Meta(description='Declared mass as written: "376" says half a unit either way.'),
    ]
    unit: Annotated[Literal["kg", "g", "ozt"], Meta(description="Kilograms, grams or troy ounces.")]
    weight_basis: Annotated[
        Literal["gross", "fine", "unknown"],
        Meta(description="Whether the mass is of the bars or of the gold in them."),
    ]
    fineness: Annotated[FigureOrUnknown, Meta(description="Per mille, such as 999.9.")]
    fineness_floor: Annotated[
        FigureOrUnknown,
        Meta(description="Least fineness that the declared kind of bar can have, per mille."),
    ]
    bars: Annotated[Count | UnknownWord, Meta(description="How many bars.")]
    custodian: Annotated[ShortText, Meta(description='Who keeps the bars, or "unknown".')]
    declared_price: Annotated[
        FigureOrUnknown, Meta(description="Price per fine troy ounce that the statement used.")
    ]
    declared_value: Annotated[FigureOrUnknown, Meta(description="Value that the statement gives.")]
    currency: Annotated[Currency, Meta(description="Of price and value, ISO 4217.")]


class AssuranceTable(Fact, frozen=True, kw_only=True):
    """A practitioner's report on the statement."""

    signer: Annotated[ShortText, Meta(description="The firm that signed.")]
    network: Annotated[
        ShortText, Meta(description="The brand it works under, which is not the signer.")
    ]
    standard: Annotated[ShortText, Meta(description="Such as ISRS 4400 (Revised).")]
    level: Annotated[_Level, Meta(description="What the report amounts to.")]
    measured_at: Annotated[Instant, Meta(description="The instant the report speaks of.")]
    issued_at: Annotated[Instant, Meta(description="When it was signed.")]
    document_sha256: Annotated[
        Sha256OrUnknown, Meta(description="SHA-256 of the published document.")
    ]


class StatementFile(Fact, frozen=True, kw_only=True):
    """What an issuer declares to hold, as of one instant."""

    id: Annotated[Key, Meta(description="Name of the statement; the file's own name.")]
    issuer: Annotated[ShortText, Meta(description="Who declares it.")]
    measured_at: Annotated[
        Instant, Meta(description="The instant it speaks of; a date means its end, UTC.")
    ]
    published_at: Annotated[Instant, Meta(description="When it became public.")]
    declared_supply: Annotated[
        FigureOrUnknown, Meta(description="Tokens that the statement says are issued.")
    ]
    promised_cadence_days: Annotated[
        Count | UnknownWord, Meta(description="How often the issuer promises a statement, days.")
    ]
    reserves: Annotated[
        tuple[ReserveTable, ...], Meta(min_length=1, max_length=100, description="The lots held.")
    ]
    assurance: Annotated[
        AssuranceTable | UnknownWord, Meta(description="The practitioner's report on it.")
    ]


def statement_from(document: Document) -> ReserveStatement:
    """Return the statement that a file declares.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; a lot is named twice; a
            value is none that the domain holds possible.
    """
    table = convert(document, StatementFile)
    _refuse_repeated_lots(document, table.reserves)
    as_of = _instant(document, table.measured_at, "measured_at")
    published = _instant(document, table.published_at, "published_at")
    declared_supply = _figure(document, table.declared_supply, "declared_supply")
    reserves = tuple(_lot(document, index, lot) for index, lot in enumerate(table.reserves))
    assurance = _assurance(document, table.assurance)
    with document.blame("published_at"):
        return ReserveStatement(
            id=table.id,
            issuer=table.issuer,
            as_of=as_of,
            published=published,
            declared_supply=declared_supply,
            reserves=reserves,
            assurance=assurance,
            promised_cadence_days=known_count(table.promised_cadence_days),
            provenance=Provenance(table.source, table.as_of),
        )


def _lot(document: Document, index: int, table: ReserveTable) -> AllocatedGold:
    path = ("reserves", index)
    basis = table.weight_basis
    with document.blame(*path, "quantity"):
        quantity = Figure.parse(table.quantity)
    floor = _figure(document, table.fineness_floor, *path, "fineness_floor")
    price = _figure(document, table.declared_price, *path, "declared_price")
    value = _figure(document, table.declared_value, *path, "declared_value")
    with document.blame(*path, "fineness"):
        # the floor comes last: whichever of the two is impossible, its own key is named
        lot = AllocatedGold(
            id=table.id,
            quantity=quantity,
            unit=MassUnit(table.unit),
            weight_basis=Unknown() if basis == "unknown" else WeightBasis(basis),
            fineness=_figure(document, table.fineness, *path, "fineness"),
            fineness_floor=Unknown(),
            bars=known_count(table.bars),
            custody=Custody(custodian=known_text(table.custodian)),
            declared_price=price,
            declared_value=value,
            currency=table.currency,
            provenance=Provenance(table.source, table.as_of),
        )
    with document.blame(*path, "fineness_floor"):
        return replace(lot, fineness_floor=floor)


def _assurance(document: Document, table: AssuranceTable | str) -> Assurance | Unknown:
    if isinstance(table, str):
        return Unknown()
    as_of = _instant(document, table.measured_at, "assurance", "measured_at")
    issued = _instant(document, table.issued_at, "assurance", "issued_at")
    with document.blame("assurance", "issued_at"):
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


def _instant(document: Document, text: str, *path: str | int) -> int:
    with document.blame(*path):
        return parse_instant(text)


def _figure(document: Document, text: str, *path: str | int) -> Figure | Unknown:
    if text == UNKNOWN:
        return Unknown()
    with document.blame(*path):
        return Figure.parse(text)


def _refuse_repeated_lots(document: Document, lots: tuple[ReserveTable, ...]) -> None:
    seen: set[str] = set()
    for index, lot in enumerate(lots):
        if lot.id in seen:
            raise document.error(f"the lot {lot.id} is declared twice", ("reserves", index, "id"))
        seen.add(lot.id)
