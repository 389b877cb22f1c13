"""What the pages say of the program comes from the program. Renewed with the golden files:

STABLEAUDIT_UPDATE_GOLDEN=1 .venv/bin/pytest tests/docs
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.text import Text

from stableaudit.adapters.files.schema import json_schema as file_schema
from stableaudit.cli.exits import ExitCode
from stableaudit.cli.main import run
from stableaudit.report.json_v1 import json_schema
from tests.docs.blocks import renewed
from tests.docs.excerpts import REPORT, excerpt
from tests.docs.pattern_words import WORDS
from tests.docs.schema_page import keys_markdown
from tests.docs.settings_page import chain_settings_markdown, settings_markdown, unlisted
from tests.docs.site import anchors
from tests.docs.terminal_image import first_screen, terminal_svg
from tests.golden.comparison import compare
from tests.unit.report.cases import usdkg

DOCS = Path(__file__).parents[2] / "docs"

MAKERS: dict[str, Callable[[], str]] = {
    "keys of the report": lambda: keys_markdown(json_schema()),
    "keys of a statement": lambda: keys_markdown(file_schema("statement")),
    "keys of a token": lambda: keys_markdown(file_schema("token")),
    "keys of a register of wallets": lambda: keys_markdown(file_schema("wallets")),
    "keys of a list of labels": lambda: keys_markdown(file_schema("labels")),
    "keys of a list of refiners": lambda: keys_markdown(file_schema("refiner")),
    "settings": settings_markdown,
    "settings of a chain": chain_settings_markdown,
}


def make(name: str) -> str:
    """Return what belongs between the marks of that name."""
    if name.startswith("report "):
        return excerpt(name, REPORT.read_text("utf-8"))
    return MAKERS[name]()


@pytest.mark.parametrize(
    "page", ["configuration.md", "file-keys.md", "json-report.md", "reading-a-report.md"]
)
def test_generated_parts_of_a_page_are_what_the_program_says(page: str) -> None:
    path = DOCS / page
    compare(path, renewed(path.read_text("utf-8"), make).encode())


def test_every_setting_is_in_the_schema_that_the_page_is_made_from() -> None:
    assert unlisted() == frozenset()


def test_every_section_of_the_report_is_explained() -> None:
    """A section that the report gains has to be explained, or the page leaves its readers alone."""
    page = (DOCS / "reading-a-report.md").read_text("utf-8")
    headings = [line for line in page.casefold().splitlines() if line.startswith("## ")]
    sections = re.findall(r"^[A-Z][A-Z ,]+$", REPORT.read_text("utf-8"), re.MULTILINE)
    assert len(sections) > 10
    assert [one for one in sections if not any(one.casefold() in line for line in headings)] == []


@pytest.mark.parametrize(("pattern", "words"), WORDS.items())
def test_pattern_that_is_put_in_words_is_fitted_by_its_example(
    pattern: str, words: tuple[str, str]
) -> None:
    assert re.search(pattern, words[1]) is not None


@pytest.mark.parametrize("page", ["file-keys.md", "json-report.md"])
def test_every_key_of_a_page_has_a_meaning_and_an_anchor_of_its_own(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    keys = re.findall(r"^\| `([a-z_0-9]+)`.*?\| (\S*) \|$", text, re.MULTILINE)
    assert [key for key, meaning in keys if not meaning] == []
    headings = re.findall(r"^#+ .+$", text, re.MULTILINE)
    assert len(anchors(text)) == len(headings) > 20


def test_page_without_a_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="no marked part"):
        renewed("# A page\n", make)


def test_part_is_replaced_and_what_is_around_it_stays() -> None:
    page = "before\n<!-- one -->\n\nold\n\n<!-- /one -->\nafter\n"
    anew = renewed(page, str.upper)
    assert anew == "before\n<!-- one -->\n\nONE\n\n<!-- /one -->\nafter\n"
    assert renewed(anew, str.upper) == anew


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("report about something", "not a span"),
        ('report from "x" through "absent"', "no line with 'absent'"),
        ('report from "y" through "x"', "no line with 'x'"),
    ],
)
def test_excerpt_of_lines_that_are_not_there_is_refused(words: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        excerpt(words, "HEAD\n  x 1\n\n    y 2\n")


def test_excerpt_keeps_the_lines_between_and_loses_the_common_indent() -> None:
    assert excerpt('report from "x" through "y"', "HEAD\n  x 1\n\n    y 2\nz\n") == (
        "```text\nx 1\n\n  y 2\n```"
    )


def test_image_of_a_terminal_is_the_first_screen_of_the_reviewed_report() -> None:
    compare(DOCS / "images" / "terminal.svg", terminal_svg(usdkg()).encode())


def test_image_of_a_terminal_shows_lines_of_the_reviewed_report_and_nothing_else() -> None:
    shown = Text.from_ansi(first_screen(usdkg())).plain.splitlines()
    assert shown == REPORT.read_text("utf-8").splitlines()[: len(shown)]
    assert len(shown) > 15


def test_configuration_that_the_page_shows_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (DOCS / "configuration.md").read_text("utf-8")
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    config = tmp_path / "stableaudit.toml"
    config.write_text(shown, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MY_NODE_KEY", "secret-key")
    assert run(["config", "show", "--config", str(config)]) == 0
    printed = capsys.readouterr().out
    assert "X-Api-Key: ***" in printed
    assert "secret-key" not in printed


@pytest.mark.parametrize("page", ["exit-codes.md", "checks.md"])
def test_page_has_every_exit_code_and_no_other(page: str) -> None:
    rows = re.findall(r"^\| (\d+) \|", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    assert [int(code) for code in rows] == sorted(ExitCode)
