"""Close the stress book: what shocks would leave of the coverage of all natively minted tokens.

Strict as coverage is: the liability is all natively minted tokens at par. An asset in the tokens'
own currency, and gold behind tokens that owe gold, is moved by nothing: no price and no exchange
rate lies between reserve and debt.
"""

from typing import assert_never

from stableaudit.domain.reserve_assets import AllocatedGold, CryptoHolding, MonetaryAsset
from stableaudit.reconcile.books import AssetLine, Open, ReserveBook
from stableaudit.reconcile.case import Case
from stableaudit.reserves.stress import DriverKind, StressBook, StressLine, stress


def close_stress_book(case: Case, book: ReserveBook) -> StressBook | Open:
    """Return the stress book; open for the reason that coverage is."""
    if isinstance(book.coverage, Open):
        return book.coverage
    if isinstance(book.liability, Open):
        return book.liability
    lines = tuple(
        StressLine(line.driver, _kind(line, book.currency), line.eligible)
        for line in book.assets
        if not isinstance(line.eligible, Open)  # one that is leaves coverage open as well
    )
    return stress(lines, book.liability, threshold=case.scope.policy.min_coverage)


def _kind(line: AssetLine, currency: str) -> DriverKind | None:
    if line.driver == currency:
        return None
    match line.asset:
        case AllocatedGold():
            return DriverKind.GOLD
        case MonetaryAsset():
            return DriverKind.CURRENCY
        case CryptoHolding():
            return DriverKind.COIN
        case _ as never:
            assert_never(never)
