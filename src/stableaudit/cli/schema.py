"""`stableaudit schema KIND`."""

import json
from typing import Literal, TypeAlias, get_args

import click

from stableaudit.cli.exits import ExitCode
from stableaudit.cli.stdout import write_stdout

Kind: TypeAlias = Literal[
    "token", "chain", "feed", "statement", "labels", "refiner", "wallets", "control-snapshot",
    "config",
    "report", "holders", "events", "bars", "price", "controls", "validation", "diff",
    "wallet-proofs", "history", "changes",
]  # fmt: skip


@click.command("schema")
@click.argument("kind", type=click.Choice(get_args(Kind)))
def command(kind: Kind) -> ExitCode:
    """Print the JSON Schema of a kind of file, or of what a command prints as JSON."""
    if kind == "report":
        from stableaudit.report.json_v1 import json_schema as report_schema

        schema = report_schema()
    elif kind == "holders" or kind == "events":  # noqa: PLR1714 - mypy follows this spelling alone
        from stableaudit.report.json_v1 import ledger_json_schema

        schema = ledger_json_schema(kind)
    elif kind == "price":
        from stableaudit.report.json_v1 import price_json_schema

        schema = price_json_schema()
    elif kind == "controls":
        from stableaudit.report.json_v1 import controls_json_schema

        schema = controls_json_schema()
    elif kind == "bars":
        from stableaudit.report.json_v1 import bars_json_schema

        schema = bars_json_schema()
    elif kind == "validation" or kind == "diff":  # noqa: PLR1714 - as above
        from stableaudit.report.declare_json import declare_json_schema

        schema = declare_json_schema(kind)
    elif kind == "wallet-proofs":
        from stableaudit.report.wallets_json import wallet_proofs_json_schema

        schema = wallet_proofs_json_schema()
    elif kind == "history":
        from stableaudit.report.history_json import history_json_schema

        schema = history_json_schema()
    elif kind == "changes":
        from stableaudit.report.changes_json import changes_json_schema

        schema = changes_json_schema()
    else:
        from stableaudit.adapters.files.schema import json_schema

        schema = json_schema(kind)
    text = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False)
    write_stdout(f"{text}\n".encode())
    return ExitCode.RECONCILED
