"""Lines of blocks: exact, as wide as asked for, and never a guess for what is not known."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.report.sparkline import GAP, sparkline


def drawn(*values: int | str | None, width: int = 80) -> str:
    some = [None if one is None else Fraction(one) for one in values]
    return sparkline(some, width=width)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ((), ""),
        ((5,), "▄"),
        ((5, 5, 5), "▄▄▄"),
        ((0, 1), "▁█"),
        (tuple(range(8)), "▁▂▃▄▅▆▇█"),
        ((-3, 0, 3), "▁▅█"),
        ((1, None, 2), "▁·█"),
        ((None, None), "··"),
        ((2**256, 2**256 + 1), "▁█"),
        (("1/3", "2/3", "1"), "▁▅█"),
    ],
)
def test_line_has_a_block_for_each_value_by_its_share_of_the_span(
    values: tuple[int | str | None, ...], line: str
) -> None:
    assert drawn(*values) == line


def test_values_that_do_not_fit_give_the_last_known_of_each_stretch() -> None:
    assert drawn(9, 0, 9, 7, None, None, width=3) == "▁█·"
    assert drawn(9, 0, 9, 7, 3, None, width=3) == "▁█▄"


@given(
    st.lists(st.one_of(st.none(), st.fractions()), max_size=60),
    st.integers(1, 40),
)
def test_line_is_no_wider_than_asked_for_and_has_a_lowest_and_a_highest(
    values: list[Fraction | None], width: int
) -> None:
    line = sparkline(values, width=width)
    assert len(line) == min(len(values), width)
    drawn_blocks = set(line) - {GAP}
    if len(drawn_blocks) > 1:
        assert {"▁", "█"} <= drawn_blocks
    assert (drawn_blocks == set()) == all(one is None for one in values)
