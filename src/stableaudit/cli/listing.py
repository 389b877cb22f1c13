"""`--listing-pack DIR`: supply as trackers and exchanges ask for it, in a folder to be served."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stableaudit.cli.outputs import writable

if TYPE_CHECKING:
    from stableaudit.report.document import Document

listing_pack_option = click.option(
    "--listing-pack",
    "listing_pack",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write total and circulating supply for trackers: numbers, JSON, wallets, method.",
)


def ready(folder: Path | None) -> Path | None:
    """Return the folder, looked at before the check that would end in it; else a usage error."""
    if folder is None:
        return None
    problem = ""
    if folder.is_symlink():
        problem = "is a symbolic link; name the folder itself"
    elif folder.exists() and not folder.is_dir():
        problem = "is there, and is no folder"
    if problem:
        raise click.BadParameter(f"{folder}: {problem}", param_hint="--listing-pack")
    inside = folder / "supply.json" if folder.is_dir() else folder
    writable(inside, option="--listing-pack")
    return folder


def write_listing_pack(document: "Document", folder: Path | None) -> None:
    """Write the pack, each file whole; where the supply is not known leave the one that is there.

    Raises:
        DeclarationError: a file cannot be written.
    """
    if folder is None:
        return
    from stableaudit.adapters.system.atomic import write_atomically
    from stableaudit.reconcile.books import Open
    from stableaudit.report.listing_pack import listing_pack
    from stableaudit.report.safe_text import safe

    pack = listing_pack(document)
    if isinstance(pack, Open):
        shown = safe(str(folder))
        click.echo(f"{shown}: no listing pack written: {safe(pack.missing)}", err=True)
        return
    folder.mkdir(exist_ok=True)
    for name, data in pack.items():
        write_atomically(folder / name, data)
