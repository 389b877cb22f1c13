"""How single values are written as plain JSON: text, numbers, bytes, dates, members of an enum."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeAlias, cast

Convert: TypeAlias = Callable[[object], object]

_INT: Final = re.compile(r"0|-?[1-9][0-9]{0,999}")
_FRACTION: Final = re.compile(r"(0|-?[1-9][0-9]{0,999})/([1-9][0-9]{0,999})")
_SHOWN: Final = 40


class FormError(ValueError):
    """A plain value is not what a type is written as. Says where in it, outermost first."""

    def __init__(self, problem: str, path: tuple[str, ...] = ()) -> None:
        """Say what is wrong, and where."""
        self.problem = problem
        self.path = path
        super().__init__(".".join(path) + ": " * bool(path) + problem)

    def inside(self, name: str) -> "FormError":
        """Return the same problem as seen from one level further out."""
        return FormError(self.problem, (name, *self.path))


def _nothing_within() -> tuple["Form", ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Form:
    """How one type is written and read."""

    name: str
    """What tells its values from those of the other members of a union: their class."""

    text: str
    """The type in words; two types written differently differ in it, or in `within`."""

    encode: Convert
    decode: Convert
    within: Callable[[], tuple["Form", ...]] = _nothing_within
    """The forms that this one is made of; asked late, because a type may hold itself."""


def enum_form(kind: type[Enum]) -> Form:
    """Return the form of an enum: the name of the member."""
    members = kind.__members__

    def decode(plain: object) -> object:
        if not isinstance(plain, str) or plain not in members:
            raise FormError(f"is no {kind.__name__}: {_shown(plain)}")
        return members[plain]

    text = f"{kind.__name__}<{', '.join(members)}>"
    return Form(kind.__name__, text, lambda value: cast("Enum", value).name, decode)


def read_text(plain: object) -> str:
    """Return a text. Raises FormError for anything else."""
    if not isinstance(plain, str):
        raise FormError(f"is no text but {_shown(plain)}")
    return plain


def _shown(plain: object) -> str:
    return ascii(plain)[:_SHOWN] if isinstance(plain, str) else f"a {type(plain).__name__}"


def _itself(value: object) -> object:
    return value


def _bool(plain: object) -> object:
    if not isinstance(plain, bool):
        raise FormError(f"is neither true nor false but {_shown(plain)}")
    return plain


def _int(plain: object) -> object:
    if not isinstance(plain, str) or _INT.fullmatch(plain) is None:
        raise FormError(f"is no whole number written as text but {_shown(plain)}")
    return int(plain)


def _fraction(plain: object) -> object:
    found = _FRACTION.fullmatch(read_text(plain))
    if found is None:
        raise FormError(f"is no fraction but {_shown(plain)}")
    return Fraction(int(found[1]), int(found[2]))


def _fraction_text(value: object) -> object:
    numerator, denominator = cast("Fraction", value).as_integer_ratio()
    return f"{numerator}/{denominator}"


def _bytes(plain: object) -> object:
    try:
        return bytes.fromhex(read_text(plain))
    except ValueError as error:
        raise FormError(f"is no hex but {_shown(plain)}") from error


def _date(plain: object) -> object:
    try:
        return date.fromisoformat(read_text(plain))
    except ValueError as error:
        raise FormError(f"is no date but {_shown(plain)}") from error


def _none(plain: object) -> object:
    if plain is not None:
        raise FormError(f"is not null but {_shown(plain)}")
    return None


NONE: Final = Form("NoneType", "None", _itself, _none)
LEAVES: Final[Mapping[object, Form]] = MappingProxyType(
    {
        str: Form("str", "str", str, read_text),
        bool: Form("bool", "bool", _itself, _bool),
        int: Form("int", "int", str, _int),
        Fraction: Form("Fraction", "Fraction", _fraction_text, _fraction),
        bytes: Form("bytes", "bytes", lambda value: cast("bytes", value).hex(), _bytes),
        date: Form("date", "date", lambda value: cast("date", value).isoformat(), _date),
        type(None): NONE,
    }
)
