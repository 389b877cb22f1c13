"""Rate files in the National Bank's form. SYNTHETIC: the form is real, every figure is ours.

The form is as public copies of daily.xml and weekly.xml show it (seen on 2026-11-20): windows-1251,
decimal commas, `Nominal` units, `ValidFor` in the weekly file, `Date` the first day in force.
"""

from collections.abc import Mapping

HEAD = '<?xml version="1.0" encoding="windows-1251" ?>\n'
NAME = "Ежедневные курсы (синтетические)"


def currency(code: str, value: str, *, nominal: str = "1", more: str = "") -> str:
    return (
        f'  <Currency ISOCode="{code}">\n    <Nominal>{nominal}</Nominal>{more}\n'
        f"    <Value>{value}</Value>\n  </Currency>\n"
    )


def rate_file(
    rates: str | Mapping[str, str] = "87,4500", *, day: str = "18.09.2026", head: str = HEAD
) -> str:
    """Return a file's text: of the dollar alone where `rates` is one value."""
    values = {"USD": rates} if isinstance(rates, str) else rates
    rows = "".join(currency(code, value) for code, value in values.items())
    return of_rows(rows, day=day, head=head)


def of_rows(rows: str, *, day: str = "18.09.2026", head: str = HEAD) -> str:
    return f'{head}<CurrencyRates Name="{NAME}" Date="{day}">\n{rows}</CurrencyRates>\n'


def as_sent(text: str) -> bytes:
    """Return a text in the bank's encoding."""
    return text.encode("windows-1251")
