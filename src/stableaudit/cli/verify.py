"""`stableaudit verify BUNDLE`: no network, no trust in whoever made it beyond its answers."""

from pathlib import Path

import click

from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.stdout import write_stdout


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
def command(bundle: Path) -> ExitCode:
    """Check BUNDLE, a folder that `check --bundle` wrote, and judge its evidence again.

    Nothing is asked of anybody. Every digest must hold, and the evidence must give the very bytes
    of report.json.

    Exit codes: 0 it does, whatever the verdict; 2 it does not; 1 internal error.
    """
    from stableaudit.bootstrap.bundles import verify_bundle
    from stableaudit.report.bundle_text import verified_text

    verified = verify_bundle(bundle, exit_code)
    found = verified.bundle
    text = verified_text(
        verified.document, files=found.files, size=found.size, answers=len(found.exchanges)
    )
    write_stdout(text.encode())
    return ExitCode.RECONCILED
