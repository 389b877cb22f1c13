"""`stableaudit doctor`: what every endpoint can do."""

from pathlib import Path

import click

from stableaudit.cli.completion import chains
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.options import resolve_settings, settings_options
from stableaudit.cli.outputs import terminal
from stableaudit.cli.stdout import write_stdout


@click.command("doctor")
@click.option(
    "--chain",
    "chain",
    shell_complete=chains,
    help="Only this chain, such as ethereum. [default: all]",
)
@settings_options
def command(
    *,
    chain: str | None,
    config: Path | None,
    endpoint: tuple[str, ...],
    timeout_seconds: int | None,
) -> ExitCode:
    """Examine every endpoint: reachable, right chain, fresh, and what it can do for an audit.

    Exit codes: 0 every chain has a usable endpoint, 3 one has none, 2 invalid input.
    """
    from stableaudit.bootstrap.runs import run_doctor
    from stableaudit.bootstrap.scope import registry_of
    from stableaudit.report.doctor_text import render_doctor

    resolved = resolve_settings(config, endpoint=endpoint, timeout_seconds=timeout_seconds)
    registry = registry_of(resolved)
    chains = registry.chains if chain is None else (registry.chain(chain),)
    diagnoses = run_doctor(registry, chains, resolved.settings)
    _, width = terminal()
    write_stdout(render_doctor(diagnoses, chains, width=width).encode())
    usable = {one.chain for one in diagnoses if one.usable}
    if all(spec.id in usable for spec in chains):
        return ExitCode.RECONCILED
    return ExitCode.INCONCLUSIVE
