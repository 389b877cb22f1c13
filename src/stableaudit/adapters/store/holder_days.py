"""How many accounts held something at the end of each day."""

from itertools import accumulate

from stableaudit.adapters.store.coverage import check_covered
from stableaudit.adapters.store.movements import (
    BEFORE_ALL,
    DAY,
    more_than,
    movements,
    names,
    settled,
    settled_width,
    summed,
)
from stableaudit.adapters.store.schema import used_limbs
from stableaudit.adapters.store.sql import FIRST_ACCOUNT, Connection, ask
from stableaudit.domain.ledger import DayHolders


def holders_by_day(con: Connection, *, until: int, floor: int) -> tuple[DayHolders, ...]:
    """Return how many accounts held more than `floor` base units at the end of each day.

    Only those who crossed the floor leave the engine: by day, how many more held than before.
    """
    check_covered(con, until)
    limbs = used_limbs(con)
    width = settled_width(limbs)
    moved = movements(limbs, after=BEFORE_ALL, until=until, keep=DAY, width=width)
    by_day = "(PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING)"
    running = ", ".join(f"sum({s}) OVER {by_day} AS {s}" for s in names("s", width))
    balances = settled(
        width,
        f"SELECT account, day, {running} FROM ({summed(width, moved, 'account', 'day')})"
        f" WHERE account >= {FIRST_ACCOUNT}",
        *("account", "day"),
    )
    crossed = ask(
        con,
        "SELECT day, sum(held::INTEGER - before::INTEGER)::BIGINT FROM ("
        "SELECT day, held, lag(held, 1, FALSE) OVER (PARTITION BY account ORDER BY day) AS before "
        f"FROM (SELECT account, day, {more_than(width, floor)} AS held FROM ({balances})))"
        " GROUP BY day",
    )
    active = ask(
        con,
        f"SELECT {DAY} FROM transfer WHERE block <= ? "
        f"UNION SELECT {DAY} FROM entry WHERE block <= ?",
        [until, until],
    )
    change = dict.fromkeys(sorted(day for (day,) in active), 0) | dict(crossed)
    return tuple(
        DayHolders(day, held) for day, held in zip(change, accumulate(change.values()), strict=True)
    )
