"""Options that several commands share, spelled alike everywhere, and the settings they decide."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from stableaudit.adapters.files.configuration import Resolved

F = TypeVar("F", bound=Callable[..., Any])

CONFIG_VARIABLE: Final = "STABLEAUDIT_CONFIG"
PROFILES: Final = ("aicpa-2025", "genius", "nydfs", "mica-art")
LANGUAGE_VARIABLE: Final = "STABLEAUDIT_LANGUAGE"
LANGUAGES: Final = ("en", "ru", "ky")
SEVERITIES: Final = ("info", "low", "medium", "high", "critical", "never")

_CONFIG = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    envvar=CONFIG_VARIABLE,
    help="Configuration file (TOML), stronger than ./stableaudit.toml and the user's own.",
)
_ENDPOINT = click.option(
    "--endpoint",
    "endpoint",
    multiple=True,
    metavar="CHAIN=URL",
    help="Ask this endpoint of a chain instead of the registered ones. May be given several times.",
)
_TIMEOUT = click.option(
    "--timeout",
    "timeout_seconds",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="End the whole command by then, with what was read so far. [default: 120]",
)


_STORE = click.option(
    "--store",
    "store",
    metavar="DIR",
    help="Folder of the ledgers. [default: ledgers in the user's data directory]",
)


def settings_options(command: F) -> F:
    """Add the options that decide the settings of a command that asks nodes."""
    return _CONFIG(_ENDPOINT(_TIMEOUT(command)))


config_option = _CONFIG
endpoint_option = _ENDPOINT
store_option = _STORE
quorum_option = click.option(
    "--quorum",
    "quorum",
    type=click.IntRange(min=1, max=10),
    metavar="N",
    help="Independent operators that must agree on each figure. [default: as many as do]",
)
language_option = click.option(
    "--language",
    "language",
    type=click.Choice(LANGUAGES),
    envvar=LANGUAGE_VARIABLE,
    default="en",
    show_default=True,
    help="What a report for people is written in: English, Russian or Kyrgyz.",
)
declaration_option = click.option(
    "--declaration",
    "declaration",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Reserve statement (TOML or JSON) instead of the token's own. [default: the token's]",
)


def resolve_settings(
    config: Path | None, **options: "str | int | tuple[str, ...] | None"
) -> "Resolved":
    """Return every setting, decided: options, environment, files, defaults.

    Raises:
        DeclarationError: a source is invalid.
    """
    from stableaudit.adapters.files.configuration import resolve
    from stableaudit.adapters.files.configuration_files import (
        read_configuration_files,
        user_directory,
    )
    from stableaudit.adapters.system.environment import environment

    files = read_configuration_files(named=config, project=Path(), user=user_directory())
    return resolve(options, environment(), files)
