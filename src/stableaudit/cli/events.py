"""`stableaudit events TOKEN`: what happened to it, by what was fetched."""

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

TEXT_ROWS: Final = 100
KINDS: Final = ("mint", "burn", "wipe", "transfer")
SUPPLY_KINDS: Final = KINDS[:3]


@click.command("events")
@token_argument
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Only these. May be given several times. [default: mint, burn, wipe]",
)
@click.option("--since", type=INSTANT, help="Not before then. [default: the first]")
@click.option("--until", type=INSTANT, help="Not after then. [default: the last]")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many on each chain, the oldest first. [default: 100 as text, all otherwise]",
)
@ledger_options
def command(
    *,
    token: str,
    kinds: tuple[str, ...],
    since: int | None,
    until: int | None,
    limit: int | None,
    chains: tuple[str, ...],
    format_: str,
    outputs: tuple[str, ...],
    config: Path | None,
    store: str | None,
) -> ExitCode:
    """List mints, burns, wipes and transfers of TOKEN by the ledgers on this machine.

    Fetches nothing. Exit codes: 0 shown, 2 invalid input or nothing fetched yet, 1 internal error.
    """
    wanted = wanted_outputs(format_, outputs)
    from stableaudit.application.events import views_of
    from stableaudit.domain.ledger import EntryKind
    from stableaudit.report import events_text, json_v1, tables

    words = kinds or SUPPLY_KINDS
    asked = tuple(kind for kind in EntryKind if kind.name.lower() in words)
    most = limit or (TEXT_ROWS if only_text(wanted) else MOST_ROWS)
    with shown(token, config=config, store=store, chains=chains) as found:
        views = views_of(found.ledgers, kinds=asked, since=since, until=until, limit=most)
    named, missing = found.token, found.unfetched
    if not only_text(wanted):
        require_all(not all(view.complete for view in views), "--limit", limit)
    few = tuple(view.first(limit or TEXT_ROWS) for view in views)
    formats = Formats(
        lambda width, colour: events_text.render_events(
            named, few, missing, width=width, colour=colour
        ),
        lambda: json_v1.render_events_json(named, views, missing),
        lambda: tables.events_table(views),
    )
    give_out(formats, wanted)
    return ExitCode.RECONCILED
