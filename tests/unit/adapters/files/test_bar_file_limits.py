"""A hostile bar list ends in an error at once, and takes no memory to speak of."""

import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from stableaudit.adapters.files.bar_columns import BarFormat
from stableaudit.adapters.files.bar_file import MAX_BYTES, MAX_ROWS, bars_from, read_bars
from stableaudit.domain.errors import DeclarationError
from stableaudit.reserves.bar_rules import judge_bars
from tests.bar_cases import NOTHING_EXPECTED, bar, listed

HEADER = "serial_no,brand_code,gross_ozt,assay_permille,fine_ozt\n"
ROW = "1,XYZ,401.125,995.8,399.440\n"
SECONDS = 20
"""Far above what any of these takes, far below what hanging would."""


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _absent(_path: Path) -> None:
    return


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (_sparse, f"is larger than {MAX_BYTES} bytes"),
        (_pipe, "is not a regular file"),
        (_folder, "is not a regular file"),
        (_device, "is not a regular file"),
        (_absent, "cannot be read"),
    ],
)
def test_file_that_is_none_or_too_large_is_refused_at_once(
    prepare: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "bars.csv"
    prepare(path)
    tracemalloc.start()
    try:
        with pytest.raises(DeclarationError, match=said):
            read_bars(path, BarFormat())
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + "1," + "x" * 10**6 + ",401.125,995.8,399.440", "line 2, column brand_code"),
        (HEADER + '1,"' + '""' * 10**6 + '",1,995.8,1', "line 2, column brand_code: a cell has"),
        (HEADER + "1," + "x" * 257 + ",401.125,995.8,399.440", "a cell has 257 characters"),
        (HEADER + "," * 10**6, "line 2: has 1,000,000 characters"),
        (HEADER + "," * 100, "line 2: has 101 cells; at most 64 are read"),
        ("x" * 10**6, "line 1, column 1: a cell has 1,000,000 characters"),
        ('"' * 10**6, "line 1, column 1: a cell has 1,000,000 characters"),
        ("," * 10**6, "line 1: has 1,000,000 characters"),
        ("\n" * 10**7, "line 1: has no header"),
        (HEADER + "\n" * 10**7 + ROW, "lines below the header, and at most 200,000 are read"),
        (HEADER + '"' + "\n" * 1000, "line 2: is not CSV: a quote opens"),
    ],
)
def test_text_that_has_too_much_of_something_is_refused_at_once(text: str, said: str) -> None:
    began = time.monotonic()
    with pytest.raises(DeclarationError) as refused:
        bars_from(text.encode(), name="bars.csv", form=BarFormat())
    assert time.monotonic() - began < SECONDS
    assert said in str(refused.value)
    assert len(str(refused.value)) < 600


def test_cell_of_exactly_the_limit_is_read() -> None:
    text = HEADER + "1," + "x" * 256 + ",401.125,995.8,399.440"
    assert len(bars_from(text.encode(), name="b.csv", form=BarFormat()).bars[0].maker) == 256


def test_more_rows_than_the_limit_are_refused() -> None:
    text = HEADER + ROW * (MAX_ROWS + 1)
    with pytest.raises(DeclarationError, match="has 200,001 lines below the header"):
        bars_from(text.encode(), name="bars.csv", form=BarFormat())


def test_as_many_bars_of_one_number_as_may_be_are_judged_in_linear_time() -> None:
    """Every line the same bar: comparing each with each would take hours."""
    text = HEADER + ROW * 20_000
    began = time.monotonic()
    read = bars_from(text.encode(), name="bars.csv", form=BarFormat())
    faults = [one for judged in judge_bars(read, NOTHING_EXPECTED) for one in judged.faults]
    assert time.monotonic() - began < SECONDS
    assert len(next(fault for fault in faults if "one bar" in fault.statement).rows) == 20_000


def test_bars_without_years_are_compared_in_linear_time() -> None:
    many = listed(*(bar(year=None) for _ in range(5_000)))
    began = time.monotonic()
    judge_bars(many, NOTHING_EXPECTED)
    assert time.monotonic() - began < SECONDS
