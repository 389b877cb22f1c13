"""An instant on the command line."""

import click

from stableaudit.domain.instants import parse_instant


class InstantType(click.ParamType[int]):
    """RFC 3339 with zone, or a date."""

    name = "TIME"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the seconds of UTC that a text means."""
        if isinstance(value, int):
            return value
        try:
            return parse_instant(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


INSTANT = InstantType()
