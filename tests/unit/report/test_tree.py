"""A tree keeps within the width, breaks no address, and shows what belongs to what."""

import pytest
from rich.cells import cell_len

from stableaudit.report.blocks import Branch, Tone, Tree
from stableaudit.report.console import render_blocks

ADDRESS = "0x" + "ab" * 20


def shown(*branches: Branch, width: int = 60) -> list[str]:
    return render_blocks((Tree(branches),), width=width, colour=False).splitlines()


def deep(levels: int) -> Branch:
    branch = Branch(f"{ADDRESS}, a key")
    for _ in range(levels):
        branch = Branch(f"{ADDRESS}, a multisig, by its own word", beneath=(branch,))
    return branch


def test_what_belongs_to_a_text_is_a_step_further_in() -> None:
    leaf, other = Branch("leaf"), Branch("other")
    assert shown(Branch("root", Tone.STRONG, (Branch("twig", beneath=(leaf,)), other))) == [
        "  root",
        "    twig",
        "      leaf",
        "    other",
    ]


def test_long_text_is_folded_under_its_own_beginning() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    assert shown(Branch("root", beneath=(Branch(text),))) == [
        "  root",
        "    one two three four five six seven eight nine ten",
        "      eleven twelve",
    ]


@pytest.mark.parametrize("width", [60, 80, 200])
def test_tree_however_deep_keeps_within_the_width_and_breaks_no_address(width: int) -> None:
    lines = shown(deep(100), width=width)
    assert max(cell_len(line) for line in lines) <= width
    assert sum(ADDRESS in line for line in lines) == 101


def test_tree_however_deep_leaves_its_texts_two_thirds_of_the_width() -> None:
    branch = Branch("a " * 18 + "b")
    for _ in range(100):
        branch = Branch("c", beneath=(branch,))
    assert shown(branch)[-1] == " " * 20 + "a " * 18 + "b"


def test_word_that_no_line_holds_is_broken_and_keeps_its_indent() -> None:
    first, *rest = shown(Branch("root", beneath=(Branch("code " + "f" * 66),)))[1:]
    assert first == "    code"
    assert [line[:6] for line in rest] == ["      ", "      "]
    assert "".join(line.strip() for line in rest) == "f" * 66


def test_tree_without_branches_prints_nothing() -> None:
    assert [line for line in shown() if line] == []


def test_text_from_outside_is_made_safe() -> None:
    assert shown(Branch("\x1b[2J[red]")) == ["  \\u001b[2J[red]"]
