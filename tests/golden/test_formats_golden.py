"""Every format but text and JSON of the same reports, compared whole; see test_golden.py."""

from pathlib import Path

import pytest

from stableaudit.bootstrap.formats import FORMATS, renderer
from stableaudit.cli.exits import exit_code
from stableaudit.report.document import build
from stableaudit.report.rendering import Rendering
from tests.golden.comparison import compare
from tests.unit.report.cases import ALL

_HERE = Path(__file__).parent / "formats"
_CASES = ("contradiction", "crypto-reserve", "fresh", "nothing-read")
_ELSEWHERE = {"text", "json", "html"}
"""Compared in test_golden.py; a page in a browser, for its charts move a little."""

_NAMES = [one.name for one in FORMATS if not one.binary and one.name not in _ELSEWHERE]


@pytest.mark.parametrize("case", _CASES)
@pytest.mark.parametrize("name", _NAMES)
def test_format_of_a_case_is_as_reviewed(name: str, case: str) -> None:
    result = ALL[case]()
    rendering = Rendering(int(exit_code(result.gate)))
    compare(_HERE / f"{case}.{name}", renderer(name)(build(result), rendering))
