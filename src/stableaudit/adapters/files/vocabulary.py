"""The types that the keys of every file share: what a figure, a date, an address may look like.

Patterns are the part of JSON Schema and of Python's `re` that mean the same; the domain's own
constructors have the last word on every value.
"""

from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.instants import parse_instant

UNKNOWN: Final = "unknown"
_END: Final = r"$(?!\n)"
"""The end of the text in both dialects; Python's `$` alone also stands before a last newline."""

_FIGURE: Final = r"(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?"
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HEX: Final = "[0-9a-f]"

UnknownWord: TypeAlias = Literal["unknown"]

Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
ShortText: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
PathText: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]+" + _END, max_length=2000)
]
Key: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9-]{0,40}" + _END)]
FigureText: TypeAlias = Annotated[str, msgspec.Meta(pattern=f"^{_FIGURE}{_END}", max_length=50)]
PaceText: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=rf"^(?!0(\.0*)?{_END}){_FIGURE}{_END}", max_length=50)
]
"""A figure above zero: at a pace of zero nothing would ever be asked."""

ShareText: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=rf"^0(\.[0-9]{{1,18}})?{_END}", max_length=20)
]
"""A share from 0 to below 1."""

FigureOrUnknown: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=f"^(unknown|{_FIGURE}){_END}", max_length=50)
]
Instant: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=rf"^{_DAY}([Tt ][0-9:.]+([Zz]|[+-][0-9:]+))?{_END}", max_length=40)
]
Day: TypeAlias = Annotated[str, msgspec.Meta(pattern=f"^{_DAY}{_END}", max_length=10)]
DayOrUnknown: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=rf"^(unknown|{_DAY}){_END}", max_length=10)
]
Currency: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}" + _END)]
Address: TypeAlias = Annotated[
    str, msgspec.Meta(pattern="^(0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})" + _END)
]
AddressOrNative: TypeAlias = Annotated[
    str, msgspec.Meta(pattern="^(native|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})" + _END)
]
SignedFigureText: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=f"^-?{_FIGURE}{_END}", max_length=51)
]
"""Less than nothing can only be owed: net_other alone may be so."""

BoolOrUnknown: TypeAlias = bool | UnknownWord
Caip2: TypeAlias = Annotated[
    str, msgspec.Meta(pattern="^(eip155:[1-9][0-9]{0,17}|tron:0x[0-9a-f]{8})" + _END)
]
Hash: TypeAlias = Annotated[str, msgspec.Meta(pattern=f"^0x{_HEX}{{64}}{_END}")]
Sha256OrUnknown: TypeAlias = Annotated[str, msgspec.Meta(pattern=f"^(unknown|{_HEX}{{64}}){_END}")]
Sha256: TypeAlias = Annotated[str, msgspec.Meta(pattern=f"^{_HEX}{{64}}{_END}")]
Supersedes: TypeAlias = Annotated[str, msgspec.Meta(pattern=f"^(unknown|none|{_HEX}{{64}}){_END}")]
Version: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=rf"^[0-9]{{1,4}}\.[0-9]{{1,4}}(\.[0-9]{{1,4}})?{_END}")
]
Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=10**9)]
DecimalPlaces: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=36)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=10**9)]
HeaderName: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Za-z][A-Za-z0-9-]{0,63}" + _END)]
VariableName: TypeAlias = Annotated[
    str, msgspec.Meta(pattern="^[A-Za-z_][A-Za-z0-9_]{0,127}" + _END)
]
Source: TypeAlias = Annotated[
    Text, msgspec.Meta(description="Where the facts of this table come from: name or URL.")
]
AsOf: TypeAlias = Annotated[
    Instant,
    msgspec.Meta(description="When that source was read or speaks of: a date, or RFC 3339."),
]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table whose keys are all known: a misspelt key is an error, not a silent default."""


class Fact(Strict, frozen=True, kw_only=True):
    """A table of facts, which says where they come from."""

    source: Source
    as_of: AsOf

    def __post_init__(self) -> None:
        """Refuse a date that no calendar has."""
        parse_instant(self.as_of)


def pace_of(figure: str | msgspec.UnsetType) -> Figure | None:
    """Return a pace, or None where none is written."""
    return None if figure is msgspec.UNSET else Figure(figure)


def known_text(text: str) -> str | Unknown:
    """Return the text, or Unknown for the word that says so."""
    return Unknown() if text == UNKNOWN else text


def known_count(count: int | str) -> int | Unknown:
    """Return the number, or Unknown for the word that says so."""
    return count if isinstance(count, int) else Unknown()


def known_flag(flag: bool | str) -> bool | Unknown:  # noqa: FBT001 - the value itself
    """Return whether, or Unknown for the word that says so."""
    return flag if isinstance(flag, bool) else Unknown()
