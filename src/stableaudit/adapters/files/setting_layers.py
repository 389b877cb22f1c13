"""One source of settings as one layer: full name → value and where exactly it was written.

    options       `timeout_seconds`, `endpoint` = ("ethereum=https://…", …)
    environment   STABLEAUDIT_TIMEOUT_SECONDS, STABLEAUDIT_ENDPOINT_ETHEREUM=https://…,
                  STABLEAUDIT_BEACON_ETHEREUM=https://…
    a file        config_file.ConfigFile

An empty variable is as good as none: workflows set variables from inputs that nobody gave. Other
STABLEAUDIT_* variables are not ours to judge: keys and test settings live there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from stableaudit.adapters.files.config_file import ConfigFile, ConfiguredChain, ConfiguredEndpoint
from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.endpoints import require_safe_for_key, require_url
from stableaudit.adapters.files.setting_values import Value
from stableaudit.adapters.files.settings import (
    DEFAULTS,
    PATHS,
    SHORT_NAMES,
    default_store,
    value_of_text,
)
from stableaudit.adapters.files.voices import endpoint_key, host_operator, operators_of
from stableaudit.domain.errors import DeclarationError

PREFIX: Final = "STABLEAUDIT_"
ENDPOINT_PREFIX: Final = PREFIX + "ENDPOINT_"
BEACON_PREFIX: Final = PREFIX + "BEACON_"
_CHAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Written:
    """A value and where it was written."""

    value: Value
    origin: str


def default_layer() -> Mapping[str, Written]:
    """Return the weakest layer: every setting but the chains' and what is not there by default."""
    values = {**DEFAULTS, "store": str(default_store())}
    return {name: Written(value, "default") for name, value in values.items()}


def option_layer(
    options: Mapping[str, str | int | tuple[str, ...] | None],
) -> Mapping[str, Written]:
    """Return the layer of command-line options; None and () are options not given.

    Raises:
        DeclarationError: a value is none of its setting's, or an endpoint is not CHAIN=URL.
        KeyError: no setting has that name, which is a defect of the caller.
    """
    layer: dict[str, Written] = {}
    for short, given in options.items():
        origin = "option --" + short.replace("_", "-")
        if short == "endpoint":
            texts = (given,) if isinstance(given, str) else given
            layer |= _endpoint_options(texts if isinstance(texts, tuple) else (), origin)
        elif given is not None:
            name = SHORT_NAMES[short]
            layer[name] = _read(name, str(given), origin)
    return layer


def environment_layer(environment: Mapping[str, str]) -> Mapping[str, Written]:
    """Return the layer of environment variables.

    Raises:
        DeclarationError: a value is none of its setting's.
    """
    layer: dict[str, Written] = {}
    for short, name in SHORT_NAMES.items():
        variable = PREFIX + short.upper()
        if text := environment.get(variable, ""):
            layer[name] = _read(name, text, f"environment {variable}")
    for variable in sorted(environment):
        url, origin = environment[variable], f"environment {variable}"
        if variable.startswith(ENDPOINT_PREFIX) and url:
            chain = _chain_of(variable, ENDPOINT_PREFIX)
            layer[f"chains.{chain}.endpoints"] = Written((_endpoint(url, origin),), origin)
        elif variable.startswith(BEACON_PREFIX) and url:
            chain = _chain_of(variable, BEACON_PREFIX)
            layer[f"chains.{chain}.beacon"] = Written(_endpoint(url, origin).url, origin)
    return layer


def file_layer(document: Document) -> Mapping[str, Written]:
    """Return the layer of one configuration file.

    Raises:
        DeclarationError: a key is unknown or not of its type, or an URL is none to ask.
    """
    _convert_chains_first(document)
    table = convert(document, ConfigFile)
    layer = dict(_written(document, table, ()))
    for key, part in (("policy", table.policy), ("rates", table.rates)):
        if isinstance(part, msgspec.Struct):
            layer |= _written(document, part, (key,))
    layer |= {name: _beside(document, layer[name]) for name in PATHS if name in layer}
    for key, chain in ({} if table.chains is msgspec.UNSET else table.chains).items():
        layer |= _written(document, _with_operators(document, key, chain), ("chains", key))
    return layer


def _chain_of(variable: str, prefix: str) -> str:
    return variable.removeprefix(prefix).lower().replace("_", "-")


def _convert_chains_first(document: Document) -> None:
    # In a table of free keys msgspec says `[...]` instead of the key that fails.
    chains = document.tree.get("chains")
    for key in chains if isinstance(chains, dict) else ():
        convert(document, ConfiguredChain, "chains", key)


def _written(
    document: Document, table: msgspec.Struct, path: tuple[str, ...]
) -> Mapping[str, Written]:
    return {
        ".".join((*path, key)): Written(value, document.where((*path, key)))
        for key, value in msgspec.structs.asdict(table).items()
        if isinstance(value, str | int | tuple)
    }


def _beside(document: Document, written: Written) -> Written:
    """Return a path as seen from where the program runs: a file's are meant from its directory."""
    try:
        path = Path(str(written.value)).expanduser()
    except RuntimeError as error:  # `~somebody`, whom the machine does not know
        raise DeclarationError(str(error), where=written.origin) from error
    return Written(str(Path(document.name).parent / path), written.origin)


def _with_operators(document: Document, key: str, chain: ConfiguredChain) -> ConfiguredChain:
    if chain.beacon is not msgspec.UNSET:
        with document.blame("chains", key, "beacon"):
            require_url(chain.beacon)
    if chain.endpoints is msgspec.UNSET:
        return chain
    path = ("chains", key, "endpoints")
    for index, endpoint in enumerate(chain.endpoints):
        with document.blame(*path, index, "url"):
            require_url(endpoint.url)
            if endpoint.key_env is not msgspec.UNSET:
                require_safe_for_key(endpoint.url)
    operators = operators_of(document, path, chain.endpoints)
    return msgspec.structs.replace(
        chain,
        endpoints=tuple(
            msgspec.structs.replace(endpoint, operator=operator)
            for endpoint, operator in zip(chain.endpoints, operators, strict=True)
        ),
    )


def _read(name: str, text: str, origin: str) -> Written:
    try:
        return Written(value_of_text(name, text), origin)
    except ValueError as error:
        raise DeclarationError(str(error), where=origin) from error


def _endpoint_options(texts: Iterable[str], origin: str) -> Mapping[str, Written]:
    by_chain: dict[str, tuple[ConfiguredEndpoint, ...]] = {}
    for text in texts:
        chain, separator, url = text.partition("=")
        if not separator or _CHAIN.fullmatch(chain) is None:
            # not repeated: what stands there may be an URL with a key
            raise DeclarationError(
                "is not CHAIN=URL", where=origin, hint="such as ethereum=https://node.example"
            )
        before = by_chain.get(chain, ())
        endpoint = _endpoint(url, origin)
        if endpoint_key(url) in (endpoint_key(one.url) for one in before):
            raise DeclarationError(f"an endpoint of {chain} is given twice", where=origin)
        by_chain[chain] = (*before, endpoint)
    return {
        f"chains.{chain}.endpoints": Written(endpoints, origin)
        for chain, endpoints in by_chain.items()
    }


def _endpoint(url: str, origin: str) -> ConfiguredEndpoint:
    try:
        require_url(url)
    except ValueError as error:
        raise DeclarationError(str(error), where=origin) from error
    return ConfiguredEndpoint(url=url, operator=host_operator(url))
