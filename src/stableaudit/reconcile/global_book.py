"""Close the global book: what stands on all chains together, against what is declared."""

from typing import Final, assert_never

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.tokens import Deployment, TokenKind
from stableaudit.reconcile.books import GlobalBook, Open, SupplyLine
from stableaudit.reconcile.case import Case, Scope, describe

OTHER_DECIMALS: Final = "the contract has other decimals than the registry"
NO_DECIMALS: Final = "its decimals could not be read"


def close_global_book(case: Case) -> GlobalBook:
    """Return the global book; what could not be read leaves its line, and the sum, open."""
    lines = tuple(_line(case, deployment) for deployment in case.scope.token.deployments)
    native = _native_total(case.scope, lines)
    declared = _declared_total(case.scope, native)
    if isinstance(declared, Open):
        return GlobalBook(lines, native, declared, declared)
    if isinstance(native, Open):
        return GlobalBook(lines, native, declared, native)
    finest = max(declared.decimals, native.decimals)
    residual = declared.rescaled(finest) - native.rescaled(finest)
    return GlobalBook(lines, native, declared, residual)


def _line(case: Case, deployment: Deployment) -> SupplyLine:
    supply = _supply(case, deployment)
    return SupplyLine(deployment.asset, deployment.native, supply, deployment.decimals)


def _supply(case: Case, deployment: Deployment) -> Reading[int] | Open:
    evidence = case.deployment(deployment.asset)
    if evidence is None:
        return Open("it was not asked for")
    if isinstance(evidence.total_supply, Unavailable):
        return Open(str(evidence.total_supply))
    # Base units without their scale are no amount of tokens.
    if isinstance(evidence.decimals, Unavailable):
        return Open(NO_DECIMALS)
    if evidence.decimals.value != deployment.decimals:
        return Open(OTHER_DECIMALS)
    return evidence.total_supply


def _native_total(scope: Scope, lines: tuple[SupplyLine, ...]) -> TokenAmount | Open:
    deployments = scope.token.deployments
    native = tuple(pair for pair in zip(deployments, lines, strict=True) if pair[1].native)
    if not native:
        return Open(_why_none(scope))
    finest = max(line.decimals for _, line in native)
    total = TokenAmount(0, finest)
    for deployment, line in native:
        amount = line.amount
        if amount is None:
            return Open(
                say(
                    "the supply of {describe}{because}",
                    describe=describe(deployment, scope),
                    because=_because(line),
                )
            )
        total = total + amount.rescaled(finest)
    return total


def _why_none(scope: Scope) -> str:
    match scope.token.kind:
        case TokenKind.STABLECOIN:
            return "the registry names no native deployment"
        case TokenKind.CRYPTO_RESERVE:
            return "none is declared: coverage has no meaning"
        case TokenKind.DIGITAL_CURRENCY:
            return "there is no public ledger"
        case _ as never:
            assert_never(never)


def _because(line: SupplyLine) -> str:
    # Only reasons of ours: what a node said stands in the finding about it.
    match line.supply:
        case Open(missing=reason) if reason in (OTHER_DECIMALS, NO_DECIMALS):
            return say(": {reason}", reason=reason)
        case _:
            return " could not be read"


def _declared_total(scope: Scope, native: TokenAmount | Open) -> TokenAmount | Open:
    statement = scope.statement
    if statement is None:
        return Open("no reserve statement is known")
    if not isinstance(statement.declared_supply, Figure):
        return Open("the statement does not say how many tokens are issued")
    figure = statement.declared_supply
    written = len(figure.text.partition(".")[2])
    decimals = max(written, 0 if isinstance(native, Open) else native.decimals)
    scale: int = 10**decimals
    return TokenAmount(int(figure.value * scale), decimals)
