"""`stableaudit explain ID`."""

import click

from stableaudit.cli.exits import ExitCode
from stableaudit.cli.stdout import write_stdout
from stableaudit.domain.errors import DeclarationError


@click.command("explain")
@click.argument("check_id", metavar="ID")
def command(check_id: str) -> ExitCode:
    """Say what the check ID states, why it matters and what settles it, such as SUP-04."""
    from stableaudit.reconcile.checks import CHECKS
    from stableaudit.report.explain import explain

    text = explain(check_id.upper())
    if text is None:
        known = ", ".join(check.id for check in CHECKS)
        raise DeclarationError(
            f"no check is called {check_id!r}", where="ID", hint=f"known: {known}"
        )
    write_stdout(f"{text}\n".encode())
    return ExitCode.RECONCILED
