"""Lines and cells at their limits exactly: the largest that is read, and one more."""

import pytest

from stableaudit.adapters.files.csv_lines import MAX_CELL, MAX_COLUMNS, CsvFile
from stableaudit.domain.errors import DeclarationError

FULL = '"' + '""' * MAX_CELL + '"'
"""The longest way to write the longest cell."""


def test_widest_line_of_longest_cells_is_read_whole() -> None:
    line = ",".join([FULL] * MAX_COLUMNS)
    assert CsvFile("a.csv", line).cells(line, 1, ",") == ('"' * MAX_CELL,) * MAX_COLUMNS


def test_line_of_one_column_more_is_refused() -> None:
    line = "," * MAX_COLUMNS
    with pytest.raises(DeclarationError, match="line 1: has 65 cells; at most 64 are read"):
        CsvFile("a.csv", line).cells(line, 1, ",")


def test_rows_of_exactly_the_limit_are_let_by() -> None:
    CsvFile("a.csv", "header\n1\n2\n\n").require_at_most(2)
    with pytest.raises(DeclarationError, match=r"a\.csv, line 3: has 2 lines below the header"):
        CsvFile("a.csv", "header\n1\n2\n\n").require_at_most(1)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("\n\n", ()),
        ("a", ((1, "a"),)),
        ("a\n\nb\n\n", ((1, "a"), (2, ""), (3, "b"))),
    ],
)
def test_lines_are_numbered_and_empty_ones_at_the_end_left_out(
    text: str, lines: tuple[tuple[int, str], ...]
) -> None:
    assert tuple(CsvFile("a.csv", text).lines()) == lines


def test_place_is_named_without_anything_that_acts() -> None:
    assert CsvFile("\x1b.csv", "").where(3, "\u202ea") == "\\u001b.csv, line 3, column \\u202ea"
