"""What may be concluded: a contradiction needs inputs that are themselves beyond doubt.

An old statement, an unpinned supply or a stuck price may look like a shortfall. It is shown, and
decides nothing: the same functions whose checks report the doubt take the edge off the conclusion.
"""

from itertools import chain

from stableaudit.domain.findings import Bearing
from stableaudit.reconcile import pins, prices, statement, trust
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case


def bearing_of_contradiction(case: Case, books: Books, *, priced: bool) -> Bearing:
    """Return what a contradiction between supply and statement does to the verdict.

    Args:
        case: what is judged.
        books: its books.
        priced: whether the contradiction also rests on a measured price.
    """
    doubts = chain(
        pins.unreferenced(case, books),
        pins.moved(case, books),
        pins.loose(case, books),
        pins.apart(case, books),
        trust.unvetted(case, books),
        statement.not_current(case, books),
    )
    price_doubts = chain(
        prices.wrong_feed(case, books), prices.not_alive(case, books), prices.disagree(case, books)
    )
    in_doubt = any(True for _ in doubts) or (priced and any(True for _ in price_doubts))
    return Bearing.UNDECIDED if in_doubt else Bearing.CONTRADICTS
