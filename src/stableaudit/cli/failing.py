"""What machines get where there is no report: exit codes 1 and 2, and 3 unfinished.

`--format json` prints an error object; `--format nagios` and, beside other formats for people,
`--exit-style nagios` print the line that a monitor shows; a metrics file that `--output` asked for
says that the run failed. Other files are left as they were.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from stableaudit.cli.exit_style import UNKNOWN, ExitStyle
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.hand_read import is_audit, token_of, values_of
from stableaudit.cli.stdout import write_stdout
from stableaudit.domain.errors import StableauditError

_METRICS = "openmetrics="


def ended(arguments: Sequence[str], code: ExitCode) -> int:
    """Return how the process ends without a verdict, by the style that was asked for."""
    return UNKNOWN if _for_nagios(arguments) else int(code)


def explain_to_machines(
    arguments: Sequence[str], word: str, message: str, hint: str, code: ExitCode
) -> None:
    """Give out what was promised for a run that ends without a report."""
    format_ = values_of(arguments, "--format")[-1:]
    with suppress(StableauditError):
        if format_ == ("json",):
            from stableaudit.report.json_v1 import render_error_json

            write_stdout(render_error_json(word, message, hint, int(code)))
        elif _for_nagios(arguments) or (format_ == ("nagios",) and is_audit(arguments)):
            from stableaudit.report.nagios import render_failure

            write_stdout(render_failure(message))
    if is_audit(arguments):
        for output in values_of(arguments, "--output"):
            if output.startswith(_METRICS):
                _write_metrics(Path(output.removeprefix(_METRICS)), token_of(arguments), code)


def _for_nagios(arguments: Sequence[str]) -> bool:
    style = values_of(arguments, "--exit-style")[-1:]
    return style == (ExitStyle.NAGIOS,) and is_audit(arguments)


def _write_metrics(path: Path, token: str, code: ExitCode) -> None:
    from stableaudit.adapters.system.atomic import write_atomically
    from stableaudit.adapters.system.clock import SystemClock
    from stableaudit.cli.last_success import last_success
    from stableaudit.report.openmetrics import render_failure

    now, before = SystemClock().now(), last_success(path, token)
    with suppress(StableauditError):  # that it cannot be written is no second error
        data = render_failure(token, exit_code=int(code), at=now, last_success=before)
        write_atomically(path, data)
