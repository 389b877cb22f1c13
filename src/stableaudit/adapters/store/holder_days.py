"""How many accounts held something at the end of each day."""

from itertools import accumulate
from typing import Final

from stableaudit.adapters.store.coverage import check_covered, rows_moved
from stableaudit.adapters.store.errors import RefusedError
from stableaudit.adapters.store.movements import (
    BEFORE_ALL,
    DAY,
    compared,
    movements,
    names,
    summed,
)
from stableaudit.adapters.store.schema import used_limbs
from stableaudit.adapters.store.sql import FIRST_ACCOUNT, Connection, ask
from stableaudit.domain.ledger import DayHolders

_MOVEMENTS_AT_ONCE: Final = 5_000_000
"""More are worked off in shares of the accounts, so that what is sorted fits the memory."""


def holders_by_day(
    con: Connection, *, until: int, floor: int, at_once: int = _MOVEMENTS_AT_ONCE
) -> tuple[DayHolders, ...]:
    """Return how many accounts held more than `floor` base units at the end of each day."""
    check_covered(con, until)
    if floor < 0:
        raise RefusedError(f"cannot count holders above a floor of {floor}")
    active = ask(
        con,
        f"SELECT {DAY} FROM transfer WHERE block <= ? "
        f"UNION SELECT {DAY} FROM entry WHERE block <= ?",
        [until, until],
    )
    change = dict.fromkeys(sorted(day for (day,) in active), 0)
    shares = 1 + 2 * rows_moved(con, BEFORE_ALL, until) // at_once
    for share in range(shares):
        for day, more in ask(con, _crossings(con, until, floor, (share, shares))):
            change[day] += more
    return tuple(
        DayHolders(day, held) for day, held in zip(change, accumulate(change.values()), strict=True)
    )


def _crossings(con: Connection, until: int, floor: int, share: tuple[int, int]) -> str:
    """Return a query for how many more accounts of a share hold more than before, by day."""
    limbs = used_limbs(con)
    keys = ("account", "day")
    moved = movements(limbs, after=BEFORE_ALL, until=until, keep=DAY, share=share)
    by_day = "(PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING)"
    running = ", ".join(f"sum({s}) OVER {by_day} AS {s}" for s in names("s", limbs))
    balances = (
        f"SELECT account, day, {running} FROM ({summed(limbs, moved, *keys)}) "
        f"WHERE account >= {FIRST_ACCOUNT}"
    )
    return (
        "SELECT day, sum(more::INTEGER - before::INTEGER)::BIGINT FROM (SELECT day, more, "
        "lag(more, 1, FALSE) OVER (PARTITION BY account ORDER BY day) AS before "
        f"FROM ({compared(limbs, floor, balances, *keys)})) GROUP BY day"
    )
