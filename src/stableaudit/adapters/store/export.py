"""A whole ledger as one Parquet file that stands alone and that any engine reads."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Final

from stableaudit.adapters.store.errors import RefusedError, as_store_errors
from stableaudit.adapters.store.limbs import LIMBS
from stableaudit.adapters.store.listing import entry_lines, plain_lines
from stableaudit.adapters.store.movements import any_of, names
from stableaudit.adapters.store.schema import used_limbs
from stableaudit.adapters.store.sql import FIRST_ACCOUNT, SUPPLY, Connection, ask
from stableaudit.domain.ledger import Attribution, Boundary, EntryKind

_DIGITS: Final = 18
"""Decimal digits of a limb."""


def export(con: Connection, path: Path) -> None:
    """Write every entry to a Parquet file in chain order, all of it or nothing.

    Columns: block, ordinal, timestamp, kind, source_party and destination_party (account, supply
    or suspense), source and destination (20 bytes, NULL for no account), a0 to a4 (limbs in base
    10^18), base_units (decimal text), attribution, transaction (32 bytes; NULL for plain
    transfers, whose transactions are not kept).

    Events of control move nothing and are not in it.
    """
    limbs = used_limbs(con)
    lines = f"{plain_lines(limbs)} UNION ALL {entry_lines(tuple(EntryKind))}"
    with _in_place_of(path) as temporary:
        target = str(temporary).replace("'", "''")
        ask(
            con,
            f"COPY (SELECT block, ordinal, timestamp, {_word('kind', EntryKind)} AS kind, "
            f"{_party('src', 'source')}, {_party('dst', 'destination')}, "
            f"{', '.join(f'{name}::BIGINT AS {name}' for name in names('a', LIMBS))}, "
            f"{_decimal(limbs)} AS base_units, {_word('attribution', Attribution)} AS attribution, "
            f"CASE WHEN octet_length(tx) > 0 THEN tx END AS transaction FROM ({lines}) "
            "JOIN account AS source ON source.id = src "
            "JOIN account AS destination ON destination.id = dst ORDER BY block, ordinal) "
            f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)",
        )


@contextmanager
def _in_place_of(path: Path) -> Iterator[Path]:
    """Give a new name in the same folder; what was written there takes the place of `path`."""
    whole = path.absolute()
    temporary = whole.with_name(f".{whole.name}.{secrets.token_hex(8)}.tmp")
    with as_store_errors(path):
        if whole.is_symlink() or (whole.exists() and not whole.is_file()):
            raise RefusedError("is no plain file; only one is replaced", hint="name a file")
    try:
        yield temporary
        with as_store_errors(path):
            _flush(temporary, os.O_RDWR)
            temporary.replace(whole)
            _flush(whole.parent, os.O_RDONLY | os.O_DIRECTORY)
    finally:  # an interrupt, too, must not leave the temporary file
        temporary.unlink(missing_ok=True)


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _word(column: str, words: type[IntEnum]) -> str:
    cases = " ".join(f"WHEN {word:d} THEN '{word.name.lower()}'" for word in words)
    return f"CASE {column} {cases} END"


def _party(account: str, name: str) -> str:
    is_account = f"{account} >= {FIRST_ACCOUNT}"
    return (
        f"CASE WHEN {is_account} THEN 'account' WHEN {account} = {SUPPLY} "
        f"THEN '{Boundary.SUPPLY.value}' ELSE '{Boundary.SUSPENSE.value}' END AS {name}_party, "
        f"CASE WHEN {is_account} THEN {name}.address END AS {name}"
    )


def _decimal(limbs: int) -> str:
    lower = [f"lpad(a{place}::VARCHAR, {_DIGITS}, '0')" for place in reversed(range(limbs - 1))]
    digits = " || ".join((f"a{limbs - 1}::VARCHAR", *lower))
    return f"CASE WHEN {any_of(names('a', limbs))} THEN ltrim({digits}, '0') ELSE '0' END"
