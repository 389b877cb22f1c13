"""What the supply is worth in dollars, for a token that owes another currency."""

from dataclasses import dataclass

from stableaudit.reconcile.dollar_view import DollarView, dollar_views
from stableaudit.reconcile.judge import Result


@dataclass(frozen=True, slots=True)
class RatesSection:
    """The dollar views of a result; none where the peg needs no rate."""

    views: tuple[DollarView, ...]


def rates_section(result: Result) -> RatesSection:
    """Return the dollar views with every rate that was read for them."""
    return RatesSection(dollar_views(result.case, result.books.supply))
