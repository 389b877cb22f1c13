import errno
import inspect
from pathlib import Path

import duckdb
import pytest

from stableaudit.adapters.store.errors import (
    DAMAGED,
    DEFECT,
    FAILED,
    FULL,
    IN_USE,
    MEANINGS,
    MEMORY,
    OTHER_ENGINE,
    REFUSED,
    Meaning,
    RefusedError,
    as_store_errors,
    meaning_of,
    store_error,
)
from stableaudit.domain.errors import StoreError

PATH = Path("/ledgers/a\u202e.duckdb")
PUBLIC = [
    name
    for name, kind in inspect.getmembers(duckdb, inspect.isclass)
    if issubclass(kind, BaseException)
]


def test_meanings_name_every_exception_of_duckdb_and_nothing_else() -> None:
    assert sorted(MEANINGS) == PUBLIC


def test_meaning_of_a_subclass_is_its_bases() -> None:
    class NewerError(duckdb.OutOfMemoryException):
        pass

    assert meaning_of(NewerError("x")) is MEMORY


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (duckdb.IOException("Could not set lock on file: Conflicting lock is held"), IN_USE),
        (duckdb.ConnectionException("with a different configuration than existing"), IN_USE),
        (duckdb.IOException('Could not write file "x": No space left on device'), FULL),
        (duckdb.IOException("Could not write all bytes to file: File too large"), FULL),
        (duckdb.IOException('Cannot open file "x": Permission denied'), REFUSED),
        (duckdb.IOException('Cannot open file "x": Read-only file system'), REFUSED),
        (duckdb.IOException("database file with version number 999, but we can"), OTHER_ENGINE),
        (duckdb.IOException("exists, but it is not a valid DuckDB database file!"), DAMAGED),
        (duckdb.IOException('Could not read enough bytes from file "x"'), DAMAGED),
        (duckdb.Error("Corrupt database file: computed checksum 1 does not match"), DAMAGED),
        (duckdb.SerializationException("Failed to deserialize"), DAMAGED),
        (duckdb.IOException("something else"), FAILED),
        (duckdb.OutOfMemoryException("failed to allocate"), MEMORY),
        (duckdb.ParserException("syntax error"), DEFECT),
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), FULL),
        (PermissionError(errno.EACCES, "Permission denied"), REFUSED),
        (OSError(errno.EROFS, "Read-only file system"), REFUSED),
        (OSError(errno.EIO, "Input/output error"), FAILED),
        (OSError("without a number"), FAILED),
    ],
)
def test_error_says_what_is_wrong_with_which_file_and_what_to_do(
    error: duckdb.Error | OSError, meaning: Meaning
) -> None:
    found = store_error(error, PATH)
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    assert found.problem == f"{meaning.problem}: {said}"
    assert found.where == "/ledgers/a\\u202e.duckdb"
    assert found.hint == meaning.hint


def test_error_of_a_lock_names_the_process() -> None:
    error = duckdb.IOException("Conflicting lock is held in python (PID 4711). See also x\ny")
    assert store_error(error, PATH).problem.startswith("is in use by process 4711: Conflicting")
    assert "\\n" not in store_error(error, PATH).problem


def test_refusal_of_ours_becomes_a_store_error_with_the_file() -> None:
    with pytest.raises(StoreError) as caught, as_store_errors(PATH):
        raise RefusedError("begins elsewhere", hint="look")
    assert (caught.value.problem, caught.value.hint) == ("begins elsewhere", "look")


def test_error_of_nobody_s_passes_through() -> None:
    with pytest.raises(ZeroDivisionError), as_store_errors(PATH):
        raise ZeroDivisionError
