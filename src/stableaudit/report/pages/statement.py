"""The reserve statement: of when, how old, by whom, under which standard and level."""

from collections.abc import Iterator

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Assurance, Unknown
from stableaudit.domain.phrases import say
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import TokenKind
from stableaudit.domain.undertakings import Announcement, RedemptionTerms
from stableaudit.reconcile.assurance import level_words
from stableaudit.report.blocks import Block, Heading, Lead, Row, Rows, Tone
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
    yield from _terms(section.statement.redemption)
    if section.statement.announced:
        yield Lead("Announced; it backs nothing until it is there")
        yield Rows(tuple(_announced(section.statement.announced)), indent=2)


def _missing(statement: MissingStatement) -> Iterator[Row]:
    yield not_known("statement", statement.reason)
    if isinstance(statement.ask, str):
        yield Row("next step", statement.ask)
    yield provenance_row(statement.provenance)


def _terms(terms: RedemptionTerms | Unknown) -> Iterator[Block]:
    yield Lead("Redemption, as declared")
    if isinstance(terms, Unknown):
        yield Rows((not_known("terms", terms.why),), indent=2)
        return
    par = terms.at_par
    yield Rows(
        (
            Row("at par", stated(par) if isinstance(par, Unknown) else "yes" if par else "no"),
            Row("settled within, days", stated(terms.settlement_days)),
            Row("minimum, tokens", _figure(terms.minimum)),
            Row("fee, basis points", _figure(terms.fee_bps)),
            Row("who may redeem", stated(terms.eligible)),
            provenance_row(terms.provenance),
        ),
        indent=2,
    )


def _announced(announced: tuple[Announcement, ...]) -> Iterator[Row]:
    for one in announced:
        yield Row(
            one.what,
            say(
                "{amount} {currency}, announced, not held",
                amount=figure_text(one.amount),
                currency=one.currency,
            ),
        )
        yield provenance_row(one.provenance)


def _figure(value: Figure | Unknown) -> str:
    return stated(value) if isinstance(value, Unknown) else figure_text(value)


def _rows(section: StatementSection, document: Document) -> Iterator[Row]:
    declared = section.statement
    supply = declared.declared_supply
    yield Row("statement", say("{id}, by {issuer}", id=declared.id, issuer=declared.issuer))
    yield Row("as of", instant_text(declared.as_of))
    yield _age(section)
    yield Row(
        "published",
        say("{published}, {lag}", published=instant_text(declared.published), lag=_lag(section)),
    )
    if document.token.kind is not TokenKind.CRYPTO_RESERVE:
        yield Row(
            "declared supply",
            stated(supply)
            if isinstance(supply, Unknown)
            else say(
                "{supply} {symbol}, as written",
                supply=figure_text(supply),
                symbol=document.token.symbol,
            ),
        )
    yield Row("next statement", _cadence(section))
    yield from _assurance(declared.assurance)
    yield provenance_row(declared.provenance)


def _age(section: StatementSection) -> Row:
    seconds = section.clock.age_seconds
    if seconds < 0:
        return Row(
            "age",
            say(
                "{duration_text} after the measurement time", duration_text=duration_text(-seconds)
            ),
            Tone.DOUBT,
        )
    told = say("{seconds} at the measurement time", seconds=duration_text(seconds))
    return (
        Row("age", say("STALE: {told}", told=told), Tone.DOUBT)
        if section.stale
        else Row("age", told)
    )


def _lag(section: StatementSection) -> str:
    return say(
        "{publication_lag_seconds} after the time it speaks of",
        publication_lag_seconds=duration_text(section.clock.publication_lag_seconds),
    )


def _cadence(section: StatementSection) -> str:
    cadence, overdue = section.statement.promised_cadence_days, section.clock.overdue_seconds
    if isinstance(cadence, Unknown) or overdue is None:
        return say("promised cadence {stated}", stated=stated(cadence))
    promise = say("promised every {cadence} d", cadence=count_text(cadence))
    if overdue > 0:
        return say(
            "{promise}; overdue by {overdue}", promise=promise, overdue=duration_text(overdue)
        )
    return say(
        "{promise}; due in {duration_text}", promise=promise, duration_text=duration_text(-overdue)
    )


def _assurance(assurance: Assurance | Unknown) -> Iterator[Row]:
    if isinstance(assurance, Unknown):
        yield not_known("practitioner's report", assurance.why)
        return
    yield Row(
        "practitioner",
        say(
            "{signer} (the signer; network: {network})",
            signer=assurance.signer,
            network=assurance.network,
        ),
    )
    yield Row("standard", assurance.standard)
    yield Row("level", level_words(assurance.level))
    yield Row("report as of", instant_text(assurance.as_of))
    yield Row("report issued", instant_text(assurance.issued))
    yield Row("document SHA-256", stated(assurance.document_sha256))
    yield provenance_row(assurance.provenance, "report's source")
