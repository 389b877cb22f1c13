"""The reserve statement: of when, how old, by whom, under which standard and level."""

from collections.abc import Iterator

from stableaudit.domain.declarations import Assurance, Unknown
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import TokenKind
from stableaudit.reconcile.assurance import level_words
from stableaudit.report.blocks import Block, Heading, Row, Rows
from stableaudit.report.document import Document
from stableaudit.report.figures import count_text, duration_text, figure_text, instant_text
from stableaudit.report.pages.wording import not_known, provenance_row, stated
from stableaudit.report.sections.statement import StatementSection


def statement(document: Document) -> Iterator[Block]:
    """Yield the statement as a document, or that none is known and where was looked."""
    reserve = document.token.kind is not TokenKind.DIGITAL_CURRENCY
    yield Heading("Reserve statement" if reserve else "Published figures")
    section = document.statement
    if isinstance(section, MissingStatement):
        yield Rows(tuple(_missing(section)))
        return
    yield Rows(tuple(_rows(section, document)))


def _missing(section: MissingStatement) -> Iterator[Row]:
    yield not_known("statement", section.reason)
    if not isinstance(section.ask, Unknown):
        yield Row("next step", section.ask)
    yield provenance_row(section.provenance)


def _rows(section: StatementSection, document: Document) -> Iterator[Row]:
    declared, clock = section.statement, section.clock
    supply = declared.declared_supply
    yield Row("statement", f"{declared.id}, by {declared.issuer}")
    yield Row("as of", instant_text(declared.as_of))
    yield Row("age", _age(clock.age_seconds))
    yield Row("published", f"{instant_text(declared.published)}, {_lag(section)}")
    if document.token.kind is not TokenKind.CRYPTO_RESERVE:
        yield Row(
            "declared supply",
            stated(supply)
            if isinstance(supply, Unknown)
            else f"{figure_text(supply)} {document.token.symbol}, as written",
        )
    yield Row("next statement", _cadence(section))
    yield from _assurance(declared.assurance)
    yield provenance_row(declared.provenance)


def _age(seconds: int) -> str:
    if seconds < 0:
        return f"{duration_text(-seconds)} after the measurement time"
    return f"{duration_text(seconds)} at the measurement time"


def _lag(section: StatementSection) -> str:
    return f"{duration_text(section.clock.publication_lag_seconds)} after the time it speaks of"


def _cadence(section: StatementSection) -> str:
    cadence, overdue = section.statement.promised_cadence_days, section.clock.overdue_seconds
    if isinstance(cadence, Unknown) or overdue is None:
        return f"promised cadence {stated(cadence)}"
    promise = f"promised every {count_text(cadence)} d"
    if overdue > 0:
        return f"{promise}; overdue by {duration_text(overdue)}"
    return f"{promise}; due in {duration_text(-overdue)}"


def _assurance(assurance: Assurance | Unknown) -> Iterator[Row]:
    if isinstance(assurance, Unknown):
        yield not_known("practitioner's report", assurance.why)
        return
    yield Row("practitioner", f"{assurance.signer} (the signer; network: {assurance.network})")
    yield Row("standard", assurance.standard)
    yield Row("level", level_words(assurance.level))
    yield Row("report as of", instant_text(assurance.as_of))
    yield Row("report issued", instant_text(assurance.issued))
    yield Row("document SHA-256", stated(assurance.document_sha256))
    yield provenance_row(assurance.provenance, "report's source")
