"""Rates as they are written, read exactly: never through a binary fraction."""

import re
from fractions import Fraction
from typing import Final

from stableaudit.adapters.prices.errors import RateFileError
from stableaudit.domain.untrusted import Untrusted

LEAST: Final = Fraction(1, 10**9)
MOST: Final = Fraction(10**6)
"""For one unit; no currency of the world is near either end against the som."""

_DIGITS: Final = r"(0|[1-9][0-9]{0,8})"
_COMMA: Final = re.compile(_DIGITS + r"(?:,([0-9]{1,12}))?")
_POINT: Final = re.compile(_DIGITS + r"(?:\.([0-9]{1,18}))?")


def with_comma(text: str) -> Fraction:
    """Return the number that digits with a decimal comma write. Raises RateFileError."""
    return _read(_COMMA, text)


def with_point(text: str) -> Fraction:
    """Return the number that digits with a decimal point write. Raises RateFileError."""
    return _read(_POINT, text)


def per_unit(value: Fraction, nominal: int, *, of: str) -> Fraction:
    """Return what one unit costs where `nominal` units cost `value`.

    Raises:
        RateFileError: it is no price that a currency can have.
    """
    rate = value / nominal
    if not LEAST <= rate <= MOST:
        problem = "zero" if rate == 0 else "beyond what any currency costs"
        raise RateFileError(f"the rate of {of} is {problem}")
    return rate


def _read(form: re.Pattern[str], text: str) -> Fraction:
    found = form.fullmatch(text)
    if found is None:
        raise RateFileError(f"{Untrusted(text)!s} is no plain decimal number")
    whole, decimals = found.groups("")
    return Fraction(int(whole + decimals), 10 ** len(decimals))
