"""Reserve statements and snapshots of control that a person names by their file."""

from dataclasses import replace
from pathlib import Path

from stableaudit.adapters.files.registry import Registry, load_controls, load_statement
from stableaudit.adapters.files.statement_values import Problems
from stableaudit.domain.control_snapshot import ControlSnapshot
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import Token
from stableaudit.domain.untrusted import Untrusted


def read_declaration(path: Path, registry: Registry) -> ReserveStatement:
    """Return the statement that a user's own file declares, with the name the report gives it.

    Raises:
        DeclarationError: the file is unreadable or invalid; the first problem.
    """
    statement = examine_declaration(path, registry)
    if isinstance(statement, ReserveStatement):
        return statement
    raise statement[0]


def examine_declaration(path: Path, registry: Registry) -> ReserveStatement | Problems:
    """Return the statement that a user's own file declares, or everything wrong with the file."""
    try:
        statement = load_statement(path, registry)
    except DeclarationError as error:
        return (error,)
    if not isinstance(statement, ReserveStatement):
        return statement
    return replace(statement, named=without_folders(str(path)))


def own_snapshot(path: Path, token: Token, registry: Registry) -> ControlSnapshot:
    """Return the snapshot of who controlled a token that a user's own file holds.

    Raises:
        DeclarationError: the file is unreadable or invalid, or is of another token.
    """
    snapshot = load_controls(path, registry)
    if snapshot.token != token.key:
        raise DeclarationError(
            f"is of {snapshot.token}, and {token.key} is checked",
            where=str(Untrusted(str(path))),
            hint=f"`stableaudit controls {token.key} --write FILE` makes one of {token.key}",
        )
    return snapshot


def without_folders(named: str) -> str:
    """Return how a report names a file that a person named.

    As typed, so that it can be typed again; but an absolute path is of this machine alone, and the
    same evidence must give the same report on another.
    """
    path = Path(named)
    return f"./{path.name}" if path.is_absolute() else named
