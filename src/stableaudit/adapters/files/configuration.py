"""Which source decides each setting, strongest first.

    command-line options > environment > --config FILE > ./stableaudit.toml > user file > defaults

Each setting is decided by itself, by the strongest source that has it; a chain's endpoints are one
setting, so that a private node never shares a check with public ones by accident.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from msgspec import UNSET

from stableaudit.adapters.files.chain_changes import ChainChanges, apply_changes, chain_changes
from stableaudit.adapters.files.config_file import ConfiguredEndpoint
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.setting_layers import (
    Written,
    default_layer,
    environment_layer,
    file_layer,
    option_layer,
)
from stableaudit.adapters.files.settings import PATHS, Settings, settings_from
from stableaudit.domain.tokens import ChainSpec, Endpoint
from stableaudit.domain.untrusted import Untrusted

MASK: Final = "***"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One setting as `config show` prints it: no key, no path of an URL."""

    name: str
    value: str
    origin: str
    """Option, variable, `FILE, line N, key …`, or `default`."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Every setting, decided."""

    settings: Settings
    chains: Mapping[str, ChainChanges]
    """By the chain's key; only chains that something was written about."""

    chosen: tuple[Chosen, ...]
    """All settings with their origins, for people: the general ones first, chains by key."""


def resolve(
    options: Mapping[str, str | int | tuple[str, ...] | None],
    environment: Mapping[str, str],
    files: tuple[Document, ...],
) -> Resolved:
    """Return what the sources decide together.

    Args:
        options: by name as in setting_layers; None where the option was not given.
        environment: all variables; keys are taken from it, too.
        files: strongest first.

    Raises:
        DeclarationError: a source is invalid, or the variable of a key is not set.
    """
    layers = (
        option_layer(options),
        environment_layer(environment),
        *(file_layer(document) for document in files),
        default_layer(),
    )
    decided: dict[str, Written] = {}
    for layer in layers:
        decided = {**layer, **decided}
    shown = {name: Chosen(name, "none", "default") for name in PATHS}
    shown |= {name: Chosen(name, _shown(name, one), one.origin) for name, one in decided.items()}
    return Resolved(
        settings=settings_from(
            {name: one.value for name, one in decided.items()},
            {name: one.origin for name, one in decided.items()},
        ),
        chains=chain_changes(decided, environment),
        chosen=tuple(
            shown[name]
            for name in sorted(shown, key=lambda name: (name.startswith("chains."), name))
        ),
    )


def apply(resolved: Resolved, chains: tuple[ChainSpec, ...]) -> tuple[ChainSpec, ...]:
    """Return the chains as configured, in the same order; see chain_changes.apply_changes."""
    return apply_changes(resolved.chains, chains)


def _shown(name: str, written: Written) -> str:
    value = written.value
    if name.endswith(("_url", ".beacon")):
        return str(Untrusted(Endpoint("", str(value)).label))
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str():
            return str(Untrusted(value))
        case _:
            return ", ".join(_shown_endpoint(one) for one in value)


def _shown_endpoint(endpoint: ConfiguredEndpoint) -> str:
    label = Endpoint(endpoint.operator, endpoint.url).label
    key = "" if endpoint.key_header is UNSET else f", {endpoint.key_header}: {MASK}"
    return f"{label} ({Untrusted(endpoint.operator)}{key})"
