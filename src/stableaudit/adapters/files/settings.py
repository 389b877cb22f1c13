"""The settings by name: what each is by default, and how a variable's or option's text is read."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias, get_type_hints

import msgspec
from platformdirs import user_data_path

from stableaudit.adapters.files.config_file import ConfigFile, ConfiguredEndpoint, PolicyTable
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.findings import Severity
from stableaudit.domain.policy import Policy
from stableaudit.domain.untrusted import Untrusted

Value: TypeAlias = str | int | tuple[ConfiguredEndpoint, ...]
"""A setting as a file writes it: figures are text, a switch is a boolean."""

DEFAULTS: Final[Mapping[str, str | int]] = MappingProxyType(
    {
        "timeout_seconds": 120,
        "request_timeout_seconds": 15,
        "max_response_bytes": 32 * 1024 * 1024,
        "operators": 2,
        "most_balances": 100_000,
        "fail_on": "high",
        "policy.min_coverage": "1",
        "policy.max_statement_age_days": 35,
        "policy.max_price_age_seconds": 90_000,
        "policy.max_weekend_price_age_seconds": 261_000,
        "policy.max_feed_divergence": "0.005",
        "policy.max_skew_seconds": 3_600,
        "policy.min_gold_fall": "0.05",
        "policy.max_holder_share": "0.25",
        "policy.match_window_days": 7,
        "policy.max_event_lag_days": 7,
    }
)
"""Every setting but the chains', which the registry gives, and the paths."""

PATHS: Final = ("store", "labels")
"""Settings that are paths; see default_store. There are no labels but the shipped ones by default.
"""

SHORT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {name.rpartition(".")[2]: name for name in (*DEFAULTS, *PATHS)}
)
"""`min_coverage` → `policy.min_coverage`: the name in options and, in capitals, in variables."""

_DAY_SECONDS: Final = 86_400
_DIGITS: Final = re.compile(r"0|[1-9][0-9]{0,17}")


def default_store() -> Path:
    """Return the folder of the ledgers where nothing else is said, by the platform's custom."""
    return user_data_path("stableaudit") / "ledgers"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the program runs and what it still accepts."""

    timeout_seconds: int = 120
    """For the whole command."""

    request_timeout_seconds: int = 15
    max_response_bytes: int = 32 * 1024 * 1024
    """After decompression."""

    operators: int = 2
    """How many independent operators are asked."""

    most_balances: int = 100_000
    """Accounts of one token that a chain is asked for at most, a twentieth of it on TRON."""

    fail_on: Severity | None = Severity.HIGH
    """Least severity that makes a contradiction fail the check; None for never."""

    policy: Policy = field(default_factory=Policy)
    store: Path = field(default_factory=default_store)
    """Folder of the ledgers; it need not exist yet."""

    labels: Path | None = None
    """A labels file of the user's own; None where there is none."""


def value_of_text(name: str, text: str) -> str | int:
    """Return the value that an option's or variable's text writes for a setting.

    Raises:
        ValueError: the text is no such value; says what is expected.
    """
    table, _, key = name.rpartition(".")
    kind = get_type_hints(PolicyTable if table else ConfigFile, include_extras=True)[key]
    value: str | int = text
    if isinstance(DEFAULTS.get(name), int):
        if _DIGITS.fullmatch(text) is None:
            message = f"{Untrusted(text)} is not a whole number"
            raise ValueError(message)
        value = int(text)
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ValueError(str(Untrusted(str(error)))) from error
    return value


def settings_from(values: Mapping[str, Value], origins: Mapping[str, str]) -> Settings:
    """Return the settings of a complete mapping.

    Args:
        values: by full name; types as DEFAULTS has them; paths may be left out.
        origins: where each was written, by full name; `default` where none is given.

    Raises:
        DeclarationError: a threshold is none that a policy may have.
    """
    fail_on = _text(values, "fail_on")
    return Settings(
        timeout_seconds=_integer(values, "timeout_seconds"),
        request_timeout_seconds=_integer(values, "request_timeout_seconds"),
        max_response_bytes=_integer(values, "max_response_bytes"),
        operators=_integer(values, "operators"),
        most_balances=_integer(values, "most_balances"),
        fail_on=None if fail_on == "never" else Severity[fail_on.upper()],
        policy=_policy(values, origins),
        store=_path(values, "store") or default_store(),
        labels=_path(values, "labels"),
    )


def _policy(values: Mapping[str, Value], origins: Mapping[str, str]) -> Policy:
    least, divergence = "policy.min_coverage", "policy.max_feed_divergence"
    with _blaming(origins.get(least)):
        policy = Policy(min_coverage=Fraction(_text(values, least)))
    with _blaming(origins.get(divergence)):
        policy = replace(policy, max_feed_divergence=Fraction(_text(values, divergence)))
    fall, share = "policy.min_gold_fall", "policy.max_holder_share"
    with _blaming(origins.get(fall)):
        policy = replace(policy, min_gold_fall=Fraction(_text(values, fall)))
    with _blaming(origins.get(share)):
        policy = replace(policy, max_holder_share=Fraction(_text(values, share)))
    # lengths of time are whole and above zero by their schema, which is all that a policy asks
    return replace(
        policy,
        max_statement_age_seconds=_DAY_SECONDS * _integer(values, "policy.max_statement_age_days"),
        max_price_age_seconds=_integer(values, "policy.max_price_age_seconds"),
        max_weekend_price_age_seconds=_integer(values, "policy.max_weekend_price_age_seconds"),
        max_skew_seconds=_integer(values, "policy.max_skew_seconds"),
        match_window_seconds=_DAY_SECONDS * _integer(values, "policy.match_window_days"),
        max_event_lag_seconds=_DAY_SECONDS * _integer(values, "policy.max_event_lag_days"),
    )


@contextmanager
def _blaming(origin: str | None) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise DeclarationError(str(error), where=origin or "default") from error


def _integer(values: Mapping[str, Value], name: str) -> int:
    value = values[name]
    if not isinstance(value, int):
        message = f"{name} was resolved to a {type(value).__name__}"
        raise TypeError(message)
    return value


def _path(values: Mapping[str, Value], name: str) -> Path | None:
    return Path(_text(values, name)) if name in values else None


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values[name]
    if not isinstance(value, str):
        message = f"{name} was resolved to a {type(value).__name__}"
        raise TypeError(message)
    return value
