"""What `history` prints, compared whole. A person reads each file first."""

from pathlib import Path

import pytest

from stableaudit.report.history_json import render_history_json
from stableaudit.report.history_table import history_table
from stableaudit.report.history_text import render_history
from stableaudit.report.tables import csv_bytes
from tests.golden.comparison import compare
from tests.unit.report.history_cases import SPECS, TOKEN, history

_HERE = Path(__file__).parent


@pytest.mark.parametrize("width", [60, 110])
def test_history_texts_are_as_reviewed(width: int) -> None:
    text = render_history(TOKEN, history(), SPECS, limit=8, width=width, colour=False)
    compare(_HERE / f"history-{width}.txt", text.encode())


def test_history_json_is_as_reviewed() -> None:
    data = render_history_json(TOKEN, history(), simulated=False, limit=2)
    compare(_HERE / "history.json", data)


def test_history_table_is_as_reviewed() -> None:
    compare(_HERE / "history.csv", csv_bytes(history_table(TOKEN, history(), limit=12)))
