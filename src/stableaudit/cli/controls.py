"""`stableaudit controls TOKEN`: who may do what to it, and who moves those."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stableaudit.cli.completion import token_argument
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.instants import INSTANT
from stableaudit.cli.options import quorum_option, resolve_settings, settings_options
from stableaudit.cli.outputs import FORMATS, terminal, writable
from stableaudit.cli.progress import progress
from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from stableaudit.application.survey import Survey


@click.command("controls")
@token_argument
@click.option(
    "--as-of",
    "as_of",
    type=INSTANT,
    help="When, RFC 3339 with zone, or a date (its end, UTC). [default: now]",
)
@settings_options
@quorum_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to print to standard output: a tree as text, or JSON.",
)
@click.option("--tree", is_flag=True, help="As a tree: what --format text prints anyway.")
@click.option(
    "--write",
    "write",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write a snapshot (TOML) to keep and compare with; not where a chain is missing.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", is_flag=True, help="Show the hash of every code and block.")
def command(
    *,
    token: str,
    as_of: int | None,
    config: Path | None,
    endpoint: tuple[str, ...],
    timeout_seconds: int | None,
    quorum: int | None,
    format_: str,
    tree: bool,
    write: Path | None,
    quiet: bool,
    verbose: bool,
) -> ExitCode:
    """Show who controls TOKEN on every chain: power, office, contract, m of n, keys, delay.

    Exit codes: 0 everything asked was answered, 3 not so, 2 invalid input, 1 internal error.
    """
    if tree and format_ != "text":
        raise click.UsageError("--tree is text; leave one of --tree and --format out")
    target = None if write is None else writable(write, option="--write")
    from stableaudit.bootstrap.network import Network
    from stableaudit.bootstrap.runs import run_survey
    from stableaudit.bootstrap.scope import control_scope, registry_of
    from stableaudit.report import controls_text, json_v1

    resolved = resolve_settings(
        config, endpoint=endpoint, timeout_seconds=timeout_seconds, quorum=quorum
    )
    settings = resolved.settings
    scope = control_scope(token, registry_of(resolved), settings)
    network = Network(settings, scope.chains)
    with progress(quiet=quiet) as steps:
        found = run_survey(scope, settings, network=network, as_of=as_of, progress=steps)
    if target is not None:
        write_snapshot(found, target)
    code = ExitCode.INCONCLUSIVE if found.unread else ExitCode.RECONCILED
    if format_ == "json":
        write_stdout(json_v1.render_controls_json(found.case, found.unread, int(code)))
        return code
    colour, width = terminal()
    text = controls_text.render_controls(
        found.case, found.unread, width=width, colour=colour, verbose=verbose
    )
    write_stdout(text.encode())
    return code


def write_snapshot(found: "Survey", path: Path) -> None:
    """Write the snapshot. One that lacks a chain would read as if the token were not there."""
    from stableaudit.adapters.files.controls_text import controls_text
    from stableaudit.adapters.system.atomic import write_atomically

    scope = found.case.scope
    wanted, read = len(scope.token.deployments), len(found.snapshot.deployments)
    if read < wanted:
        message = f"{path}: not written, for only {read} of {wanted} contracts could be read"
        click.echo(message, err=True)
        return
    keys = {spec.id: spec.key for spec in scope.chains}
    write_atomically(path, controls_text(found.snapshot, keys, simulated=scope.simulated).encode())
