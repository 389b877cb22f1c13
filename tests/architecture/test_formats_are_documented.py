"""Every format, and every metric, stands in docs/formats.md, and nothing that is not there."""

import re
from pathlib import Path

from stableaudit.bootstrap.formats import names
from stableaudit.report.document import build
from stableaudit.report.openmetrics import LAST_SUCCESS, render
from stableaudit.report.rendering import Rendering
from tests.unit.report import cases

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")


def test_every_format_has_a_row() -> None:
    rows = re.findall(r"^\| ((?:`[a-z]+`(?:, )?)+) \|.*\|.*\|$", TEXT, re.MULTILINE)
    table = [name for row in rows for name in re.findall(r"`([a-z]+)`", row)]
    assert [name for name in names() if name not in table] == []


def test_metrics_are_those_of_the_table() -> None:
    text = render(build(cases.usdkg()), Rendering(3, last_success=1)).decode()
    written = set(re.findall(r"^# TYPE (\S+) gauge$", text, re.MULTILINE))
    assert LAST_SUCCESS in written
    rows = re.findall(r"^\| (`stableaudit_[^|]*) \|", TEXT, re.MULTILINE)
    documented: set[str] = set()
    for row in rows:
        first, *others = re.findall(r"`([^`]+)`", row)
        documented.add(first)
        documented |= {
            name if name.startswith("stableaudit_") else _completed(first, name, written)
            for name in others
        }
    assert documented == written


def _completed(first: str, short: str, written: set[str]) -> str:
    """Return the metric that `…_declared_tokens` stands for behind `stableaudit_supply_…`."""
    ending = short.removeprefix("…")
    shared = first.rsplit("_", 2)[0]
    return next(
        (one for one in sorted(written) if one.endswith(ending) and one.startswith(shared)), short
    )
