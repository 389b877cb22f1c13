"""No cell is a formula, and no number is touched."""

import pytest

from stableaudit.report.cells import cell


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("An exchange", "An exchange"),
        ("", ""),
        ("-5.25", "-5.25"),
        ("12", "12"),
        ("=1+1", "'=1+1"),
        (" =1", "' =1"),
        ("+7", "'+7"),
        ("-1+1", "'-1+1"),
        ("@x", "'@x"),
        ("|cmd", "'|cmd"),
        ("%0", "'%0"),
        ("\uff1d1", "'\uff1d1"),
        ("\u22121", "'\u22121"),
        ("\t=1", "\\u0009=1"),
        ("a\n=1", "a\\u000a=1"),
        ("-5.25\n", "'-5.25\\u000a"),
    ],
)
def test_cell_of_text_is_no_formula(text: str, shown: str) -> None:
    assert cell(text) == shown
