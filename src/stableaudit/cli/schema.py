"""`stableaudit schema KIND`."""

import json
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from stableaudit.cli.exits import ExitCode
from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from stableaudit.adapters.files.schema import Kind

_FILES: Final[tuple["Kind", ...]] = (
    *("token", "chain", "feed", "statement", "labels", "refiner", "waivers", "wallets"),
    *("control-snapshot", "config"),
)
_REPORTS: Final = {
    "report": ("json_v1", "json_schema"),
    "holders": ("json_v1", "ledger_json_schema"),
    "events": ("json_v1", "ledger_json_schema"),
    "bars": ("json_v1", "bars_json_schema"),
    "price": ("json_v1", "price_json_schema"),
    "controls": ("json_v1", "controls_json_schema"),
    "validation": ("declare_json", "declare_json_schema"),
    "diff": ("declare_json", "declare_json_schema"),
    "wallet-proofs": ("wallets_json", "wallet_proofs_json_schema"),
    "notice": ("notice_json", "notice_json_schema"),
    "listing-pack": ("listing_pack", "listing_pack_json_schema"),
    "history": ("history_json", "history_json_schema"),
    "changes": ("changes_json", "changes_json_schema"),
}
"""Module of `report` and function, imported on use, of what commands print as JSON."""

_BY_KIND: Final = frozenset({"holders", "events", "validation", "diff"})
"""Kinds whose function makes several schemas, and takes which."""


@click.command("schema")
@click.argument("kind", type=click.Choice((*_FILES, *_REPORTS)))
def command(kind: str) -> ExitCode:
    """Print the JSON Schema of a kind of file, or of what a command prints as JSON."""
    text = json.dumps(_schema(kind), indent=2, sort_keys=True, ensure_ascii=False)
    write_stdout(f"{text}\n".encode())
    return ExitCode.RECONCILED


def _schema(kind: str) -> dict[str, object]:
    for file in _FILES:
        if file == kind:
            from stableaudit.adapters.files.schema import json_schema

            return json_schema(file)
    module, name = _REPORTS[kind]
    made: Callable[..., dict[str, object]] = getattr(
        import_module(f"stableaudit.report.{module}"), name
    )
    return made(kind) if kind in _BY_KIND else made()
