"""How much pure gold a declared holding is: by its list of bars, or by the mass it declares.

A list says bar by bar what a mass says at once, and more precisely. That the two agree is for the
rules about bars and for DEC-06 to see; here the list has the word.
"""

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.reserves.bar_weights import total_fine_grams as listed_grams
from stableaudit.reserves.mass import Unbounded, change_grams, fine_grams
from stableaudit.reserves.statement_lacks import pledged_without_amount


def held_grams(holding: AllocatedGold) -> Interval | Unbounded:
    """Return the grams of pure gold of a holding."""
    if isinstance(holding.bar_list, BarList):
        return listed_grams(holding.bar_list)
    return fine_grams(holding)


def encumbered_grams(holding: AllocatedGold) -> Interval | Unbounded:
    """Return the grams of pure gold of a holding that are pledged or lent; 0 if none.

    A declared "0" says that nothing is: it is no mass that somebody rounded.
    """
    if pledged_without_amount(holding):
        return Unbounded(say("how much of {id} is pledged or lent", id=holding.id))
    if not isinstance(holding.encumbered, Figure) or holding.encumbered.value == 0:
        return Interval.exactly(0)
    return change_grams(holding, holding.encumbered)


def total_held_grams(holdings: tuple[AllocatedGold, ...]) -> Interval | Unbounded:
    """Return the pure gold of all holdings; unbounded if any one is. No holdings are no gold."""
    total = Interval.exactly(0)
    for holding in holdings:
        grams = held_grams(holding)
        if isinstance(grams, Unbounded):
            return grams
        total = total + grams
    return total
