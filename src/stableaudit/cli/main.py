"""The one wrapper between click and the process: every way to end has its exit code here."""

import signal
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Final

import click

from stableaudit import __version__
from stableaudit.adapters.system.environment import environment
from stableaudit.cli.endings import Terminated, ending_of
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.failing import ended, explain_to_machines
from stableaudit.cli.lazy import LazyGroup
from stableaudit.cli.stdout import silence_stdout
from stableaudit.domain.errors import SigningError, StableauditError, UnfinishedError

_COMPLETING: Final = "_STABLEAUDIT_COMPLETE"
_HELP: Final = frozenset({"-h", "--help", "--version"})


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
        return ended(arguments, ExitCode.INTERRUPTED)
    except Terminated:
        click.echo("terminated; nothing was written", err=True)
        return ended(arguments, ExitCode.TERMINATED)
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
        return _refuse(arguments, "usage", _one_line(error.format_message()), _usage_hint(error))
    except StableauditError as error:
        return _refuse_known(arguments, error)
    except SystemExit as by_click:
        code = _ended_by_click(arguments, by_click)
    except Exception as error:  # noqa: BLE001 - the one place; all we raise on purpose is above
        return _confess(arguments, error)
    # A command that says nothing about how it ended has not passed.
    return int(code) if isinstance(code, int) else ended(arguments, ExitCode.INTERNAL_ERROR)


def _ended_by_click(arguments: Sequence[str], by_click: SystemExit) -> int | None:
    """Return the exit code where click ended the process itself; None where that is no end."""
    if environment().get(_COMPLETING):
        # A shell asked what may come next, and click has answered.
        return ExitCode.INTERNAL_ERROR if by_click.code else ExitCode.RECONCILED
    # Anything met a pipe whose reader went away. Only where nothing but help was asked is that no
    # loss; anywhere else 0 would read as a pass.
    silence_stdout()
    return ExitCode.RECONCILED if _HELP.intersection(arguments) else None


def _refuse_known(arguments: Sequence[str], error: StableauditError) -> int:
    hint = getattr(error, "hint", "")
    # What was asked for may be valid, and was not done: neither a refusal nor a verdict.
    words = {SigningError: "signing", UnfinishedError: "unfinished"}
    word = words.get(type(error), "invalid-input")
    return _refuse(arguments, word, str(error), hint, code=ending_of(error))


def _refuse(
    arguments: Sequence[str],
    word: str,
    message: str,
    hint: str,
    *,
    code: ExitCode = ExitCode.INVALID_INPUT,
) -> int:
    _tell(f"error: {message}")
    explain_to_machines(arguments, word, message, hint, code)
    return ended(arguments, code)


def _confess(arguments: Sequence[str], error: Exception) -> int:
    message = f"internal error: {type(error).__name__}: {error}"
    if environment().get("STABLEAUDIT_DEBUG"):
        traceback.print_exception(error)
    _tell(message)
    _tell(
        "This is a defect of stableaudit, not a finding about any token. "
        "STABLEAUDIT_DEBUG=1 shows where it happened."
    )
    explain_to_machines(arguments, "internal", message, "", ExitCode.INTERNAL_ERROR)
    return ended(arguments, ExitCode.INTERNAL_ERROR)


def _tell(message: str) -> None:
    """Print one line to standard error; whatever words of others are in it act on nobody."""
    from stableaudit.report.safe_text import safe, safe_line

    click.echo(safe_line(safe(message)), err=True)


def _one_line(text: str) -> str:
    """Return a message of click, which lists choices one below the other, on one line."""
    return " ".join(text.split())


def _usage_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see {context.command_path} --help" if isinstance(context, click.Context) else ""


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
