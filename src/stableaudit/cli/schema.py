"""`stableaudit schema KIND`."""

import json
from typing import Literal, TypeAlias, get_args

import click

from stableaudit.cli.exits import ExitCode
from stableaudit.cli.stdout import write_stdout

Kind: TypeAlias = Literal["token", "chain", "feed", "statement", "labels", "config", "report"]


@click.command("schema")
@click.argument("kind", type=click.Choice(get_args(Kind)))
def command(kind: Kind) -> ExitCode:
    """Print the JSON Schema of a kind of file, or of the JSON report."""
    if kind == "report":
        from stableaudit.report.json_v1 import json_schema as report_schema

        schema = report_schema()
    else:
        from stableaudit.adapters.files.schema import json_schema

        schema = json_schema(kind)
    text = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False)
    write_stdout(f"{text}\n".encode())
    return ExitCode.RECONCILED
