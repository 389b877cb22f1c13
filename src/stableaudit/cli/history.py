"""`stableaudit history TOKEN`: what checks of it came to, and its supply on the days between."""

from pathlib import Path
from typing import Final

import click

from stableaudit.cli.exits import ExitCode
from stableaudit.cli.instants import INSTANT
from stableaudit.cli.ledgers import Formats, give_out, wanted_outputs
from stableaudit.cli.options import (
    config_option,
    declaration_option,
    resolve_settings,
    store_option,
)

FORMATS: Final = ("text", "json", "csv", "parquet")


@click.command("history")
@click.argument("token")
@click.option("--since", type=INSTANT, help="Not before then. [default: the first]")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many, the newest. [default: 20 lines as text, all otherwise]",
)
@click.option(
    "--ledger/--no-ledger",
    "ledger",
    default=True,
    help="Whether supply by day is derived from the ledgers as well. [default: it is]",
)
@declaration_option
@click.option(
    "--prices",
    "prices",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A price file, for coverage on past days. [default: the statement's own price]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to print to standard output; parquet only to a file or a pipe.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=PATH",
    help="Also write to a file, all of it or nothing. May be given several times.",
)
@config_option
@store_option
def command(
    *,
    token: str,
    since: int | None,
    limit: int | None,
    ledger: bool,
    declaration: Path | None,
    prices: Path | None,
    format_: str,
    outputs: tuple[str, ...],
    config: Path | None,
    store: str | None,
) -> ExitCode:
    """Show what checks of TOKEN came to over time, and its supply day by day; asks nobody.

    Days are derived from the ledgers on this machine and marked so; each check stands for itself.

    Exit codes: 0 shown, 2 invalid input or nothing kept yet, 1 internal error.
    """
    wanted = wanted_outputs(format_, outputs)
    from stableaudit.bootstrap.history import history_of
    from stableaudit.bootstrap.scope import find_token, registry_of, scope_for
    from stableaudit.reconcile.measured_price import GOLD
    from stableaudit.reconcile.scoping import priced
    from stableaudit.report import history_json, history_table, history_text

    resolved = resolve_settings(config, store=store)
    registry, settings = registry_of(resolved), resolved.settings
    found = find_token(token, registry, declaration)
    if prices is not None and GOLD not in priced(found):
        raise click.BadParameter(
            f"no gold is declared for {found.symbol}; leave it out", param_hint="--prices"
        )
    scope = scope_for(found, registry, settings, prices=prices)
    section = history_of(scope, registry, settings, since=since, ledgers=ledger)
    formats = Formats(
        lambda width, colour: history_text.render_history(
            found,
            section,
            scope.chains,
            limit=limit or history_text.SHOWN,
            width=width,
            colour=colour,
        ),
        lambda: history_json.render_history_json(
            found, section, simulated=scope.simulated, limit=limit
        ),
        lambda: history_table.history_table(found, section, limit=limit),
    )
    give_out(formats, wanted)
    return ExitCode.RECONCILED
