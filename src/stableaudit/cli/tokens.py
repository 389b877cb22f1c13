"""`stableaudit tokens` and `stableaudit tokens show TOKEN`."""

from pathlib import Path

import click

from stableaudit.cli.completion import token_argument
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.options import config_option, resolve_settings
from stableaudit.cli.outputs import terminal
from stableaudit.cli.stdout import write_stdout


@click.group("tokens", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> ExitCode | None:
    """List the tokens of the registry; `tokens show TOKEN` tells all that is known of one."""
    if context.invoked_subcommand is not None:
        return None
    from stableaudit.adapters.files.registry import load_registry
    from stableaudit.report.registry_text import render_tokens

    registry = load_registry()
    _, width = terminal()
    write_stdout(render_tokens(registry.tokens, registry.chains, width=width).encode())
    return ExitCode.RECONCILED


@command.command("show")
@token_argument
@config_option
def show(token: str, config: Path | None) -> ExitCode:
    """Tell everything that is stated of TOKEN, a registry name or a token file, with sources."""
    from stableaudit.bootstrap.scope import find_token, registry_of
    from stableaudit.report.registry_text import render_token

    registry = registry_of(resolve_settings(config))
    found = find_token(token, registry)
    _, width = terminal()
    write_stdout(render_token(found, registry.chains, width=width).encode())
    return ExitCode.RECONCILED
