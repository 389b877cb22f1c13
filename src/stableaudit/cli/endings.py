"""With which exit code each failure of a command ends it, and what may be told of it."""

import click

from stableaudit.cli.exits import ExitCode
from stableaudit.domain.errors import SigningError, StableauditError, UnfinishedError


class Terminated(BaseException):
    """SIGTERM arrived."""


def ending_of(error: BaseException) -> ExitCode:
    """Return the exit code that a failure ends in where nothing catches it."""
    match error:
        case KeyboardInterrupt() | click.exceptions.Abort():
            return ExitCode.INTERRUPTED
        case Terminated():
            return ExitCode.TERMINATED
        case UnfinishedError():
            return ExitCode.INCONCLUSIVE
        case click.ClickException():
            return ExitCode.INVALID_INPUT
        case StableauditError() if not isinstance(error, SigningError):
            return ExitCode.INVALID_INPUT
        case _:
            # A signature that cannot be made is not invalid input either: it was asked for rightly.
            return ExitCode.INTERNAL_ERROR


def words_of(error: BaseException) -> str:
    """Return what may be told elsewhere of a failure: our own words, or its kind alone."""
    match error:
        case click.ClickException():
            return error.format_message()
        case StableauditError():
            return str(error)
        case _:
            # Foreign words may hold anything; standard error has them, for whoever runs this.
            return type(error).__name__
