"""Supply, holders and coverage at the end of past days, from ledgers and declarations alone.

Derived, not measured: nobody asked a chain for its state of then. A ledger holds final blocks
without a gap, so that mints less burns up to the end of a day are what the supply was. A day counts
once every ledger goes beyond its end; the holders of all contracts are added up.

Coverage is the declared reserve as a step function, worth the prices of a price file or else the
statement's own one throughout, over what the day's tokens are owed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import Evidence
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger import DayHolders, DaySupply
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, Scope
from stableaudit.reconcile.flow_events import declared_changes
from stableaudit.reconcile.past_prices import price_of_its_time
from stableaudit.reconcile.stepped_reserve import stepped_reserve
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.running import PriceAt, SteppedReserve, cover
from stableaudit.reserves.valuation import declared_terms

DAY_SECONDS: Final = 86_400

MOST_DAYS: Final = 36_525
"""A hundred years. A bundle may claim any time of a block, and each day costs some work."""


@dataclass(frozen=True, slots=True)
class LedgerDays:
    """What the ledger of one native contract says day by day."""

    deployment: Deployment
    last: BlockStamp
    """The last block that it covers: what it says is pinned there."""

    issuance: tuple[DaySupply, ...]
    """Ascending; days on which nothing happened are left out."""

    holders: tuple[DayHolders, ...] | Unknown
    """The same; unknown where it does not follow transfers."""


@dataclass(frozen=True, slots=True)
class PastDay:
    """The end of one UTC day."""

    day: int
    """Days since 1970-01-01."""

    supply: TokenAmount
    """Natively minted, on all chains together."""

    holders: int | Open
    """Accounts with a balance: one on two contracts counts as two."""

    coverage: Interval | Open

    @property
    def at(self) -> int:
        """The day's last second."""
        return (self.day + 1) * DAY_SECONDS - 1


@dataclass(frozen=True, slots=True)
class PastDays:
    """Every day from the first mint to the last that every ledger has whole."""

    days: tuple[PastDay, ...]
    ledgers: tuple[LedgerDays, ...]
    price: str
    """Which price coverage is at, in words."""


def past_days(scope: Scope, ledgers: tuple[LedgerDays, ...]) -> PastDays | Open:
    """Return the past of a token, one ledger for each of its native contracts.

    Open where there is no contract, where not one day is whole, or where there are too many.
    """
    if not ledgers:
        return Open("the token has no contract of its own")
    end = min(one.last.timestamp // DAY_SECONDS for one in ledgers) - 1
    first = min((one.issuance[0].day for one in ledgers if one.issuance), default=end + 1)
    if first > end:
        return Open("the ledgers have no whole day on which there were tokens")
    if end - first >= MOST_DAYS:
        return Open("the ledgers tell of more days than any chain has had")
    every = range(first, end + 1)
    decimals = max(one.deployment.decimals for one in ledgers)
    supplies = [_supplies(one, every, decimals) for one in ledgers]
    holders = [_holders(one, every) for one in ledgers]
    reserve, price_at, price = _backing(scope, until=(end + 1) * DAY_SECONDS - 1)
    days: list[PastDay] = []
    for index, day in enumerate(every):
        supply = TokenAmount(sum(one[index] for one in supplies), decimals)
        at = (day + 1) * DAY_SECONDS - 1
        owed = supply.tokens * scope.token.peg.per_token.value
        days.append(
            PastDay(day, supply, _sum(holders, index), _covered(reserve, price_at, at, owed))
        )
    return PastDays(tuple(days), ledgers, price)


def _supplies(ledger: LedgerDays, every: range, decimals: int) -> list[int]:
    scale: int = 10 ** (decimals - ledger.deployment.decimals)
    steps: dict[int, int] = {}
    for one in ledger.issuance:
        steps[one.day] = (one.minted - one.burned) * scale
    supply, found = 0, []
    for day in every:
        supply += steps.get(day, 0)
        found.append(supply)
    return found


def _holders(ledger: LedgerDays, every: range) -> list[int] | Unknown:
    if isinstance(ledger.holders, Unknown):
        return ledger.holders
    by_day = {one.day: one.holders for one in ledger.holders}
    count, found = 0, []
    for day in every:
        count = by_day.get(day, count)
        found.append(count)
    return found


def _sum(holders: Iterable[list[int] | Unknown], index: int) -> int | Open:
    total = 0
    for one in holders:
        if isinstance(one, Unknown):
            return Open(one.why)
        total += one[index]
    return total


def _backing(scope: Scope, *, until: int) -> tuple[SteppedReserve | Open, PriceAt, str]:
    """Return the declared reserve, gold's price by instant, and in words which one it is."""
    price_at, words = _price(scope)
    statement = scope.statement
    if statement is None:
        return Open("no reserve statement is known"), price_at, words
    reserve = stepped_reserve(scope, statement, declared_changes(statement, until=until))
    return Open(reserve.missing) if isinstance(reserve, Unbounded) else reserve, price_at, words


def _price(scope: Scope) -> tuple[PriceAt, str]:
    nothing_read = Case(scope, Evidence(0, 0, (), (), (), ()))
    of_its_time = price_of_its_time(nothing_read)
    if of_its_time is not None:
        return of_its_time, "the price of each day's end, from the price file"
    if not scope.gold:
        return lambda _: Unbounded("no gold is declared"), "no price: no gold is declared"
    terms = declared_terms(scope.gold, currency=scope.token.peg.currency)
    if terms is None:
        missing = Unbounded("the statement gives no price of its gold, and no price file is given")
        return lambda _: missing, "no price: the statement gives none"
    price = terms.price_range
    return lambda _: price, "the statement's own price throughout"


def _covered(
    reserve: SteppedReserve | Open, price_at: PriceAt, at: int, owed: Fraction
) -> Interval | Open:
    if isinstance(reserve, Open):
        return reserve
    covered = cover(reserve.value(at, price_at), owed)
    return Open(covered.missing) if isinstance(covered, Unbounded) else covered
