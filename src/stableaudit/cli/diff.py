"""`stableaudit diff OLD NEW`: two evidence bundles, compared with the network off."""

from pathlib import Path

import click

from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.outputs import terminal
from stableaudit.cli.stdout import write_stdout

_BUNDLE = click.Path(path_type=Path)


@click.command("diff")
@click.argument("old", type=_BUNDLE)
@click.argument("new", type=_BUNDLE)
@click.option("--exit-code", "by_code", is_flag=True, help="End with 4 where anything changed.")
def command(*, old: Path, new: Path, by_code: bool) -> ExitCode:
    """Say in words what changed from bundle OLD to bundle NEW, and which mints and burns did it.

    Both are verified first, as `verify` does; nothing is asked of anybody.

    Exit codes: 0 compared; 2 a bundle does not hold together, or they are of two tokens or in the
    wrong order; with --exit-code 4 where anything changed.
    """
    from stableaudit.bootstrap.bundles import verify_bundle
    from stableaudit.reconcile.changes import changes_between
    from stableaudit.report.changes_text import render_changes

    before, after = (verify_bundle(path, exit_code).result for path in (old, new))
    changes = changes_between(before, after)
    colour, width = terminal()
    write_stdout(render_changes(before, after, changes, width=width, colour=colour).encode())
    return ExitCode.UNRECONCILED if by_code and changes.any else ExitCode.RECONCILED
