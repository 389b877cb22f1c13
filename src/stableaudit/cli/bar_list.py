"""`stableaudit bars FILE`: a list of allocated bars, summed and judged; nothing is fetched."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stableaudit.cli.bar_values import BARS_FORMATS, COLUMN, DECLARED_FINE, PRICE
from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.options import SEVERITIES
from stableaudit.cli.outputs import terminal
from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from stableaudit.adapters.files.bar_columns import Layout
    from stableaudit.domain.intervals import Interval
    from stableaudit.domain.quantities import Price
    from stableaudit.domain.refiners import Refiner

_PATH: Final = click.Path(path_type=Path)


@click.command("bars")
@click.argument("file", type=_PATH)
@click.option(
    "--layout",
    type=click.Choice(("own", "lbma-annex-c")),
    default="own",
    show_default=True,
    help="What the columns are called; lbma-annex-c is the LBMA's list of commercial weights.",
)
@click.option(
    "--column",
    "columns",
    type=COLUMN,
    multiple=True,
    metavar="NAME=COLUMN",
    help='What a column means: "Gross weight (ozt)=gross_ozt", or NAME=- for one that is not read. '
    "May be given several times.",
)
@click.option(
    "--decimal",
    type=click.Choice(("point", "comma")),
    default="point",
    show_default=True,
    help="How decimals are written.",
)
@click.option("--previous", type=_PATH, help="The list before this one, in the same form.")
@click.option(
    "--other",
    "others",
    type=_PATH,
    multiple=True,
    metavar="FILE",
    help="A list of another holding, in the same form; no bar may stand in both. May be given "
    "several times.",
)
@click.option("--refiners", type=_PATH, help="A refiner list of your own (TOML).")
@click.option(
    "--declared-fine",
    type=DECLARED_FINE,
    metavar='"MASS UNIT"',
    help='Declared fine mass as written, such as "376.000 kg": kg, g or ozt.',
)
@click.option(
    "--declared-bars", type=click.IntRange(min=0), metavar="N", help="Declared number of bars."
)
@click.option(
    "--good-delivery/--any-bar",
    default=False,
    show_default=True,
    help="Whether the bars are said to be London Good Delivery bars.",
)
@click.option(
    "--price",
    type=PRICE,
    metavar="PRICE",
    help='Value the gold at this price per fine troy ounce: "4136.07", or "3800 EUR". '
    "[currency: USD]",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="high",
    show_default=True,
    help="Least severity of a finding that ends in exit code 4.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(BARS_FORMATS),
    default="text",
    show_default=True,
    help="What to print to standard output.",
)
def command(
    *,
    file: Path,
    layout: "Layout",
    columns: tuple[tuple[str, str], ...],
    decimal: str,
    previous: Path | None,
    others: tuple[Path, ...],
    refiners: Path | None,
    declared_fine: "Interval | None",
    declared_bars: int | None,
    good_delivery: bool,
    price: "Price | None",
    fail_on: str,
    format_: str,
) -> ExitCode:
    """Sum and judge the list of gold bars in FILE, a CSV file; fetches nothing.

    Exit codes: 0 no finding at or above --fail-on, 4 at least one, 2 invalid file or usage.
    """
    from stableaudit.adapters.files.bar_columns import BarFormat
    from stableaudit.adapters.files.bar_file import read_bars
    from stableaudit.domain.findings import Severity
    from stableaudit.reserves.bar_account import account_of
    from stableaudit.reserves.bar_rule import BarExpectation

    form = BarFormat(layout, _once(columns), decimal_comma=decimal == "comma")
    expected = BarExpectation(
        declared_fine=declared_fine,
        declared_bars=declared_bars,
        others=tuple(read_bars(other, form) for other in others),
        previous=None if previous is None else read_bars(previous, form),
        events=(),
        refiners=_refiners(refiners),
        good_delivery=good_delivery,
    )
    account = account_of(read_bars(file, form), expected, price=price)
    least = None if fail_on == "never" else Severity[fail_on.upper()]
    if format_ == "json":
        from stableaudit.report.json_v1 import render_bars_json

        write_stdout(render_bars_json(account, fail_on=least))
    else:
        from stableaudit.report.bar_text import render_bars

        colour, width = terminal()
        write_stdout(render_bars(account, fail_on=least, width=width, colour=colour).encode())
    return exit_code(account.gate(least))


def _once(columns: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found = dict(columns)
    if len(found) != len(columns):
        raise click.BadParameter("gives one column two meanings", param_hint="--column")
    return found


def _refiners(own: Path | None) -> "tuple[Refiner, ...]":
    """Return the user's own refiners, whose word is the stronger, and the shipped ones."""
    from stableaudit.adapters.files.registry import load_refiners, load_registry

    return (*(() if own is None else load_refiners(own)), *load_registry().refiners)
