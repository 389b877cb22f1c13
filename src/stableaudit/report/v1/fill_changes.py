"""What changed since a kept result as a JSON record."""

from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.errors import StoreError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import Boundary, EntryRow, Party
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile import changes as found
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.outcome import KeptResult
from stableaudit.report.document import Document
from stableaudit.report.ledger_words import ATTRIBUTIONS, KINDS, party_text, transaction_text
from stableaudit.report.v1 import changes, ledger, values
from stableaudit.report.v1.fill_history import finding_line
from stableaudit.report.v1.fill_values import amount, amount_or_open, figure, instant, missing

NOTHING_KEPT: Final = "no earlier result is kept on this machine"
_NOTHING: Final = found.Changes((), (), (), (), ())


def fill_changes(
    before: KeptResult | StoreError | None,
    compared: found.Changes | None,
    document: Document,
    exit_code: int,
) -> changes.ChangesReport:
    """Return the report on what changed; `compared` is None where there is nothing to compare."""
    token, told = document.token, compared or _NOTHING
    return changes.ChangesReport(
        schema_version=changes.SCHEMA_VERSION,
        program=document.program,
        exit_code=exit_code,
        token=ledger.Token(key=token.key, title=token.title, symbol=token.symbol),
        simulated=document.simulated,
        before=_before(before),
        after=changes.Side(
            measurement_time=instant(document.measurement_time),
            verdict=document.verdict.value,
            why=document.why,
        ),
        changed="not known" if compared is None else "yes" if compared.any else "no",
        words=tuple(_word(one) for one in told.words),
        supplies=tuple(_supply(one) for one in told.supplies),
        amounts=tuple(_amount(one) for one in told.figures if isinstance(one, found.AmountChange)),
        ranges=tuple(_range(one) for one in told.figures if isinstance(one, found.RangeChange)),
        appeared=tuple(finding_line(one) for one in told.appeared),
        gone=tuple(finding_line(one) for one in told.gone),
    )


def _before(before: KeptResult | StoreError | None) -> changes.Side | values.Open:
    match before:
        case None:
            return missing(NOTHING_KEPT)
        case StoreError():
            return missing(f"the earlier results cannot be read: {before}")
        case KeptResult(outcome, why):
            return changes.Side(
                measurement_time=instant(outcome.measurement_time),
                verdict=outcome.verdict.value,
                why=why,
            )


def _word(one: found.WordChange) -> changes.Word:
    return changes.Word(subject=one.subject, what=one.what, before=one.before, after=one.after)


def _supply(one: found.SupplyChange) -> changes.Supply:
    causes = one.causes
    return changes.Supply(
        subject=one.subject,
        asset=str(one.deployment.asset),
        before=amount_or_open(one.before),
        after=amount_or_open(one.after),
        causes=missing(causes.missing)
        if isinstance(causes, Open)
        else changes.Causes(events=tuple(_event(row, one.deployment) for row in causes)),
        unexplained=amount_or_open(one.unexplained),
    )


def _event(row: EntryRow, deployment: Deployment) -> ledger.Event:
    entry, chain = row.entry, deployment.asset.chain

    def text(party: Party) -> str:
        return party_text(party if isinstance(party, Boundary) else AccountId(chain, party))

    return ledger.Event(
        time=instant(row.timestamp),
        block=str(entry.block),
        ordinal=entry.ordinal,
        kind=KINDS[entry.kind],
        source=text(entry.source),
        destination=text(entry.destination),
        amount=amount(TokenAmount(entry.base_units, deployment.decimals)),
        attribution=ATTRIBUTIONS[entry.attribution],
        transaction=transaction_text(entry.transaction, namespace=chain.namespace) or None,
    )


def _amount(one: found.AmountChange) -> changes.AmountChange:
    return changes.AmountChange(
        label=one.label, before=amount_or_open(one.before), after=amount_or_open(one.after)
    )


def _range(one: found.RangeChange) -> changes.RangeChange:
    unit = f"{one.currency} per fine ozt" if one.currency else "ratio"
    return changes.RangeChange(
        label=one.label, before=figure(one.before, unit), after=figure(one.after, unit)
    )
