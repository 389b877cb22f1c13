"""What the engine and the system report, as StoreError. The one place that knows their exceptions.

By name, because each version of duckdb has a few that another lacks.
"""

import errno
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import duckdb

from stableaudit.domain.errors import StoreError
from stableaudit.domain.untrusted import Untrusted


class RefusedError(Exception):
    """What this package itself refuses; becomes a StoreError that names the file."""

    def __init__(self, problem: str, *, hint: str = "") -> None:
        """Say what is wrong, and what to do."""
        self.problem = problem
        self.hint = hint
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is wrong with a ledger's file, and what to do."""

    problem: str
    hint: str


IN_USE: Final = Meaning("is in use", "wait until that process has ended, or end it")
FULL: Final = Meaning("cannot grow", "free space on its disk; what was committed is kept")
REFUSED: Final = Meaning(
    "is refused by the system", "check who owns the file and its folder, and that they may write"
)
DAMAGED: Final = Meaning("is damaged", "restore a copy, or move it away and fetch the ledger again")
OTHER_ENGINE: Final = Meaning(
    "was written by another version of duckdb",
    "use that version, or move the file away and fetch the ledger again",
)
MEMORY: Final = Meaning(
    "needs more memory than it may use", "allow more memory, or free space beside the file"
)
STOPPED: Final = Meaning("was left before it was done", "ask again")
FAILED: Final = Meaning("cannot be read or written", "check the disk")
DEFECT: Final = Meaning(
    "got a statement that its engine refuses",
    "if nobody changed the file, this is a defect of stableaudit: please report it",
)

_BY_TEXT: Final = (
    (
        re.compile(r"could not set lock|conflicting lock|different configuration", re.IGNORECASE),
        IN_USE,
    ),
    (re.compile(r"no space left|disk quota|file too large|exceeds max_temp", re.IGNORECASE), FULL),
    (re.compile(r"permission denied|read-only file system|not permitted", re.IGNORECASE), REFUSED),
    (re.compile(r"version number", re.IGNORECASE), OTHER_ENGINE),
    (
        re.compile(
            r"not a valid duckdb|corrupt|could not read enough bytes|failed to load|checksum",
            re.IGNORECASE,
        ),
        DAMAGED,
    ),
)
"""What an error says outranks its class: most of these are IOException, some the bare Error."""

MEANINGS: Final[Mapping[str, Meaning]] = MappingProxyType(
    dict.fromkeys(
        (
            "DataError",
            "DatabaseError",
            "Error",
            "FatalException",
            "IntegrityError",
            "InternalError",
            "InternalException",
            "SerializationException",
            "ConstraintException",
            "ConversionException",
            "OutOfRangeException",
            "TypeMismatchException",
        ),
        DAMAGED,
    )
    | dict.fromkeys(("IOException", "OperationalError", "HTTPException"), FAILED)
    | dict.fromkeys(("PermissionException",), REFUSED)
    | dict.fromkeys(("OutOfMemoryException",), MEMORY)
    | dict.fromkeys(("ConnectionException",), IN_USE)
    | dict.fromkeys(("InterruptException",), STOPPED)
    | dict.fromkeys(
        (
            "BinderException",
            "CatalogException",
            "DependencyException",
            "InvalidInputException",
            "InvalidTypeException",
            "NotImplementedException",
            "NotSupportedError",
            "ParserException",
            "ProgrammingError",
            "ResourceInUseException",
            "SequenceException",
            "SyntaxException",
            "TransactionException",
            "Warning",
        ),
        DEFECT,
    )
)
"""What each public exception of duckdb amounts to, by its name."""

_BY_NUMBER: Final[Mapping[int, Meaning]] = MappingProxyType(
    dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL)
    | dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), REFUSED)
)
_HOLDER: Final = re.compile(r"\(PID (\d+)\)")


def store_error(error: duckdb.Error | duckdb.Warning | OSError, path: Path) -> StoreError:
    """Return what an exception of the engine or the system amounts to."""
    if isinstance(error, OSError):
        meaning = _BY_NUMBER.get(error.errno or 0, FAILED)
        return _error(meaning, error.strerror or str(error), path)
    said = str(error)
    by_text = next((meaning for words, meaning in _BY_TEXT if words.search(said)), None)
    return _error(by_text or meaning_of(error), said, path)


def meaning_of(error: duckdb.Error | duckdb.Warning) -> Meaning:
    """Return what the class of an exception amounts to, or the nearest base that is known."""
    names = (kind.__name__ for kind in type(error).__mro__)
    return next((MEANINGS[name] for name in names if name in MEANINGS), DEFECT)


@contextmanager
def as_store_errors(path: Path) -> Iterator[None]:
    """Turn what is raised inside into the StoreError that names the file."""
    try:
        yield
    except RefusedError as error:
        raise StoreError(error.problem, where=shown(path), hint=error.hint) from error
    except (duckdb.Error, duckdb.Warning, OSError) as error:
        raise store_error(error, path) from error


def _error(meaning: Meaning, said: str, path: Path) -> StoreError:
    holder = _HOLDER.search(said)
    by = f" by process {holder[1]}" if holder is not None and meaning is IN_USE else ""
    first_line = Untrusted(said.partition("\n")[0])
    return StoreError(f"{meaning.problem}{by}: {first_line}", where=shown(path), hint=meaning.hint)


def shown(path: Path) -> str:
    """Return a path as a message names it."""
    return str(Untrusted(str(path)))
