"""What stands in a ledger's file, and how an older file becomes a newer one.

A plain transfer is nothing but its place and time, its parties and its amount: `transfer` has no
kind, transaction or attribution, and no limb that no amount of this token has used yet (`widen`
adds them). What a supply law read is few and carries all of it, in `entry`.

`transfer` has no primary key: an index over 50 million rows costs more memory and time than all
else together. That no log stands twice is established when a window is appended: within it by
looking, between windows because each begins where the last one ended and holds only logs of its
own blocks. The other large tables have none for the same reason.
"""

from typing import Final

from stableaudit.adapters.store.errors import DAMAGED, RefusedError
from stableaudit.adapters.store.limbs import LIMBS
from stableaudit.adapters.store.sql import Connection, ask, transaction
from stableaudit.domain.identifiers import AssetId

_FORMAT: Final = "stableaudit-ledger"


def _table(name: str, *columns: str) -> str:
    return f"CREATE TABLE {name} ({', '.join(f'{column} NOT NULL' for column in columns)})"


_PLACE: Final = ("block BIGINT", "ordinal INTEGER", "timestamp BIGINT")
_PARTIES: Final = ("src INTEGER", "dst INTEGER")
_COUNTS: Final = ("transfers BIGINT", "entries BIGINT", "irregular BIGINT", "decided BIGINT")

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
        _table("account", "id INTEGER", "address BLOB"),
        "INSERT INTO account VALUES (0, 'supply'::BLOB), (1, 'suspense'::BLOB)",
        _table("transfer", *_PLACE, *_PARTIES, "a0 BIGINT"),
        _table(
            "entry",
            *_PLACE,
            *_PARTIES,
            *(f"a{place} BIGINT" for place in range(LIMBS)),
            *("kind UTINYINT", "attribution UTINYINT", "tx BLOB"),
        ),
        _table("control", *_PLACE, "tx BLOB", "topics BLOB", "data BLOB"),
        _table("irregular", "block BIGINT", "ordinal INTEGER", "reason VARCHAR"),
        _table("decided", "block BIGINT", "place INTEGER", "sentence VARCHAR"),
        _table(
            "coverage",
            *("first_block BIGINT", "last_block BIGINT", "last_hash VARCHAR"),
            *("last_timestamp BIGINT", "source VARCHAR", "digest BLOB"),
            *_COUNTS,
        ),
        _table("balance", "account INTEGER", *(f"b{place} BIGINT" for place in range(LIMBS))),
    ),
)
"""What leads from each version to the next; a file without any table has version 0.

Shipped steps never change: a file of an older release takes the same way as ours.
"""

VERSION: Final = len(MIGRATIONS)

_TABLES: Final = frozenset({"meta", "account", "transfer", "entry", "coverage"})
_CONTROL: Final = "control"
"""Table of the events of control. A file without it was fetched before they were asked for."""

_ORIGINAL: Final = "move it away and fetch the ledger again"


def prepare(
    con: Connection,
    asset: AssetId,
    law: str,
    *,
    may_write: bool,
    migrations: tuple[tuple[str, ...], ...] = MIGRATIONS,
) -> None:
    """Establish that a file is the ledger of this asset under this law, in the newest version.

    An empty file becomes one, and an older one is brought forward, in one transaction.

    Raises:
        RefusedError: it is none, another's, of a newer version, or older and not to be written.
    """
    version = _version(con)
    if version:
        _compare(con, "asset", str(asset), "is the ledger of")
        _compare(con, "law", law, "is kept under the supply law")
    if version > len(migrations):
        raise RefusedError(
            f"has version {version}, and this program knows versions up to {len(migrations)}",
            hint="use a newer stableaudit",
        )
    if version == len(migrations):
        return
    if not may_write:
        raise RefusedError(
            f"has version {version} and needs to be brought to {len(migrations)}",
            hint="let a command that writes it, such as a sync, open it once",
        )
    with transaction(con):
        for step in migrations[version:]:
            for statement in step:
                ask(con, statement)
        if not version:
            write(con, "format", _FORMAT)
            write(con, "asset", str(asset))
            write(con, "law", law)
            write_number(con, "limbs", 1)
        write_number(con, "version", len(migrations))


def _version(con: Connection) -> int:
    found = ask(con, "SELECT table_name FROM duckdb_tables() WHERE NOT internal")
    if not found:
        return 0
    tables = {str(name) for (name,) in found}
    if not tables >= _TABLES or read(con, "format") != _FORMAT:
        raise RefusedError("is a database, and no ledger of stableaudit", hint="name another file")
    if _CONTROL not in tables:
        raise RefusedError("was fetched without the events of who controls it", hint=_ORIGINAL)
    version = read_number(con, "version")
    if version is None or version < 1:
        raise RefusedError("does not say its version", hint=DAMAGED.hint)
    return version


def _compare(con: Connection, key: str, wanted: str, words: str) -> None:
    found = read(con, key)
    if found != wanted:
        raise RefusedError(f"{words} {found}, not {wanted}", hint=_ORIGINAL)


def read(con: Connection, key: str) -> str | None:
    """Return what a file says of itself; None where it says nothing."""
    found = ask(con, "SELECT value FROM meta WHERE key = ?", [key])
    return str(found[0][0]) if found else None


def read_number(con: Connection, key: str) -> int | None:
    """Return a whole number that a file says of itself; None where it says nothing."""
    text = read(con, key)
    if text is None:
        return None
    try:
        return int(text)
    except ValueError as error:
        raise RefusedError(f"says {text!r} for {key}", hint=DAMAGED.hint) from error


def write_number(con: Connection, key: str, value: int) -> None:
    """Let a file say a whole number of itself."""
    write(con, key, str(value))


def used_limbs(con: Connection) -> int:
    """Return how many limbs any amount of the ledger has used: the columns of `transfer`."""
    return read_number(con, "limbs") or 1


def widen(con: Connection, used: int, limbs: int) -> None:
    """Give `transfer` the columns of so many limbs, inside the transaction that needs them."""
    for place in range(used, limbs):
        ask(con, f"ALTER TABLE transfer ADD COLUMN a{place} BIGINT DEFAULT 0")
    write_number(con, "limbs", limbs)


def write(con: Connection, key: str, value: str) -> None:
    """Let a file say something of itself."""
    ask(con, "INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])


def erase(con: Connection, key: str) -> None:
    """Let a file no longer say something of itself."""
    ask(con, "DELETE FROM meta WHERE key = ?", [key])
