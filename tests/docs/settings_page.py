"""Every setting: its default, what else sets it, its meaning; from the schema and from click."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import click

from stableaudit.adapters.files.schema import json_schema
from stableaudit.adapters.files.setting_layers import PREFIX
from stableaudit.adapters.files.settings import DEFAULTS, PATHS, SHORT_NAMES
from stableaudit.cli.main import program
from tests.docs.blocks import table
from tests.docs.commands import every_command

_SHORT: Final = {name: short for short, name in SHORT_NAMES.items()}
_TABLES: Final = (("", "ConfigFile"), ("policy.", "PolicyTable"), ("rates.", "RatesTable"))
_TITLES: Final = ("setting", "default", "meaning, and what else sets it")


def settings_markdown() -> str:
    """Return the table of all settings that are not of one chain, in the order of the schema."""
    options = _options()
    return table(_TITLES, _rows(options))


def variables() -> tuple[tuple[str, str], ...]:
    """Return the variable of each setting with its meaning, in the order of the table."""
    return tuple(
        (f"{PREFIX}{_SHORT[prefix + key].upper()}", str(value["description"]))
        for prefix, name in _TABLES
        for key, value in _table_of(name).items()
        if prefix + key in _SHORT
    )


def chain_settings_markdown() -> str:
    """Return the table of what can be set for one chain, and for each of its endpoints."""
    rows = (
        (f"`{prefix}.{key}`", str(value["description"]))
        for prefix, name in (
            ("chains.CHAIN", "ConfiguredChain"),
            ("chains.CHAIN.endpoints", "ConfiguredEndpoint"),
        )
        for key, value in _table_of(name).items()
    )
    return table(("setting", "meaning"), rows)


def _rows(options: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for prefix, name in _TABLES:
        for key, value in _table_of(name).items():
            setting = prefix + key
            if setting in _SHORT:
                short = _SHORT[setting]
                others = ", ".join(filter(None, (f"`{PREFIX}{short.upper()}`", options.get(short))))
                yield f"`{setting}`", _default(setting), f"{value['description']} {others}"


def _default(setting: str) -> str:
    value = DEFAULTS.get(setting)
    if value is None:
        return "ledgers in your data directory" if setting == "store" else "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _table_of(name: str) -> Mapping[str, Mapping[str, Any]]:
    schema: Mapping[str, Any] = json_schema("config")
    properties: Mapping[str, Mapping[str, Any]] = schema["$defs"][name]["properties"]
    return properties


def _options() -> Mapping[str, str]:
    """Return the option of each setting by the setting's short name, as click spells it."""
    return {
        str(parameter.name): f"`{parameter.opts[0]}`"
        for _, command in every_command(program)
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name in SHORT_NAMES
    }


def unlisted() -> frozenset[str]:
    """Return the settings that the program has and the schema does not describe."""
    described = {prefix + key for prefix, name in _TABLES for key in _table_of(name)}
    return frozenset((*DEFAULTS, *PATHS)) - described
