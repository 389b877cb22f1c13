"""The balances of the accounts that the registry has a label for."""

from dataclasses import dataclass

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable, not_asked
from stableaudit.domain.tokens import KnownAccount
from stableaudit.reconcile.case import Case, scale_is_confirmed


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One labelled account. Its share of the supply is left to a book that holds it."""

    known: KnownAccount
    chain_title: str
    simulated: bool
    balance: Reading[int] | Unavailable
    amount: TokenAmount | None
    """The balance with the decimals of the deployment that it is of."""


def account_entries(case: Case) -> tuple[AccountEntry, ...]:
    """Return every labelled account in the registry's order, once for each token contract on it."""
    decimals = {entry.asset: entry.decimals for entry in case.scope.token.deployments}
    titles = {spec.id: spec for spec in case.scope.chains}
    entries: list[AccountEntry] = []
    for known in case.scope.token.accounts:
        spec = titles.get(known.account.chain)
        title = spec.title if spec is not None else str(known.account.chain)
        simulated = spec is not None and spec.simulated
        balances = [
            (holder.balance, deployment.asset)
            for deployment in case.evidence.deployments
            if deployment.asset in decimals
            for holder in deployment.holders
            if holder.holder == known.account
        ]
        if not balances:
            absent = not_asked(
                say("the balance of {label}", label=known.label),
                whom="nobody",
                reason="the evidence holds nothing about it",
            )
            entries.append(AccountEntry(known, title, simulated, absent, None))
        for balance, asset in balances:
            amount = None
            places = decimals[asset]
            if isinstance(balance, Reading) and scale_is_confirmed(case, asset, decimals=places):
                amount = TokenAmount(balance.value, places)
            entries.append(AccountEntry(known, title, simulated, balance, amount))
    return tuple(entries)
