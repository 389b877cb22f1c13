"""`stableaudit holders TOKEN`: who holds it, by what was fetched."""

from pathlib import Path
from typing import Final

import click

from stableaudit.cli.completion import token_argument
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.instants import INSTANT
from stableaudit.cli.ledgers import (
    MOST_ROWS,
    Formats,
    give_out,
    ledger_options,
    only_text,
    require_all,
    shown,
    wanted_outputs,
)

TEXT_ROWS: Final = 20


@click.command("holders")
@token_argument
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many of the largest. [default: 20 as text, all otherwise]",
)
@click.option("--at", type=INSTANT, help="As of then. [default: as late as the ledger goes]")
@click.option(
    "--table",
    type=click.Choice(("holders", "issuance", "holder-count")),
    default="holders",
    show_default=True,
    help="Which table csv and parquet hold: accounts, or one line a day.",
)
@ledger_options
def command(
    *,
    token: str,
    top: int | None,
    at: int | None,
    table: str,
    chains: tuple[str, ...],
    format_: str,
    outputs: tuple[str, ...],
    config: Path | None,
    store: str | None,
) -> ExitCode:
    """Show who holds TOKEN and how it is spread, by the ledgers on this machine; fetches nothing.

    Exit codes: 0 shown, 2 invalid input or nothing fetched yet, 1 internal error.
    """
    wanted = wanted_outputs(format_, outputs)
    from stableaudit.application.holders import views_of
    from stableaudit.report import holders_text, json_v1, series, tables

    most = top or (TEXT_ROWS if only_text(wanted) else MOST_ROWS)
    with shown(token, config=config, store=store, chains=chains) as found:
        views = views_of(found.ledgers, found.labels, at=at, top=most)
    named, missing = found.token, found.unfetched
    if not only_text(wanted) and table == "holders":
        require_all(any(view.is_cut for view in views), "--top", top)
    few = tuple(view.first(top or TEXT_ROWS) for view in views)
    lay_out = {
        "holders": tables.holders_table,
        "issuance": series.issuance_table,
        "holder-count": series.holder_count_table,
    }[table]
    formats = Formats(
        lambda width, colour: holders_text.render_holders(
            named, few, missing, width=width, colour=colour
        ),
        lambda: json_v1.render_holders_json(named, views, missing),
        lambda: lay_out(views),
    )
    give_out(formats, wanted)
    return ExitCode.RECONCILED
