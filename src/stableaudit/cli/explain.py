"""`stableaudit explain WHAT`: a check, or with `--bundle` a figure and what it stands on."""

from pathlib import Path

import click

from stableaudit.cli.completion import check_ids
from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.outputs import terminal
from stableaudit.cli.stdout import write_stdout
from stableaudit.domain.errors import DeclarationError


@click.command("explain")
@click.argument("what", metavar="ID|FIGURE", shell_complete=check_ids)
@click.option(
    "--bundle",
    "bundle",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Explain a figure of this evidence bundle instead of a check.",
)
def command(what: str, bundle: Path | None) -> ExitCode:
    """Say what the check ID states, why it matters and what settles it, such as SUP-04.

    With --bundle, walk a FIGURE such as supply, supply.ethereum, coverage or
    balance.ethereum.ACCOUNT to its terms, its readings and the raw answers they were decoded from.
    The bundle is verified first, as `verify` does; nothing is asked of anybody.

    Exit codes: 0 explained; 2 no such check or figure, or the bundle does not hold together.
    """
    text = _check(what) if bundle is None else _figure(what, bundle)
    write_stdout(text.encode())
    return ExitCode.RECONCILED


def _check(check_id: str) -> str:
    from stableaudit.reconcile.checks import CHECKS
    from stableaudit.report.explain import explain

    text = explain(check_id.upper())
    if text is None:
        known = ", ".join(check.id for check in CHECKS)
        raise DeclarationError(
            f"no check is called {check_id!r}", where="ID", hint=f"known: {known}"
        )
    return f"{text}\n"


def _figure(name: str, bundle: Path) -> str:
    from stableaudit.bootstrap.figures import explained
    from stableaudit.report.ground_text import render_ground

    verified, ground, raw = explained(bundle, name, exit_code)
    colour, width = terminal()
    return render_ground(
        verified.result,
        ground,
        raw,
        inputs={one.sha256: one.path for one in verified.bundle.run.inputs},
        width=width,
        colour=colour,
    )
