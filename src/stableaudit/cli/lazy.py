"""A click group whose commands are imported when they are used, so that --help stays quick."""

from importlib import import_module
from typing import ClassVar

import click


class LazyGroup(click.Group):
    """Commands by name, with their one-line help kept here; most in the module of that name."""

    modules: ClassVar[dict[str, str]] = {
        "bars": "Sum and judge a list of gold bars.",
        "check": "Audit one token and end in a verdict.",
        "config": "Show the settings and where each one comes from.",
        "controls": "Show who controls a token, and who moves those.",
        "declare": "Write, check and compare reserve statements.",
        "diff": "Say what changed between two evidence bundles, and why.",
        "doctor": "Show what every endpoint can do.",
        "events": "List what happened to a token, by its ledger.",
        "explain": "Say what a check means, or what a figure stands on.",
        "history": "Show what checks of a token came to over time.",
        "holders": "Show who holds a token, by its ledger.",
        "reserves": "Show what backs a token, what it is worth and what it stands.",
        "price": "Show what gold cost at an instant, by price feeds.",
        "schema": "Print a JSON Schema.",
        "sync": "Bring a token's ledgers up to date.",
        "tokens": "List the registry's tokens, or show one.",
        "verify": "Check an evidence bundle and judge it again, offline.",
        "wallets": "Have an issuer's wallets prove who controls them.",
    }

    elsewhere: ClassVar[dict[str, str]] = {"bars": "bar_list"}
    """Commands whose module has another name; `cli.bars` draws progress bars."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        del ctx
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None for a name that is no command."""
        del ctx
        if cmd_name not in self.modules:
            return None
        module = import_module(f"stableaudit.cli.{self.elsewhere.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(self.modules.items()))
