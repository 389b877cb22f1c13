"""`stableaudit declare validate|new|diff`."""

from pathlib import Path
from typing import Final

import click

from stableaudit.cli.completion import tokens
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.options import config_option, resolve_settings
from stableaudit.cli.outputs import FORMATS, terminal
from stableaudit.cli.stdout import write_stdout

_FILE: Final = click.Path(path_type=Path)
_FORMAT: Final = click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to print to standard output.",
)


@click.group("declare")
def command() -> None:
    """Write, check and compare reserve statements: what an issuer declares to hold and to owe."""


@command.command("validate", short_help="Say what is wrong with a statement, or unknown in it.")
@click.argument("file", type=_FILE)
@_FORMAT
@config_option
def validate(*, file: Path, format_: str, config: Path | None) -> ExitCode:
    """Say whether FILE declares a reserve statement, what is unknown, and what that costs.

    Fetches nothing. Exit codes: 0 valid, 2 invalid, with every problem that could be found.
    """
    from stableaudit.bootstrap.declarations import examine_declaration, without_folders
    from stableaudit.bootstrap.scope import registry_of
    from stableaudit.report.declare_json import render_validation_json
    from stableaudit.report.declare_text import render_validation

    found = examine_declaration(file, registry_of(resolve_settings(config)))
    code = ExitCode.INVALID_INPUT if isinstance(found, tuple) else ExitCode.RECONCILED
    named = without_folders(str(file))
    if format_ == "json":
        write_stdout(render_validation_json(named, found, int(code)))
    else:
        colour, width = terminal()
        write_stdout(render_validation(named, found, width=width, colour=colour).encode())
    return code


@command.command("diff", short_help="Say what a statement changes in another.")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("--exit-code", "by_code", is_flag=True, help="End with 4 where they differ.")
@_FORMAT
@config_option
def diff(*, old: Path, new: Path, by_code: bool, format_: str, config: Path | None) -> ExitCode:
    """Say in words what the statement in NEW says otherwise than the one in OLD.

    Exit codes: 0 compared, 2 a file is invalid; with --exit-code 4 where they differ.
    """
    from stableaudit.bootstrap.declarations import read_declaration
    from stableaudit.bootstrap.scope import registry_of
    from stableaudit.report.declare_json import render_diff_json
    from stableaudit.report.declare_text import render_diff
    from stableaudit.reserves.statement_diff import changes_between

    registry = registry_of(resolve_settings(config))
    before, after = read_declaration(old, registry), read_declaration(new, registry)
    differ = by_code and bool(changes_between(before, after))
    code = ExitCode.UNRECONCILED if differ else ExitCode.RECONCILED
    if format_ == "json":
        write_stdout(render_diff_json(before, after, int(code)))
    else:
        colour, width = terminal()
        write_stdout(render_diff(before, after, width=width, colour=colour).encode())
    return code


@command.command("new", short_help="Write a reserve statement, asked step by step.")
@click.option(
    "--token",
    "token",
    metavar="TOKEN",
    shell_complete=tokens,
    help="Begin with this token's issuer and peg.",
)
@click.option(
    "-o",
    "--output",
    "output",
    type=_FILE,
    metavar="FILE",
    help="Where to write it. [default: standard output]",
)
@click.option("--no-input", is_flag=True, help="Ask nothing: write a template.")
@click.option("--force", is_flag=True, help="Overwrite FILE where it is there.")
@config_option
def new(
    *, token: str | None, output: Path | None, no_input: bool, force: bool, config: Path | None
) -> ExitCode:
    """Write a reserve statement, asking for it step by step; "unknown" where nobody says.

    The file is TOML with a comment for each key, and valid. Exit codes: 0 written, 2 refused.
    """
    from stableaudit.bootstrap.drafts import new_draft
    from stableaudit.bootstrap.scope import find_token, registry_of
    from stableaudit.cli.questions import ask, require_new, require_terminal, write_new

    require_new(output, force=force)
    if not no_input:
        require_terminal()
    registry = registry_of(resolve_settings(config))
    draft = new_draft(None if token is None else find_token(token, registry), registry)
    write_new((draft if no_input else ask(draft, registry)).text(), output)
    return ExitCode.RECONCILED
