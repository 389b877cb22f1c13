"""Books 1 and 2 of each deployment, with what they rest on."""

from dataclasses import dataclass
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import EntryRow
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import LedgerBook
from stableaudit.reconcile.judge import Result

_LARGEST: Final = 5


@dataclass(frozen=True, slots=True)
class LargestHolder:
    """One of the largest holders by the ledger."""

    account: AccountId
    balance: TokenAmount
    label: str
    """The registry's; empty where it has none."""

    contract: bool | None
    """Whether it has code; None where nobody could tell."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One deployment's ledger."""

    registered: Deployment
    chain_title: str
    simulated: bool
    book: LedgerBook
    largest: tuple[LargestHolder, ...]
    unlogged: tuple[EntryRow, ...]
    """The first mints and burns whose account no log names."""


def ledger_entries(result: Result) -> tuple[LedgerEntry, ...]:
    """Return every deployment's ledger, in the registry's order."""
    scope = result.case.scope
    entries: list[LedgerEntry] = []
    for deployment, book in zip(scope.token.deployments, result.books.ledgers, strict=True):
        spec = scope.chain(deployment.asset.chain)
        state = book.state
        entries.append(
            LedgerEntry(
                deployment,
                spec.title,
                spec.simulated,
                book,
                _largest(result, deployment, state) if isinstance(state, LedgerState) else (),
                state.unlogged if isinstance(state, LedgerState) else (),
            )
        )
    return tuple(entries)


def _largest(
    result: Result, deployment: Deployment, state: LedgerState
) -> tuple[LargestHolder, ...]:
    labels = {known.account: known.label for known in result.case.scope.token.accounts}
    found: list[LargestHolder] = []
    for index in range(min(_LARGEST, len(state.holders))):
        address = state.holders.address(index)
        account = AccountId(deployment.asset.chain, address)
        code = address in state.contracts if isinstance(state.contracts, frozenset) else None
        balance = TokenAmount(state.holders.balances[index], deployment.decimals)
        found.append(LargestHolder(account, balance, labels.get(account, ""), code))
    return tuple(found)
