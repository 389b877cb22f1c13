"""The statement and labelled accounts of a document as the JSON report has them."""

from stableaudit.domain.declarations import Assurance, Unknown
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.undertakings import RedemptionTerms
from stableaudit.reconcile.assurance import level_words
from stableaudit.report.accounts import spell
from stableaudit.report.sections.accounts import AccountEntry
from stableaudit.report.sections.profile import ProfileSection
from stableaudit.report.sections.statement import StatementSection
from stableaudit.report.v1 import declared, values
from stableaudit.report.v1.fill_values import (
    amount_or_unread,
    instant,
    provenance,
    reading,
    stated,
)


def statement(
    section: StatementSection | MissingStatement,
) -> declared.Statement | declared.NoStatement:
    """Return the statement, or that none is known."""
    if isinstance(section, MissingStatement):
        return declared.NoStatement(
            reason=section.reason,
            ask=stated(section.ask),
            provenance=provenance(section.provenance),
        )
    word, clock = section.statement, section.clock
    overdue = clock.overdue_seconds
    return declared.Statement(
        id=word.id,
        issuer=word.issuer,
        as_of=instant(word.as_of),
        published=instant(word.published),
        age_seconds=str(clock.age_seconds),
        declared_supply=stated(word.declared_supply),
        promised_cadence_days=stated(word.promised_cadence_days),
        overdue_seconds=None if overdue is None else str(overdue),
        assurance=_assurance(word.assurance),
        stale=section.stale,
        sha256=word.digest,
        supersedes=stated(word.supersedes),
        redemption=_redemption(word.redemption),
        announced=tuple(
            declared.Announced(
                what=one.what,
                amount=one.amount.text,
                currency=one.currency,
                provenance=provenance(one.provenance),
            )
            for one in word.announced
        ),
        provenance=provenance(word.provenance),
    )


def checklist(section: ProfileSection | None) -> declared.Checklist | None:
    """Return the checklist that was asked for, or None where none was."""
    if section is None:
        return None
    profile = section.profile
    return declared.Checklist(
        key=profile.key,
        title=profile.title,
        status=profile.status,
        lines=tuple(
            declared.ChecklistLine(
                requirement=line.requirement,
                asks=line.asks,
                reference=line.reference,
                support=line.answer.support.value,
                words=line.answer.words,
            )
            for line in section.lines
        ),
    )


def account(entry: AccountEntry) -> declared.Account:
    """Return one labelled account."""
    return declared.Account(
        account=str(entry.known.account),
        address=spell(entry.known.account),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        label=entry.known.label,
        role=entry.known.role,
        amount=amount_or_unread(entry.amount, "the balance"),
        balance=reading(entry.balance),
        provenance=provenance(entry.known.provenance),
    )


def _redemption(
    terms: RedemptionTerms | Unknown,
) -> declared.Redemption | values.Undeclared:
    if isinstance(terms, Unknown):
        return values.Undeclared(why=terms.why)
    return declared.Redemption(
        at_par=stated(terms.at_par),
        settlement_days=stated(terms.settlement_days),
        minimum=stated(terms.minimum),
        fee_bps=stated(terms.fee_bps),
        eligible=stated(terms.eligible),
        provenance=provenance(terms.provenance),
    )


def _assurance(assurance: Assurance | Unknown) -> declared.Assurance | declared.NoAssurance:
    if isinstance(assurance, Unknown):
        return declared.NoAssurance(why=assurance.why)
    return declared.Assurance(
        signer=assurance.signer,
        network=assurance.network,
        standard=assurance.standard,
        level=assurance.level.value,
        level_in_words=level_words(assurance.level),
        as_of=instant(assurance.as_of),
        issued=instant(assurance.issued),
        document_sha256=stated(assurance.document_sha256),
        provenance=provenance(assurance.provenance),
    )
