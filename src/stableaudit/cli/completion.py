"""What a shell completes beyond click's own: tokens, chains and ids of checks.

From what is shipped alone, by file names: a person who presses Tab waits for it. Nothing is asked
of anybody, and no setting is read.
"""

from importlib.resources import files
from typing import Final

import click
from click.shell_completion import CompletionItem

_SUFFIX: Final = ".toml"
_OF_A_PATH: Final = ("/", ".", "~")


def tokens(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the registry's tokens that begin so; files where a path is begun."""
    if incomplete.startswith(_OF_A_PATH) or "/" in incomplete:
        return [CompletionItem(incomplete, type="file")]
    return [CompletionItem(name) for name in _shipped("tokens") if name.startswith(incomplete)]


def chains(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the registry's chains that begin so."""
    return [CompletionItem(name) for name in _shipped("chains") if name.startswith(incomplete)]


def check_ids(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the ids of checks that begin so, in either case, with what each states."""
    from stableaudit.reconcile.checks import CHECKS

    begun = incomplete.upper()
    return [
        CompletionItem(check.id, help=check.proposition)
        for check in sorted(CHECKS, key=lambda check: check.id)
        if check.id.startswith(begun)
    ]


token_argument: Final = click.argument("token", shell_complete=tokens)


def _shipped(folder: str) -> list[str]:
    entries = (files("stableaudit") / "registry" / folder).iterdir()
    return sorted(one.name.removesuffix(_SUFFIX) for one in entries if one.name.endswith(_SUFFIX))
