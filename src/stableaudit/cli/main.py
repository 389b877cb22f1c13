"""The one wrapper between click and the process: every way to end has its exit code here."""

import signal
import traceback
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from types import FrameType
from typing import Final

import click

from stableaudit import __version__
from stableaudit.adapters.system.environment import environment
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.lazy import LazyGroup
from stableaudit.cli.stdout import silence_stdout, write_stdout
from stableaudit.domain.errors import SigningError, StableauditError

_COMPLETING: Final = "_STABLEAUDIT_COMPLETE"
_HELP: Final = frozenset({"-h", "--help", "--version"})


class Terminated(BaseException):
    """SIGTERM arrived."""


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Exit codes: 0 reconciled, 1 internal error, 2 invalid input, 3 inconclusive, "
        "4 unreconciled, 130 interrupted, 143 terminated."
    ),
)
@click.version_option(__version__, prog_name="stableaudit")
def program() -> None:
    """Audit a stablecoin: its supply on every chain, against what is declared to back it."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return the exit code of the process; never raises, never exits."""
    previous = signal.signal(signal.SIGTERM, _terminate)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        click.echo("interrupted; nothing was written", err=True)
        return ExitCode.INTERRUPTED
    except Terminated:
        click.echo("terminated; nothing was written", err=True)
        return ExitCode.TERMINATED
    finally:
        signal.signal(signal.SIGTERM, previous)


def _run(arguments: Sequence[str]) -> int:
    try:
        code = program.main(args=list(arguments), prog_name="stableaudit", standalone_mode=False)
    except click.exceptions.Abort as error:
        raise KeyboardInterrupt from error
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return ExitCode.INVALID_INPUT
    except click.ClickException as error:
        return _refuse(arguments, "usage", error.format_message(), _usage_hint(error))
    except StableauditError as error:
        return _refuse_known(arguments, error)
    except SystemExit as ended:
        return _ended_by_click(arguments, ended)
    except Exception as error:  # noqa: BLE001 - the one place; all we raise on purpose is above
        return _confess(arguments, error)
    # A command that says nothing about how it ended has not passed.
    return int(code) if isinstance(code, int) else ExitCode.INTERNAL_ERROR


def _ended_by_click(arguments: Sequence[str], ended: SystemExit) -> int:
    if environment().get(_COMPLETING):
        # A shell asked what may come next, and click has answered.
        return ExitCode.INTERNAL_ERROR if ended.code else ExitCode.RECONCILED
    # click ends the process itself where anything meets a pipe whose reader went away. Only
    # where nothing but help was asked is that no loss; anywhere else 0 would read as a pass.
    silence_stdout()
    asked_for_help = _HELP.intersection(arguments)
    return ExitCode.RECONCILED if asked_for_help else ExitCode.INTERNAL_ERROR


def _refuse_known(arguments: Sequence[str], error: StableauditError) -> int:
    hint = getattr(error, "hint", "")
    if isinstance(error, SigningError):
        # What was asked for is valid, and was not done: neither a refusal nor a verdict.
        return _refuse(arguments, "signing", str(error), hint, code=ExitCode.INTERNAL_ERROR)
    return _refuse(arguments, "invalid-input", str(error), hint)


def _refuse(
    arguments: Sequence[str],
    word: str,
    message: str,
    hint: str,
    *,
    code: ExitCode = ExitCode.INVALID_INPUT,
) -> int:
    click.echo(f"error: {message}", err=True)
    _explain_to_machines(arguments, word, message, hint, code)
    return code


def _confess(arguments: Sequence[str], error: Exception) -> int:
    message = f"internal error: {type(error).__name__}: {error}"
    if environment().get("STABLEAUDIT_DEBUG"):
        traceback.print_exception(error)
    click.echo(
        f"{message}\nThis is a defect of stableaudit, not a finding about any token. "
        "STABLEAUDIT_DEBUG=1 shows where it happened.",
        err=True,
    )
    _explain_to_machines(arguments, "internal", message, "", ExitCode.INTERNAL_ERROR)
    return ExitCode.INTERNAL_ERROR


def _explain_to_machines(
    arguments: Sequence[str], code: str, message: str, hint: str, exit_code: ExitCode
) -> None:
    """Print the error object that `--format json` promises where there is no report."""
    if _formats(arguments)[-1:] != ("json",):
        return
    from stableaudit.report.json_v1 import render_error_json

    with suppress(StableauditError):
        write_stdout(render_error_json(code, message, hint, int(exit_code)))


def _formats(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return the values of --format, read by hand: the command line itself may be the error."""
    return tuple(
        word.partition("=")[2] if word.startswith("--format=") else value
        for word, value in pairwise((*arguments, ""))
        if word == "--format" or word.startswith("--format=")
    )


def _usage_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see {context.command_path} --help" if isinstance(context, click.Context) else ""


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
