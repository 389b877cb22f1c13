"""A finished table as a Parquet file, written by the engine that is here anyway."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb

from stableaudit.domain.errors import StoreError
from stableaudit.domain.untrusted import Untrusted


def parquet_bytes(frame: object, columns: Mapping[str, str]) -> bytes:
    """Return a data frame as Parquet.

    Args:
        frame: anything that DuckDB reads by its columns, such as one of pandas.
        columns: the SQL type of each column by name, in order; an empty frame keeps its types.

    Raises:
        StoreError: the temporary file cannot be written.
    """
    cast = ", ".join(
        f"CAST({_name(name)} AS {kind}) AS {_name(name)}" for name, kind in columns.items()
    )
    try:
        with (
            tempfile.TemporaryDirectory(prefix="stableaudit-") as folder,
            duckdb.connect() as engine,
        ):
            path = Path(folder) / "table.parquet"
            engine.register("finished", frame)
            # The names are our own and the path is not bound by COPY; both are quoted.
            engine.execute(
                f"COPY (SELECT {cast} FROM finished) TO '{_text(str(path))}' (FORMAT parquet)"
            )
            return path.read_bytes()
    except (duckdb.Error, OSError) as error:
        raise StoreError(
            f"cannot be written: {Untrusted(str(error))}", where="a temporary Parquet file"
        ) from error


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return text.replace("'", "''")
