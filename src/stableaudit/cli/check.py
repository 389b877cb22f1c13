"""`stableaudit check TOKEN`: the main job."""

from dataclasses import replace
from pathlib import Path

import click

from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.instants import INSTANT
from stableaudit.cli.options import (
    PROFILES,
    SEVERITIES,
    declaration_option,
    resolve_settings,
    settings_options,
    store_option,
)
from stableaudit.cli.outputs import FORMATS, Output, parse_outputs, write_outputs
from stableaudit.cli.progress import progress


@click.command("check")
@click.argument("token")
@click.option(
    "--as-of",
    "as_of",
    type=INSTANT,
    help="Measurement time, RFC 3339 with zone, or a date (its end, UTC). [default: now]",
)
@declaration_option
@settings_options
@store_option
@click.option(
    "--fail-on",
    "fail_on",
    type=click.Choice(SEVERITIES),
    help="Least severity of a contradiction that makes the token UNRECONCILED. [default: high]",
)
@click.option(
    "--profile",
    "profile",
    type=click.Choice(PROFILES),
    help="Also lay out what a reporting regime asks for; it never says that anything complies.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to print to standard output.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=PATH",
    help="Also write a report to a file, all of it or nothing. May be given several times.",
)
@click.option(
    "--rates",
    "rates",
    metavar="FILE",
    help="A copy of the National Bank's daily.xml, which is then not fetched.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print the verdict line only; no progress.")
@click.option("-v", "--verbose", is_flag=True, help="Show the source of every reading.")
def command(
    *,
    token: str,
    as_of: int | None,
    declaration: Path | None,
    config: Path | None,
    endpoint: tuple[str, ...],
    timeout_seconds: int | None,
    store: str | None,
    fail_on: str | None,
    profile: str | None,
    format_: str,
    outputs: tuple[str, ...],
    rates: str | None,
    quiet: bool,
    verbose: bool,
) -> ExitCode:
    """Audit TOKEN, a name from `stableaudit tokens` or a token file, and end in a verdict.

    Exit codes: 0 reconciled, 3 inconclusive, 4 unreconciled, 2 invalid input, 1 internal error.
    """
    files = parse_outputs(outputs)
    from stableaudit.bootstrap.declarations import without_folders
    from stableaudit.bootstrap.network import Network
    from stableaudit.bootstrap.runs import run_check
    from stableaudit.bootstrap.scope import find_token, registry_of, scope_for
    from stableaudit.reconcile.profiles import profile_of
    from stableaudit.report.document import build

    resolved = resolve_settings(
        config,
        endpoint=endpoint,
        timeout_seconds=timeout_seconds,
        store=store,
        fail_on=fail_on,
        rates=rates,
    )
    registry = registry_of(resolved)
    found = find_token(token, registry, declaration)
    scope = scope_for(found, registry, resolved.settings)
    scope = replace(scope, named=without_folders(token))
    network = Network(resolved.settings, scope.chains)
    with progress(quiet=quiet) as steps:
        result = run_check(scope, resolved.settings, network=network, as_of=as_of, progress=steps)
    code = exit_code(result.gate)
    shown = Output(format_, None, quiet=quiet, verbose=verbose)
    wanted = None if profile is None else profile_of(profile)
    write_outputs(build(result, profile=wanted), (*files, shown), code)
    return code
