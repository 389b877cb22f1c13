"""Books 1 and 2 of a document as the JSON report has them."""

from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import Coverage, EntryKind, EntryRow
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.readings import Unavailable
from stableaudit.ledger.distribution import Distribution
from stableaudit.reconcile.books import Open, SheetLine
from stableaudit.report.accounts import spell
from stableaudit.report.ledger_words import ATTRIBUTIONS, KINDS, transaction_text
from stableaudit.report.sections.ledgers import LargestHolder, LedgerEntry
from stableaudit.report.v1 import ledgers, values
from stableaudit.report.v1.fill_values import (
    amount,
    amount_or_open,
    block,
    figure,
    instant,
    missing,
    unavailable,
)

_MISMATCHES: Final = 100


def ledger(entry: LedgerEntry) -> ledgers.Ledger:
    """Return one deployment's ledger."""
    book, state = entry.book, entry.book.state
    places = entry.registered.decimals
    unattributed = state.totals.unattributed if isinstance(state, LedgerState) else 0
    return ledgers.Ledger(
        asset=str(entry.registered.asset),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        depth=book.depth.value,
        coverage=coverage(state.coverage)
        if isinstance(state, LedgerState)
        else missing(state.missing),
        minted=amount_or_open(book.minted),
        burned=amount_or_open(book.burned),
        events_supply=amount_or_open(book.derived),
        total_supply=amount_or_open(book.observed),
        residual=amount_or_open(book.residual),
        balances=amount_or_open(book.balances),
        balances_residual=amount_or_open(book.balances_residual),
        suspense=amount(TokenAmount(state.totals.suspense, places))
        if isinstance(state, LedgerState)
        else missing(state.missing),
        unattributed_events=unattributed,
        sheets=(
            *(_sheet(entry, line) for line in book.sheets),
            *(
                unavailable(sheet)
                for sheet in (state.sheets if isinstance(state, LedgerState) else ())
                if isinstance(sheet, Unavailable)
            ),
        ),
        distribution=_spread(book.distribution),
        without_labelled_and_contracts=_spread(book.unnamed),
        unlogged=tuple(_event(entry, row) for row in entry.unlogged),
        largest=tuple(_holder(one) for one in entry.largest),
    )


def coverage(found: Coverage) -> ledgers.Coverage:
    """Return what a ledger holds."""
    return ledgers.Coverage(
        first_block=str(found.origin.block),
        first_because=found.origin.why,
        last_block=block(found.last),
        windows=found.windows,
        transfers=found.transfers,
        supply_events=found.entries,
        irregular_logs=found.irregular,
        differences_decided=found.decided,
        sources=found.sources,
    )


def _sheet(entry: LedgerEntry, line: SheetLine) -> ledgers.Sheet:
    compared, chain = line.comparison, entry.registered.asset.chain
    return ledgers.Sheet(
        operator=line.operator,
        endpoint=line.endpoint,
        method=line.method,
        asked=compared.asked,
        equal=compared.equal,
        mismatched=len(compared.mismatches),
        mismatches=tuple(
            ledgers.Mismatch(
                account=str(AccountId(chain, one.address)),
                ledger=str(one.ledger),
                chain=str(one.chain),
            )
            for one in compared.mismatches[:_MISMATCHES]
        ),
        not_asked=compared.unasked,
        residual=amount_or_open(line.residual),
    )


def _spread(spread: Distribution | Open) -> ledgers.Distribution | values.Open:
    if isinstance(spread, Open):
        return missing(spread.missing)
    if spread.concentration is None:
        return missing("nobody that is measured holds anything")
    measured = spread.concentration
    return ledgers.Distribution(
        holders=spread.holders,
        above_one_token=spread.above_floor,
        set_apart=spread.excluded.accounts,
        top=tuple(
            ledgers.Share(holders=number, share=figure(share, "ratio"))
            for number, share in measured.top
        ),
        hhi=figure(measured.hhi, "ratio"),
        effective_holders=figure(measured.effective_holders, "holders"),
        nakamoto=measured.nakamoto,
        gini=_gini(spread.gini),
    )


def _gini(value: Fraction | None) -> values.RangeOrOpen:
    if value is None:
        return missing("nobody holds more than one token")
    return figure(value, "ratio")


def _event(entry: LedgerEntry, row: EntryRow) -> ledgers.SupplyEvent:
    line, chain = row.entry, entry.registered.asset.chain
    party = line.destination if line.kind is EntryKind.MINT else line.source
    return ledgers.SupplyEvent(
        kind=KINDS[line.kind],
        block=str(line.block),
        time=instant(row.timestamp),
        transaction=transaction_text(line.transaction, namespace=chain.namespace),
        account=str(AccountId(chain, party)) if isinstance(party, bytes) else None,
        attribution=ATTRIBUTIONS[line.attribution],
        amount=amount(TokenAmount(line.base_units, entry.registered.decimals)),
    )


def _holder(holder: LargestHolder) -> ledgers.Holder:
    return ledgers.Holder(
        account=str(holder.account),
        address=spell(holder.account),
        balance=amount(holder.balance),
        label=holder.label,
        contract=holder.contract,
    )
