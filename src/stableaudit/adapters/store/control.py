"""Events of who controls the token, as they were kept."""

from typing import Final

from stableaudit.adapters.store.coverage import check_covered
from stableaudit.adapters.store.sql import Connection, ask, number
from stableaudit.domain.control_history import ControlLogs, KeptLog
from stableaudit.domain.logs import WORD_BYTES, RawLog

_EVERY: Final = 1 << 62


def control_logs(con: Connection, *, until: int, most: int = _EVERY) -> ControlLogs:
    """Return the last events up to a block, so many at most, in chain order."""
    check_covered(con, until)
    count = number(con, "SELECT count(*) FROM control WHERE block <= ?", [until]) or 0
    rows = ask(
        con,
        "SELECT block, ordinal, timestamp, tx, topics, data FROM control WHERE block <= ? "
        "ORDER BY block DESC, ordinal DESC LIMIT ?",
        [until, most],
    )
    logs = tuple(
        KeptLog(RawLog(block, ordinal, tx, _words(topics), data), timestamp)
        for block, ordinal, timestamp, tx, topics, data in reversed(rows)
    )
    return ControlLogs(logs, count - len(logs))


def _words(topics: bytes) -> tuple[bytes, ...]:
    return tuple(topics[at : at + WORD_BYTES] for at in range(0, len(topics), WORD_BYTES))
