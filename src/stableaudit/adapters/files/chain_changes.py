"""What a configuration changes of the registry's chains, and the chains with it applied.

Keys are taken from the environment here and nowhere else, only for endpoints that were chosen, and
no message repeats one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from msgspec import UNSET

from stableaudit.adapters.files.config_file import ConfiguredEndpoint
from stableaudit.adapters.files.setting_layers import Written
from stableaudit.adapters.files.setting_values import Value
from stableaudit.adapters.files.vocabulary import pace_of
from stableaudit.adapters.files.voices import host_operator
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.finality import SYNC_COMMITTEE
from stableaudit.domain.tokens import ChainSpec, Endpoint
from stableaudit.domain.untrusted import Untrusted

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChainChanges:
    """What a configuration changes of one chain; None keeps what the registry says."""

    origin: str
    """Where one of the changes was written, `simulated` if it was, for the errors about them."""

    endpoints: tuple[Endpoint, ...] | None = None
    beacon: Endpoint | None = None
    genesis: str | None = None
    simulated: bool | None = None
    max_head_age_seconds: int | None = None
    max_final_age_seconds: int | None = None


def chain_changes(
    decided: Mapping[str, Written], environment: Mapping[str, str]
) -> Mapping[str, ChainChanges]:
    """Return the changes by the chain's key; only chains that something was written about.

    Raises:
        DeclarationError: the variable that should hold a key is not set, or holds no header value.
    """
    changes: dict[str, ChainChanges] = {}
    for name, written in decided.items():
        if name.startswith("chains."):
            _, key, field = name.split(".")
            before = changes.get(key, ChainChanges(written.origin))
            changes[key] = _with(before, field, written, environment)
    return changes


def apply_changes(
    changes: Mapping[str, ChainChanges], chains: tuple[ChainSpec, ...]
) -> tuple[ChainSpec, ...]:
    """Return the chains as configured, in the same order.

    Raises:
        DeclarationError: the configuration speaks of a chain that is not among them, or calls one
            with another genesis real.
    """
    known = tuple(chain.key for chain in chains)
    for key, change in changes.items():
        if key not in known:
            raise DeclarationError(
                f"no chain is called {Untrusted(key)}",
                where=change.origin,
                hint=f"known: {', '.join(known)}",
            )
    return tuple(
        _changed(chain, changes[chain.key]) if chain.key in changes else chain for chain in chains
    )


def _with(
    before: ChainChanges, field: str, written: Written, environment: Mapping[str, str]
) -> ChainChanges:
    value: Value = written.value
    match field, value:
        case "endpoints", tuple():
            endpoints = tuple(_endpoint(one, written.origin, environment) for one in value)
            return replace(before, endpoints=endpoints)
        case "beacon", str():
            return replace(before, beacon=Endpoint(host_operator(value), value))
        case "genesis", str():
            return replace(before, genesis=value)
        case "simulated", bool():
            return replace(before, simulated=value, origin=written.origin)
        case "max_head_age_seconds", int():
            return replace(before, max_head_age_seconds=value)
        case "max_final_age_seconds", int():
            return replace(before, max_final_age_seconds=value)
        case _:
            message = f"{field} was resolved to a {type(value).__name__}"
            raise TypeError(message)


def _endpoint(
    configured: ConfiguredEndpoint, origin: str, environment: Mapping[str, str]
) -> Endpoint:
    pace = pace_of(configured.requests_per_second)
    if configured.key_env is UNSET or configured.key_header is UNSET:
        return Endpoint(configured.operator, configured.url, requests_per_second=pace)
    key = environment.get(configured.key_env, "")
    if not key:
        raise DeclarationError(
            f"the variable {configured.key_env}, which holds the key, is not set",
            where=origin,
            hint=f"export {configured.key_env}, or take key_env and key_header out",
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        # a newline in it would add headers of its own
        raise DeclarationError(
            f"the variable {configured.key_env} holds no key: it has a space or a character that "
            "no header can carry",
            where=origin,
        )
    return Endpoint(configured.operator, configured.url, configured.key_header, key, pace)


def _changed(chain: ChainSpec, change: ChainChanges) -> ChainSpec:
    return replace(
        chain,
        endpoints=_or(change.endpoints, chain.endpoints),
        beacon=_beacon(chain, change),
        genesis=_or(change.genesis, chain.genesis),
        simulated=_is_simulated(chain, change),
        max_head_age_seconds=_or(change.max_head_age_seconds, chain.max_head_age_seconds),
        max_final_age_seconds=_or(change.max_final_age_seconds, chain.max_final_age_seconds),
    )


def _beacon(chain: ChainSpec, change: ChainChanges) -> Endpoint | None:
    if change.beacon is not None and chain.id != SYNC_COMMITTEE:
        raise DeclarationError(
            f"no beacon chain that is read decides for {chain.key}",
            where=change.origin,
            hint="beacon belongs to Ethereum alone",
        )
    return _or(change.beacon, chain.beacon)


def _is_simulated(chain: ChainSpec, change: ChainChanges) -> bool:
    # A report on another chain than the registry's must never pass for one on the real token.
    if _or(change.genesis, chain.genesis) == chain.genesis:
        return _or(change.simulated, chain.simulated)
    if change.simulated is False:
        raise DeclarationError(
            f"{chain.key} has another genesis than the registry's, so it is not the real chain",
            where=change.origin,
            hint="leave simulated out, or genesis",
        )
    return True


def _or(change: T | None, registered: T) -> T:
    return registered if change is None else change
