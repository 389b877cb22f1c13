"""Cases to render of what is no stablecoin; every figure and every statement is invented."""

from dataclasses import replace

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.evidence import Evidence, HoldingEvidence
from stableaudit.domain.findings import Severity
from stableaudit.domain.policy import Policy
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import OpenPoint, Peg, Token, TokenKind
from stableaudit.reconcile.case import Case, Scope
from stableaudit.reconcile.judge import Result, judge
from tests.cases import BNB, CRYPTO_RESERVE, NOW, crypto_case, reading, with_holding

_INVENTED = Provenance("invented for the tests", "2026-11-21")


def crypto_reserve() -> Result:
    """INCONCLUSIVE: no account is declared, and nobody was asked."""
    return _nothing_to_read(
        replace(
            CRYPTO_RESERVE,
            title="National reserve (invented)",
            open_points=(
                OpenPoint(
                    "who keeps it", conflict=False, statement="Not said.", provenance=_INVENTED
                ),
            ),
        )
    )


def digital_som() -> Result:
    """INCONCLUSIVE: there is no public ledger."""
    som = replace(
        CRYPTO_RESERVE,
        kind=TokenKind.DIGITAL_CURRENCY,
        title="Digital som (invented)",
        symbol="DSOM",
        peg=Peg("KGS", Figure("1")),
    )
    return _nothing_to_read(som)


def holdings() -> Result:
    """UNRECONCILED: one account holds a coin less than declared; the other is as declared."""
    case = crypto_case()
    less = HoldingEvidence("bnb-1", reading(12495 * 10**17, BNB), None)
    return judge(with_holding(case, 0, less), fail_on=Severity.HIGH)


def _nothing_to_read(token: Token) -> Result:
    missing = MissingStatement("Nothing was published.", _INVENTED, "Ask its keeper for addresses.")
    scope = Scope(replace(token, statement=missing), (), (), Policy())
    return judge(Case(scope, Evidence(NOW, NOW + 1, (), (), ())), fail_on=Severity.HIGH)
