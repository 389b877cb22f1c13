"""`stableaudit config show`."""

from pathlib import Path

import click

from stableaudit.cli.exits import ExitCode
from stableaudit.cli.options import resolve_settings, settings_options, store_option
from stableaudit.cli.stdout import write_stdout


@click.group("config")
def command() -> None:
    """Show the settings and where each one comes from."""


@command.command("show")
@settings_options
@store_option
def show(
    *,
    config: Path | None,
    endpoint: tuple[str, ...],
    timeout_seconds: int | None,
    store: str | None,
) -> ExitCode:
    """Print every setting with its value and origin; secrets are masked.

    Strongest first: options, environment (STABLEAUDIT_*), --config, ./stableaudit.toml, the user's
    file, defaults.
    """
    resolved = resolve_settings(
        config, endpoint=endpoint, timeout_seconds=timeout_seconds, store=store
    )
    width = max(len(one.name) for one in resolved.chosen)
    lines = [f"{one.name:<{width}}  {one.value}  ({one.origin})\n" for one in resolved.chosen]
    write_stdout("".join(lines).encode())
    return ExitCode.RECONCILED
