"""`--exit-style`: whose table of exit codes the process ends by; reports always speak of ours."""

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from stableaudit.cli.exits import ExitCode
    from stableaudit.reconcile.judge import Result


class ExitStyle(StrEnum):
    """A table of exit codes."""

    STANDARD = "standard"
    NAGIOS = "nagios"


UNKNOWN: Final = 3
"""What a monitoring server takes for 'could not be told'; a test holds it to `report.nagios`."""

exit_style_option = click.option(
    "--exit-style",
    "exit_style",
    type=click.Choice([one.value for one in ExitStyle]),
    default=ExitStyle.STANDARD.value,
    show_default=True,
    help="nagios: 0 OK, 1 WARNING (below --fail-on), 2 CRITICAL (unreconciled), else 3 UNKNOWN.",
)


def styled(result: "Result", code: "ExitCode", style: str) -> int:
    """Return how the process ends after a check that reached a verdict."""
    if style != ExitStyle.NAGIOS:
        return int(code)
    from stableaudit.report.nagios import state_of

    return int(state_of(result.verdict, result.gate))
