"""What the figures of the token side stand on: supplies, balances, and the books of events."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.phrases import say
from stableaudit.domain.proofs import TokenProof
from stableaudit.domain.quantities import Quantity, Tokens
from stableaudit.domain.questions import BalanceOf, Decimals, TotalSupply
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Open, SupplyLine
from stableaudit.reconcile.case import Case, describe, scale_is_confirmed
from stableaudit.reconcile.grounds import (
    Basis,
    ByLedger,
    ByProof,
    Ground,
    InSheet,
    Rule,
    read_ground,
)
from stableaudit.reconcile.judge import Result

_NO_SCALE: Final = "its contract was not read to have the registry's decimals"
_NOBODY: Final = "no reading, ledger or sheet of balances of this bundle has that account"


def place(case: Case, deployment: Deployment) -> str:
    """Return how names call a deployment: its chain's key, and its contract where there are two."""
    chain = deployment.asset.chain
    key = case.scope.chain(chain).key
    others = [one for one in case.scope.token.deployments if one.asset.chain == chain]
    return key if len(others) == 1 else f"{key}.{deployment.asset.contract.local}"


def supply_grounds(result: Result) -> Iterator[Ground]:
    """Yield the total, each deployment's supply, and what is declared against them."""
    case, book = result.case, result.books.supply
    pairs = tuple(zip(case.scope.token.deployments, book.lines, strict=True))
    of = {deployment.asset: _supply(case, deployment, _amount(line)) for deployment, line in pairs}
    native = tuple(of[line.asset] for _, line in pairs if line.native)
    total = Ground("supply", amount_of(case, book.native), Rule.NATIVE_SUM, native)
    yield total
    yield from of.values()
    declared = declared_ground(case, "books.supply.declared", amount_of(case, book.declared))
    yield declared
    yield Ground(
        "books.supply.residual",
        amount_of(case, book.residual),
        Rule.DECLARED_LESS_MINTED,
        (declared, total),
    )


def ledger_grounds(result: Result, supplies: tuple[Ground, ...]) -> Iterator[Ground]:
    """Yield the lines of books 1 and 2 of each deployment; `supplies` are those of the above."""
    case = result.case
    by_name = {one.name: one for one in supplies}
    for deployment, book in zip(case.scope.token.deployments, result.books.ledgers, strict=True):
        name = say("books.ledger.{place}", place=place(case, deployment))
        supply = by_name[say("supply.{place}", place=place(case, deployment))]
        made, gone, held = (
            Ground(f"{name}.{word}", amount_of(case, value), _by_ledger(case, deployment))
            for word, value in (
                ("minted", book.minted),
                ("burned", book.burned),
                ("balances", book.balances),
            )
        )
        derived = Ground(
            say("{name}.derived", name=name),
            amount_of(case, book.derived),
            Rule.MINTED_LESS_BURNED,
            (made, gone),
        )
        yield from (made, gone, derived)
        yield _residual(case, say("{name}.residual", name=name), book.residual, derived, supply)
        yield held
        yield _residual(
            case, say("{name}.balances-residual", name=name), book.balances_residual, held, supply
        )


def balance_grounds(result: Result) -> Iterator[Ground]:
    """Yield the balance of every labelled account whose balance was read."""
    for deployment in result.case.scope.token.deployments:
        evidence = result.case.deployment(deployment.asset)
        for one in () if evidence is None else evidence.holders:
            yield balance_ground(result.case, deployment, one.holder)


def balance_ground(case: Case, deployment: Deployment, holder: AccountId) -> Ground:
    """Return one account's balance: as read, by the ledger, in each sheet, and as proven."""
    name = say("balance.{place}.{local}", place=place(case, deployment), local=holder.local)
    contract = deployment.asset.contract
    witnesses = tuple(_witnesses(case, deployment, holder, name))
    scale = decimals_ground(case, deployment)
    if not witnesses:
        why = not_asked(
            say("balanceOf({local}) of {contract}", local=holder.local, contract=contract),
            whom="nobody",
            reason=_NOBODY,
        )
        return Ground(name, Open(_NOBODY), why)
    first = witnesses[0].value
    if not scale_is_confirmed(case, deployment.asset, decimals=deployment.decimals):
        value: Quantity | Open = Open(_NO_SCALE)
    elif isinstance(first, int):
        value = amount_of(case, TokenAmount(first, deployment.decimals))
    else:
        value = first
    return Ground(name, value, Rule.WITNESSED, (*witnesses, scale))


