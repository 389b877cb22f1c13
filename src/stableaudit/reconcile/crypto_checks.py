"""Checks of what is declared to be held on chain, and of what is on no public chain (CRY, DSM)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.quantities import Quantity, Tokens
from stableaudit.domain.readings import Reading
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import Token, TokenKind
from stableaudit.reconcile.books import Books, Open
from stableaudit.reconcile.case import Case, describe_holding
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.holdings import OTHER_DECIMALS, HoldingLine, holding_lines
from stableaudit.reconcile.standing import bearing_of_holding


def _as_declared(case: Case, books: Books) -> Iterator[Violation]:
    for line in holding_lines(case):
        holding = line.holding
        subject = describe_holding(holding, case.scope)
        if isinstance(line.amount, Open):
            # Where nothing was read, SUP-01 or PIN-01 says why.
            if line.amount.missing == OTHER_DECIMALS:
                yield Violation(subject, OTHER_DECIMALS, Bearing.UNDECIDED, _scales(line))
        elif isinstance(holding.declared, Unknown):
            yield Violation(
                subject,
                "the declaration does not say how much the account holds",
                Bearing.NOTED,
                (figure("held, by the chain", Tokens(line.amount, holding.symbol)),),
                severity=Severity.INFO,
            )
        elif line.contradicts:
            yield Violation(
                subject,
                "the account does not hold what is declared",
                bearing_of_holding(case, books, holding),
                _difference(line),
            )


def _scales(line: HoldingLine) -> tuple[NamedQuantity, ...]:
    read = line.evidence.decimals
    declared = figure("declared", line.holding.decimals)
    return (declared, figure("contract", read.value)) if isinstance(read, Reading) else (declared,)


def _difference(line: HoldingLine) -> tuple[NamedQuantity, ...]:
    symbol, declared = line.holding.symbol, line.holding.declared
    known: tuple[tuple[str, Quantity | Open | Unknown], ...] = (
        ("declared", declared if isinstance(declared, Unknown) else declared.text),
        ("held, by the chain", _tokens(line.amount, symbol)),
        ("residual (declared − held)", _tokens(line.residual, symbol)),
        ("tolerance", "half of the last digit that was written"),
    )
    return tuple(figure(label, one) for label, one in known if not isinstance(one, Open | Unknown))


def _tokens(amount: TokenAmount | Open, symbol: str) -> Tokens | Open:
    return amount if isinstance(amount, Open) else Tokens(amount, symbol)


def _accounts_declared(case: Case, _books: Books) -> Iterator[Violation]:
    token = case.scope.token
    if token.kind is TokenKind.CRYPTO_RESERVE and not case.scope.crypto:
        yield Violation(
            token.title,
            "no account of it is declared, so there is nothing to read",
            Bearing.UNDECIDED,
            remedy=_ask(token),
        )


def _public_ledger(case: Case, _books: Books) -> Iterator[Violation]:
    token = case.scope.token
    if token.kind is TokenKind.DIGITAL_CURRENCY and not token.deployments:
        yield Violation(
            token.title,
            "there is no public ledger to audit",
            Bearing.UNDECIDED,
            remedy=_ask(token),
        )


def _ask(token: Token) -> str:
    """Return whom the entry says to ask, and for what; nothing where it does not say."""
    statement = token.statement
    if isinstance(statement, MissingStatement) and not isinstance(statement.ask, Unknown):
        return statement.ask
    return ""


AS_DECLARED: Final = Check(
    "CRY-01",
    "What the declaration says an account holds is what the chain shows.",
    Severity.HIGH,
    "A holding on chain is the one class of reserve that nobody has to be believed about: the "
    "balance is read at the reference block. The tolerance is what the declaration rounded away, "
    "half of the last digit that it wrote. That the account is the declarer's own is its word: "
    "a balance does not say who has the key.",
    "The declarer corrects the figure, names the other accounts, or explains what moved since.",
    _as_declared,
)
ACCOUNTS: Final = Check(
    "CRY-02",
    "The reserve's accounts are declared.",
    Severity.HIGH,
    "Without addresses there is nothing to read: whoever says that a reserve holds a coin has "
    "said nothing that can be checked. That is the absence of evidence, not evidence of absence: "
    "the check is inconclusive, not failed.",
    "Ask whoever keeps it for the addresses, each with a signed message or a marker transaction "
    "that shows control of the key; for the custodian; and for the list of assets. Then write "
    "them in a statement of your own, as in examples/crypto-reserve.",
    _accounts_declared,
)
LEDGER: Final = Check(
    "DSM-01",
    "There is a ledger to audit.",
    Severity.HIGH,
    "Money on a ledger that is not public cannot be counted by anybody but its operator. Nothing "
    "comes from nothing: a check that could look at no ledger must not read as a pass.",
    "Ask the operator for a ledger, or a series of its supply, that anybody can read. The day it "
    "has a contract on a chain, name it in a token file of your own.",
    _public_ledger,
)
