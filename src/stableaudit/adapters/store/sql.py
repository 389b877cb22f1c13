"""The few ways in which every part of the store speaks to the engine.

Whatever is put into the text of a statement is a name or a whole number of ours; what comes from a
chain or a person travels beside it, as a parameter or a column.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeAlias

import duckdb
import numpy as np
from numpy.typing import NDArray

Connection: TypeAlias = duckdb.DuckDBPyConnection
Column: TypeAlias = NDArray[np.generic]

SUPPLY: Final = 0
"""Account id of the supply boundary."""

SUSPENSE: Final = 1
FIRST_ACCOUNT: Final = 2
"""Ids from here on are accounts of 20 bytes."""

_INCOMING: Final = "incoming"


def ask(con: Connection, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Run a statement to its end and return its rows.

    To its end: duckdb 2 refuses what comes next while rows of an earlier statement are unread.
    """
    return con.execute(sql, list(parameters)).fetchall()


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """Commit what is done inside, whole; or nothing of it, whatever ends it."""
    ask(con, "BEGIN")
    try:
        yield
        ask(con, "COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # a commit that failed has ended it already
            ask(con, "ROLLBACK")
        raise


def insert(
    con: Connection, table: str, columns: Mapping[str, Column], *, hexadecimal: Sequence[str] = ()
) -> None:
    """Add rows by column, without an object for each.

    Columns of bytes travel as hexadecimal text: of bytes duckdb 1.4 makes text of its own.
    """
    names = ", ".join(columns)
    values = ", ".join(f"unhex({name})" if name in hexadecimal else name for name in columns)
    con.register(_INCOMING, dict(columns))  # in place of the last; taking it away would cost more
    ask(con, f"INSERT INTO {table} ({names}) SELECT {values} FROM {_INCOMING}")


def number(con: Connection, sql: str, parameters: Sequence[object] = ()) -> int | None:
    """Return the one number that a query answers; None where it answers NULL or no row."""
    found = ask(con, sql, parameters)
    return int(found[0][0]) if found and found[0][0] is not None else None


def columns(con: Connection, sql: str) -> Mapping[str, Column]:
    """Return a query's rows by column. No column may hold NULL, and none more than 64 bits."""
    return {name: np.asarray(column) for name, column in con.execute(sql).fetchnumpy().items()}
