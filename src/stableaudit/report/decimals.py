"""Decimal digits of exact values: a value is scaled to an integer, rounded as its caller says."""

from fractions import Fraction


def fits(value: Fraction, places: int) -> bool:
    """Return whether a value needs no more than so many decimals."""
    return scale(places) % value.denominator == 0


def scale(places: int) -> int:
    """Return how many units of the last decimal make one."""
    scale: int = 10**places
    return scale


def floor(value: Fraction, places: int) -> int:
    """Return a value in units of the last decimal, rounded down."""
    return value.numerator * scale(places) // value.denominator


def ceiling(value: Fraction, places: int) -> int:
    """Return a value in units of the last decimal, rounded up."""
    return -floor(-value, places)


def plain(scaled: int, places: int) -> str:
    """Return a scaled integer with its decimal point: `-`, digits and `.` alone."""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if scaled < 0 else "") + whole + (f".{fraction}" if fraction else "")


def grouped(scaled: int, places: int) -> str:
    """Return a scaled integer for people: digits grouped by commas, a minus as `−`."""
    whole, point, fraction = plain(abs(scaled), places).partition(".")
    return ("−" if scaled < 0 else "") + f"{int(whole):,}{point}{fraction}"


def without_zeros(text: str) -> str:
    """Return plain digits without the zeros that end a fraction."""
    return text.rstrip("0").rstrip(".") if "." in text else text
