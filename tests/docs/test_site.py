"""docs/ builds as a site without a warning, asks nobody else for anything, and no link is dead."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import stableaudit
from stableaudit.cli.main import program
from tests.docs.commands import every_command
from tests.docs.site import anchors, broken_links, fetched, foreign, in_style

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WRITTEN = sorted(
    [*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "examples").rglob("*.md")],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "zensical", "build", "--strict"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(stableaudit.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the site is made from: the builder writes beside it."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(DOCS, folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="module")
def site(place: Path) -> Path:
    """The built site."""
    built = build(place)
    assert (built.returncode, "No issues found" in built.stdout + built.stderr) == (0, True), built
    return place / "site"


def test_site_has_a_page_for_every_page_that_is_written(site: Path) -> None:
    pages = [path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")]
    names = [page.with_name("index.html") if page.stem == "README" else page for page in pages]
    assert [str(name) for name in names if not (site / name).is_file()] == []


def test_every_page_stands_in_the_list_of_pages() -> None:
    listed = re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    written = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    single_decisions = {name for name in written if re.fullmatch(r"adr/\d{4}-.*", name)}
    assert set(listed) == written - single_decisions
    assert len(listed) == len(set(listed)) > 20


def test_no_page_fetches_anything_from_another_host(site: Path) -> None:
    pages = {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for kind in ("*.html", "*.svg", "*.css")
        for path in site.rglob(kind)
    }
    assert len(pages) > 30
    asked = {
        name: foreign(in_style(text) if name.endswith(".css") else fetched(text))
        for name, text in pages.items()
    }
    assert {name: found for name, found in asked.items() if found} == {}


def test_search_has_an_index_of_its_own_with_every_check(site: Path) -> None:
    index = (site / "search.json").read_text("utf-8")
    assert len(json.loads(index)) > 0
    assert "SUP-04" in index
    assert list(site.glob("assets/javascripts/workers/search.*.js")) != []


def test_every_command_and_option_is_on_the_site(site: Path) -> None:
    page = (site / "cli.html").read_text("utf-8")
    plain = re.sub(r"<[^>]+>", "", page)
    missing = [
        f"{' '.join(words)} {name}".strip()
        for words, command in every_command(program)
        for name in (
            "",
            *(option for one in command.params for option in one.opts if "-" in option),
        )
        if " ".join(words) not in plain or name not in plain
    ]
    assert missing == []


def test_short_list_names_every_command() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    unnamed = [
        " ".join(words)
        for words, command in every_command(program)
        if not hasattr(command, "commands") and f"\n{' '.join(words)} " not in text
    ]
    assert unnamed == []


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_to_a_file_and_to_a_heading(page: Path) -> None:
    assert broken_links(page) == []


@pytest.mark.parametrize("broken", ["[a](nowhere.md)", "[a](trust.md#no-such-heading)"])
def test_build_with_a_dead_link_fails(place: Path, broken: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(place, copy, ignore=shutil.ignore_patterns("site", ".cache"))
    with (copy / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{broken}\n")
    assert build(copy).returncode != 0


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("[a](there.md) ![b](picture.svg) [c](#one)", ["picture.svg", "#one"]),
        ("# One\n[a](#one) [b](there.md#two-words) [c](there.md#own)", []),
        ("[a](there.md#three) [b](https://example.org/x#y)", ["there.md#three"]),
        ("`[a](nowhere.md)`\n```\n[b](nowhere.md)\n```\n", []),
    ],
)
def test_dead_links_of_a_page_are_found(tmp_path: Path, text: str, dead: list[str]) -> None:
    (tmp_path / "there.md").write_text("## Two words\n### Other { #own }\n", "utf-8")
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    assert broken_links(page) == dead


def test_anchors_of_headings_are_those_of_the_site() -> None:
    page = "# What's `it`, then?\n```sh\n# no heading\n```\n## A { #b }\n"
    assert anchors(page) == {"whats-it-then", "b"}


def test_what_a_browser_fetches_by_itself_is_found() -> None:
    page = (
        '<a href="https://a/"><img src="//b/x"><script src="https://c/"></script>'
        '<style>@import "https://d/"; p { background: url(https://e/) }</style>'
        "<p style=\"background: url('https://f/')\">"
    )
    assert sorted(foreign(fetched(page))) == [
        "//b/x", "https://c/", "https://d/", "https://e/", "https://f/",
    ]  # fmt: skip
    assert foreign(fetched('<img src="x.svg"><style>p { fill: url(#a) }</style>')) == []
