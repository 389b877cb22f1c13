"""The settings by name: what each is by default, and how a variable's or option's text is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, get_type_hints

import msgspec
from platformdirs import user_data_path

from stableaudit.adapters.files.config_file import (
    ConfigFile,
    PolicyTable,
    RatesTable,
)
from stableaudit.adapters.files.endpoints import require_untouched_url
from stableaudit.adapters.files.policy_settings import policy_of
from stableaudit.adapters.files.setting_values import Value, blaming, integer, path_of, text_of
from stableaudit.domain.findings import Severity
from stableaudit.domain.policy import Policy
from stableaudit.domain.untrusted import Untrusted

DEFAULTS: Final[Mapping[str, str | int]] = MappingProxyType(
    {
        "timeout_seconds": 120,
        "request_timeout_seconds": 15,
        "max_response_bytes": 32 * 1024 * 1024,
        "operators": 2,
        "quorum": 0,
        "most_balances": 100_000,
        "fail_on": "high",
        "policy.min_coverage": "1",
        "policy.max_statement_age_days": 35,
        "policy.max_price_age_seconds": 90_000,
        "policy.max_weekend_price_age_seconds": 261_000,
        "policy.max_feed_divergence": "0.005",
        "policy.max_price_divergence": "0.01",
        "policy.max_skew_seconds": 3_600,
        "policy.gold_haircut": "0",
        "policy.crypto_haircut": "0",
        "policy.other_haircut": "0",
        "policy.coverage_basis": "minted",
        "policy.max_rate_age_days": 14,
        "policy.max_rate_divergence": "0.001",
        "rates.nbkr_url": "https://www.nbkr.kg/XML/daily.xml",
        "rates.second_url": "https://api.frankfurter.dev",
        "rates.simulated": False,
        "policy.min_gold_fall": "0.05",
        "policy.max_holder_share": "0.25",
        "policy.match_window_days": 7,
        "policy.max_event_lag_days": 35,
    }
)
"""Every setting but the chains', which the registry gives, and the paths."""

PATHS: Final = ("store", "labels", "rates.file")
"""Settings that are paths; see default_store. By default there are no labels but the shipped ones,
and no copy of a rate file."""

SHORT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{
            name.removeprefix("policy.").replace(".", "_"): name
            for name in (*DEFAULTS, "store", "labels")
        },
        "rates": "rates.file",
    }
)
"""`min_coverage` → `policy.min_coverage`: the name in options and, in capitals, in variables."""

_TABLES: Final[Mapping[str, type[msgspec.Struct]]] = MappingProxyType(
    {"": ConfigFile, "policy": PolicyTable, "rates": RatesTable}
)
_SWITCH: Final[Mapping[str, bool]] = MappingProxyType({"true": True, "false": False})
_DAY_SECONDS: Final = 86_400
_DIGITS: Final = re.compile(r"0|[1-9][0-9]{0,17}")


def default_store() -> Path:
    """Return the folder of the ledgers where nothing else is said, by the platform's custom."""
    return user_data_path("stableaudit") / "ledgers"


@dataclass(frozen=True, slots=True)
class RateSettings:
    """Where exchange rates come from."""

    nbkr_url: str = "https://www.nbkr.kg/XML/daily.xml"
    second_url: str = "https://api.frankfurter.dev"
    file: Path | None = None
    """A copy of the National Bank's file, which is then not asked for it."""

    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """How the program runs and what it still accepts."""

    timeout_seconds: int = 120
    """For the whole command."""

    request_timeout_seconds: int = 15
    max_response_bytes: int = 32 * 1024 * 1024
    """After decompression."""

    operators: int = 2
    """How many independent operators are asked, where a quorum does not need more."""

    quorum: int = 0
    """How many of them must agree on each required figure; 0: as many as do."""

    most_balances: int = 100_000
    """Accounts of one token that a chain is asked for at most, a twentieth of it on TRON."""

    fail_on: Severity | None = Severity.HIGH
    """Least severity that makes a contradiction fail the check; None for never."""

    policy: Policy = field(default_factory=Policy)
    store: Path = field(default_factory=default_store)
    """Folder of the ledgers; it need not exist yet."""

    labels: Path | None = None
    """A labels file of the user's own; None where there is none."""

    rates: RateSettings = field(default_factory=RateSettings)


def value_of_text(name: str, text: str) -> str | int:
    """Return the value that an option's or variable's text writes for a setting.

    Raises:
        ValueError: the text is no such value; says what is expected.
    """
    table, _, key = name.rpartition(".")
    kind = get_type_hints(_TABLES[table], include_extras=True)[key]
    value: str | int = text
    if isinstance(DEFAULTS.get(name), bool):
        if text not in _SWITCH:
            message = f"{Untrusted(text)} is neither true nor false"
            raise ValueError(message)
        value = _SWITCH[text]
    elif isinstance(DEFAULTS.get(name), int):
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
    fail_on = text_of(values, "fail_on")
    return Settings(
        timeout_seconds=integer(values, "timeout_seconds"),
        request_timeout_seconds=integer(values, "request_timeout_seconds"),
        max_response_bytes=integer(values, "max_response_bytes"),
        operators=integer(values, "operators"),
        quorum=integer(values, "quorum"),
        most_balances=integer(values, "most_balances"),
        fail_on=None if fail_on == "never" else Severity[fail_on.upper()],
        policy=policy_of(values, origins),
        store=path_of(values, "store") or default_store(),
        labels=path_of(values, "labels"),
        rates=_rates(values, origins),
    )


def _rates(values: Mapping[str, Value], origins: Mapping[str, str]) -> RateSettings:
    for name in ("rates.nbkr_url", "rates.second_url"):
        with blaming(origins.get(name)):
            require_untouched_url(text_of(values, name))
    return RateSettings(
        text_of(values, "rates.nbkr_url"),
        text_of(values, "rates.second_url"),
        path_of(values, "rates.file"),
        bool(integer(values, "rates.simulated")),
    )
