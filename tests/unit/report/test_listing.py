"""A listing keeps its columns in line, folds only the last, and writes what is beneath in full."""

import pytest

from stableaudit.report.blocks import Item, Listing
from stableaudit.report.console import render_blocks
from tests.hostile import CORPUS

HEADERS, RIGHT = ("rank", "who"), (True, False)


def _shown(*items: Item, width: int = 40) -> list[str]:
    return render_blocks((Listing(HEADERS, RIGHT, items),), width=width, colour=False).splitlines()


def test_listing_sets_figures_to_the_right_and_text_beneath_its_entry() -> None:
    assert _shown(Item(("1", "a"), ("beneath",)), Item(("1000000", "b"))) == [
        "     rank  who",
        "        1  a",
        "        beneath",
        "  1000000  b",
    ]


def test_listing_folds_the_last_column_within_the_width() -> None:
    lines = _shown(Item(("1", "x" * 50)), width=30)
    assert lines == ["  rank  who", "     1  " + "x" * 22, " " * 8 + "x" * 22, " " * 8 + "x" * 6]


@pytest.mark.parametrize(("width", "indent"), [(60, 8), (48, 6), (42, 0)])
def test_listing_gives_way_to_an_address(width: int, indent: int) -> None:
    address = "0x" + "a" * 40
    assert _shown(Item(("1", "b"), (address,)), width=width)[2] == " " * indent + address


def test_listing_without_entries_is_nothing() -> None:
    assert render_blocks((Listing(HEADERS, RIGHT, ()),), width=40, colour=False).strip() == ""


@pytest.mark.parametrize("text", CORPUS)
def test_listing_of_hostile_text_acts_on_nobody(text: str) -> None:
    lines = _shown(Item((text, text), (text,)))
    assert all(line.isprintable() for line in lines)
    assert not any(line.lstrip().startswith("::") for line in lines)
