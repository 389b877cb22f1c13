"""Values on the command line of `bars`: a column's meaning, a declared mass, a price."""

import re
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from stableaudit.domain.intervals import Interval
    from stableaudit.domain.quantities import Price

BARS_FORMATS: Final = ("text", "json")
_CURRENCY: Final = re.compile("[A-Z]{3}")


class ColumnType(click.ParamType[tuple[str, str]]):
    """`NAME=COLUMN`; the name may have an equals sign in it, our columns have none."""

    name = "NAME=COLUMN"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return a column of the file and its meaning."""
        column, separator, meaning = str(value).rpartition("=")
        if not separator or not column.strip() or not meaning.strip():
            self.fail(f"{value!r} is not NAME=COLUMN", param, ctx)
        return column.strip(), meaning.strip()


class MassType(click.ParamType["Interval"]):
    """A mass as written and its unit, such as `376.000 kg`."""

    name = "MASS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> "Interval":
        """Return every mass in grams that rounds to what was written."""
        from stableaudit.domain.amounts import Figure
        from stableaudit.domain.declarations import MassUnit
        from stableaudit.domain.intervals import Interval
        from stableaudit.reserves.mass import in_grams

        figure, _, unit = str(value).strip().partition(" ")
        try:
            written, of = Figure(figure).interval, MassUnit(unit.strip())
        except ValueError:
            self.fail(
                f"{value!r} is not a mass and its unit, such as '376.000 kg': kg, g or ozt; "
                "an ounce that is no troy ounce is 28.349523125 g",
                param,
                ctx,
            )
        return Interval(in_grams(written.low, of), in_grams(written.high, of))


class PriceType(click.ParamType["Price"]):
    """A price per fine troy ounce, in US dollars if no currency is named."""

    name = "PRICE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> "Price":
        """Return the price, exactly as written: it is given to value with, not to judge."""
        from stableaudit.domain.amounts import Figure
        from stableaudit.domain.intervals import Interval
        from stableaudit.domain.quantities import Price
        from stableaudit.reserves.bar_account import OUNCE

        figure, _, named = str(value).strip().partition(" ")
        currency = named.strip() or "USD"
        try:
            price = Figure(figure).value
        except ValueError:
            self.fail(f"{value!r} is not a price, such as 4136.07 or '3800 EUR'", param, ctx)
        if _CURRENCY.fullmatch(currency) is None:
            self.fail(f"{currency!r} is no currency of three capitals", param, ctx)
        return Price(Interval.exactly(price), currency, OUNCE)


COLUMN: Final = ColumnType()
DECLARED_FINE: Final = MassType()
PRICE: Final = PriceType()
