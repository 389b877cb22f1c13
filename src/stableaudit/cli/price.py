"""`stableaudit price GOLD`: what gold cost at an instant, by feeds that anyone can read again."""

from pathlib import Path
from typing import Final

import click

from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.instants import INSTANT
from stableaudit.cli.options import resolve_settings, settings_options
from stableaudit.cli.outputs import FORMATS, terminal
from stableaudit.cli.progress import progress
from stableaudit.cli.stdout import write_stdout

_PRICED: Final = ("GOLD",)


@click.command("price")
@click.argument("what", metavar="GOLD", type=click.Choice(_PRICED, case_sensitive=False))
@click.option(
    "--at",
    type=INSTANT,
    help="When, RFC 3339 with zone, or a date (its end, UTC). [default: now]",
)
@click.option(
    "--prices",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A price file (CSV: at,fix,price_usd_per_ozt,source) to show beside.",
)
@settings_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to print to standard output.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(
    *,
    what: str,
    at: int | None,
    prices: Path | None,
    config: Path | None,
    endpoint: tuple[str, ...],
    timeout_seconds: int | None,
    format_: str,
    quiet: bool,
) -> ExitCode:
    """Show what an ounce of GOLD cost, by the price feeds of every chain that has one.

    Exit codes: 0 every feed answered, is alive, and they agree, 3 not so, 2 invalid input, 1
    internal error.
    """
    from stableaudit.bootstrap.network import Network
    from stableaudit.bootstrap.runs import run_price
    from stableaudit.bootstrap.scope import price_plan, registry_of
    from stableaudit.report import json_v1, price_text

    resolved = resolve_settings(config, endpoint=endpoint, timeout_seconds=timeout_seconds)
    plan = price_plan(what.upper(), registry_of(resolved), resolved.settings, prices=prices)
    network = Network(resolved.settings, plan.chains)
    with progress(quiet=quiet) as steps:
        result = run_price(plan, resolved.settings, network=network, at=at, progress=steps)
    code = exit_code(result.judgement.gate)
    if format_ == "json":
        write_stdout(json_v1.render_price_json(result, int(code)))
        return code
    colour, width = terminal()
    write_stdout(price_text.render_price(result, width=width, colour=colour).encode())
    return code