def _witnesses(
    case: Case, deployment: Deployment, holder: AccountId, name: str
) -> Iterator[Ground]:
    contract = deployment.asset.contract
    question = BalanceOf(contract, holder)
    proof, confirmed = _proof(case, deployment)
    proven = None if proof is None else dict(proof.balances).get(holder)
    evidence = case.deployment(deployment.asset)
    for one in () if evidence is None else evidence.holders:
        if one.holder == holder:
            yield read_ground(
                say("{name}.read", name=name), one.balance, question, proven, confirmed
            )
    state = case.ledger(deployment.asset)
    if isinstance(state, LedgerState):
        columns = state.holders
        index = _position(columns.addresses, holder.address)
        if index is not None:
            amount = columns.balances[index]
            yield Ground(say("{name}.by-ledger", name=name), amount, ByLedger(state.coverage))
        sheets = (one for one in state.sheets if isinstance(one, BalanceSheet))
        for number, sheet in enumerate(sheets, start=1):
            at = _position(sheet.addresses, holder.address)
            if at is not None:
                basis = InSheet(sheet, contract, holder, sheet.balances[at], sheet.observed[at])
                yield Ground(
                    say("{name}.sheet-{number}", name=name, number=number),
                    sheet.balances[at],
                    basis,
                )
    if proven is not None:
        yield Ground(say("{name}.proven", name=name), proven.value, ByProof(proven, confirmed))


def decimals_ground(case: Case, deployment: Deployment) -> Ground:
    """Return the decimals of a deployment's contract, as read."""
    contract = deployment.asset.contract
    name = say("supply.{place}.decimals", place=place(case, deployment))
    evidence = case.deployment(deployment.asset)
    observed = _nothing(case, deployment) if evidence is None else evidence.decimals
    return read_ground(name, observed, Decimals(contract))


def declared_ground(case: Case, name: str, value: Quantity | Open) -> Ground:
    """Return a figure that stands in the statement; without one, the reason."""
    statement = case.scope.statement
    basis: Basis = (
        not_asked(name, whom="nobody", reason="no reserve statement is known")
        if statement is None
        else statement
    )
    return Ground(name, value, basis)


def amount_of(case: Case, amount: TokenAmount | Open) -> Quantity | Open:
    """Return an amount of the token with its symbol."""
    return amount if isinstance(amount, Open) else Tokens(amount, case.scope.token.symbol)


def _supply(case: Case, deployment: Deployment, amount: TokenAmount | Open) -> Ground:
    name = say("supply.{place}", place=place(case, deployment))
    evidence = case.deployment(deployment.asset)
    observed = _nothing(case, deployment) if evidence is None else evidence.total_supply
    proof, confirmed = _proof(case, deployment)
    proven = None if proof is None else proof.supply
    question = TotalSupply(deployment.asset.contract)
    units = read_ground(say("{name}.base-units", name=name), observed, question, proven, confirmed)
    terms = (units, decimals_ground(case, deployment))
    return Ground(name, amount_of(case, amount), Rule.SCALED, terms)


def _amount(line: SupplyLine) -> TokenAmount | Open:
    if isinstance(line.supply, Open):
        return line.supply
    return TokenAmount(line.supply.value, line.decimals)


def _proof(case: Case, deployment: Deployment) -> tuple[TokenProof | None, tuple[str, ...]]:
    evidence = case.proof(deployment.asset)
    if evidence is None or isinstance(evidence.proof, Unavailable):
        return None, ()
    return evidence.proof, evidence.confirmed


def _nothing(case: Case, deployment: Deployment) -> Unavailable:
    asked = describe(deployment, case.scope)
    return not_asked(asked, whom="nobody", reason="the evidence holds nothing about it")


def _by_ledger(case: Case, deployment: Deployment) -> Basis:
    state = case.ledger(deployment.asset)
    if isinstance(state, LedgerState):
        return ByLedger(state.coverage)
    return _nothing(case, deployment) if state is None else state


def _residual(
    case: Case, name: str, value: TokenAmount | Open, ledger: Ground, supply: Ground
) -> Ground:
    return Ground(name, amount_of(case, value), Rule.LEDGER_LESS_SUPPLY, (ledger, supply))


def _position(addresses: bytes, address: bytes) -> int | None:
    """Return the place of an address among many, of which there may be millions."""
    at = addresses.find(address)
    while at % len(address) and at >= 0:
        at = addresses.find(address, at + 1)
    return None if at < 0 else at // len(address)
