"""The patterns of our schemas in words, each with a text that fits; others stay patterns."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_END: Final = r"$(?!\n)"
_FIGURE: Final = r"(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?"
_ADDRESS: Final = "0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CONTRACT: Final = "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG"

WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "^-?[0-9]+$": ("integer in digits", "-42"),
        r"^-?[0-9]+(\.[0-9]+)?$": ("decimal in digits", "-0.5"),
        f"^{_FIGURE}{_END}": ("quoted decimal", "376"),
        f"^-?{_FIGURE}{_END}": ("quoted decimal", "-0.5"),
        f"^(unknown|{_FIGURE}){_END}": ("quoted decimal, or `unknown`", "unknown"),
        rf"^{_DAY}([Tt ][0-9:.]+([Zz]|[+-][0-9:]+))?{_END}": (
            "date, or RFC 3339 with zone",
            "2026-11-20T15:00:00Z",
        ),
        f"^{_DAY}$": ("date", "2026-11-20"),
        f"^(unknown|{_DAY}){_END}": ("date, or `unknown`", "2026-11-20"),
        f"^[a-z0-9][a-z0-9-]{{0,40}}{_END}": ("lower-case name", "usdkg"),
        f"^[A-Z]{{3}}{_END}": ("currency, three letters", "USD"),
        f"^({_ADDRESS}){_END}": ("address, 0x… or T…", _CONTRACT),
        f"^(native|{_ADDRESS}){_END}": ("address, 0x… or T…, or `native`", "native"),
        f"^[0-9a-f]{{64}}{_END}": ("SHA-256, 64 hex digits", "0" * 64),
        "^[0-9a-f]{64}$": ("SHA-256, 64 hex digits", "0" * 64),
        f"^(unknown|[0-9a-f]{{64}}){_END}": ("SHA-256, or `unknown`", "f" * 64),
        f"^(unknown|none|[0-9a-f]{{64}}){_END}": ("SHA-256, `none` or `unknown`", "none"),
        rf"^[^\x00-\x1f\x7f]+{_END}": ("path", "bars.csv"),
        rf"^[0-9]{{1,4}}\.[0-9]{{1,4}}(\.[0-9]{{1,4}})?{_END}": ("version", "1.0"),
    }
)
