"""`stableaudit sync TOKEN`: fetch what its ledgers lack."""

from dataclasses import replace
from pathlib import Path

import click

from stableaudit.cli.completion import chains, token_argument
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.options import config_option, endpoint_option, resolve_settings, store_option
from stableaudit.cli.outputs import terminal
from stableaudit.cli.progress import progress
from stableaudit.cli.stdout import write_stdout

_NO_LIMIT = 366 * 86_400
"""A year: the first sync of a busy token over a slow endpoint takes days."""


@click.command("sync")
@token_argument
@click.option(
    "--chain",
    "chain",
    shell_complete=chains,
    help="Only this chain, such as ethereum. [default: all]",
)
@click.option("--dry-run", is_flag=True, help="Print calls, minutes and limits; fetch nothing.")
@config_option
@endpoint_option
@store_option
@click.option(
    "--timeout",
    "timeout_seconds",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="End by then; what was fetched is kept. [default: no limit]",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
def command(
    *,
    token: str,
    chain: str | None,
    dry_run: bool,
    config: Path | None,
    endpoint: tuple[str, ...],
    store: str | None,
    timeout_seconds: int | None,
    quiet: bool,
) -> ExitCode:
    """Fetch every mint, burn and transfer of TOKEN that its ledgers lack.

    May be stopped at any time: the next sync goes on where it stopped.

    Exit codes: 0 all ledgers are complete, 3 one is not, 2 invalid input or a ledger in use.
    """
    from stableaudit.bootstrap.network import Network
    from stableaudit.bootstrap.runs import run_plan, run_sync
    from stableaudit.bootstrap.scope import ledger_scope, registry_of
    from stableaudit.domain.readings import Unavailable
    from stableaudit.report.sync_text import render_outcome, render_plan

    resolved = resolve_settings(config, endpoint=endpoint, store=store)
    settings = replace(resolved.settings, timeout_seconds=timeout_seconds or _NO_LIMIT)
    scope = ledger_scope(token, chain, registry_of(resolved), settings)
    network = Network(settings, scope.chains)
    colour, width = terminal()
    with progress(quiet=quiet) as steps:
        if dry_run:
            plans = run_plan(scope, settings, network=network, progress=steps)
            text = render_plan(scope.token, plans, width=width, colour=colour)
            complete = not any(isinstance(one.plan, Unavailable) for one in plans)
        else:
            fetched = run_sync(scope, settings, network=network, progress=steps)
            text = render_outcome(scope.token, fetched, width=width, colour=colour)
            complete = all(one.failure is None and not one.rewritten for one in fetched)
    write_stdout(text.encode())
    return ExitCode.RECONCILED if complete else ExitCode.INCONCLUSIVE
