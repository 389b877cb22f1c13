"""Checks of concentration: much in one hand, as facts and without a grade (RSK).

- An account's share is of all natively minted tokens, so that a chain with few of them weighs
  little. One account is one holder: nobody here knows which accounts belong together.
- Counted are accounts that the registry calls an exchange and those it has no label for. What it
  calls a treasury, an owner, a bridge, an escrow, a contract or a burn address is not a holder.
- Custody is as the statement tells it. What it leaves open is no concentration and no spread.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.labels import Role
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Ratio, Tokens
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Books, Open
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure

_LARGEST: Final = 20
"""Holders of a deployment that are looked at: of so many it is read whether they are contracts."""


def _spread_over_holders(case: Case, books: Books) -> Iterator[Violation]:
    native = books.supply.native
    if isinstance(native, Open) or native.base_units <= 0:
        return  # SUP-01 says what could not be read.
    for deployment in case.scope.token.deployments:
        state = case.ledger(deployment.asset)
        if not deployment.native or not isinstance(state, LedgerState):
            continue  # LED-01 says why there is no ledger.
        for index, units in enumerate(state.holders.balances[:_LARGEST]):
            held = TokenAmount(units, deployment.decimals)
            share = held.tokens / native.tokens
            if share <= case.scope.policy.max_holder_share:
                break  # largest first
            account = AccountId(deployment.asset.chain, state.holders.address(index))
            who = _who(case, deployment, state, account)
            if who:
                yield Violation(
                    describe(deployment, case.scope),
                    say("one account holds much of all tokens: {who}", who=who),
                    Bearing.NOTED,
                    (
                        figure("account", account),
                        figure("holds", Tokens(held, case.scope.token.symbol)),
                        figure("share of all natively minted", Ratio(Interval.exactly(share))),
                        figure("policy allows", _allowed(case)),
                    ),
                )


def _allowed(case: Case) -> Ratio:
    allowed: Fraction = case.scope.policy.max_holder_share
    return Ratio(Interval.exactly(allowed))


def _who(case: Case, deployment: Deployment, state: LedgerState, account: AccountId) -> str:
    """Return what is known of a holder; empty for an account that does not count as one."""
    if account == deployment.asset.contract:
        return ""
    for known in case.scope.token.accounts:
        if known.account == account:
            return (
                say("an exchange, {label}", label=known.label)
                if known.role == Role.EXCHANGE
                else ""
            )
    if not isinstance(state.contracts, frozenset):
        return "without a label; whether it is a contract could not be read"
    is_contract = account.address in state.contracts
    return "a contract without a label" if is_contract else "an account without a label"


def _spread_over_custodians(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    assets = () if statement is None else statement.reserves
    for what, told in (
        ("one custodian holds all declared assets", [a.custody.custodian for a in assets]),
        ("all declared assets lie in one jurisdiction", [a.custody.jurisdiction for a in assets]),
    ):
        names = {one for one in told if isinstance(one, str)}
        if len(names) == 1 and all(isinstance(one, str) for one in told):
            yield Violation(
                "reserves",
                what,
                Bearing.NOTED,
                (figure("named", names.pop()), figure("assets", len(told))),
            )


def _keys(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        chain = deployment.asset.chain
        owners = [
            one
            for one in case.scope.token.accounts
            if one.role == Role.OWNER and one.account.chain == chain
        ]
        if len(owners) == 1:
            yield Violation(
                describe(deployment, case.scope),
                say("one account owns the contract: {label}", label=owners[0].label),
                Bearing.NOTED,
                (figure("account", owners[0].account),),
            )


HOLDERS: Final = Check(
    "RSK-01",
    "No single exchange or unlabelled account holds more of the tokens than the policy names.",
    Severity.LOW,
    "Who holds much can ask for much at once, and an exchange's wallet stands for many who may. "
    "A fact about who could redeem, no fault of anybody.",
    "Label the account in a labels file or the token's file, if it is known whose it is.",
    _spread_over_holders,
)
CUSTODY: Final = Check(
    "RSK-04",
    "The declared assets lie with more than one custodian and in more than one jurisdiction.",
    Severity.INFO,
    "What one custodian, bank or court can hold up, one event can hold up. A fact that the "
    "statement itself gives.",
    "Nothing to settle: the reader weighs it.",
    _spread_over_custodians,
)
KEYS: Final = Check(
    "RSK-05",
    "More than one account owns each contract, as far as the registry knows.",
    Severity.INFO,
    "Who owns a contract can usually mint. One account may be one key or many people behind a "
    "multisig; which it is, and what it may do, is not read in this version: the label says what a "
    "source says.",
    "Read owner(), getOwners() and getThreshold() of the account.",
    _keys,
)
