"""Commands to a runner: one for each finding, and none of anybody else's."""

import re

import pytest

from stableaudit.report.annotations import annotations
from stableaudit.report.declaration_file import DeclarationFile
from stableaudit.report.document import build
from tests.hostile import CORPUS, hidden, poisoned
from tests.unit.report import cases

_COMMAND = re.compile(
    r"::(error|warning|notice) (?:file=([^,:]*),)?(?:line=([0-9]+),)?title=([^,:]*)::(.+)"
)


def told(case: str, declaration: DeclarationFile | None = None) -> list[tuple[str, ...]]:
    lines = annotations(build(cases.ALL[case]()), declaration=declaration).splitlines()
    found = [_COMMAND.fullmatch(line) for line in lines]
    return [one.groups(default="") for one in found if one is not None]


@pytest.mark.parametrize(
    ("case", "command", "title"),
    [
        ("contradiction", "error", "SUP-04 high"),
        ("usdkg", "warning", "DEC-03 medium"),
        ("usdkg", "notice", "DEC-05 medium"),
    ],
)
def test_annotation_has_the_command_of_its_bearing(case: str, command: str, title: str) -> None:
    assert [one[0] for one in told(case) if one[3] == title] == [command]


def test_annotation_with_a_declaration_stands_in_its_file_at_the_key_it_is_about() -> None:
    found = told("usdkg", DeclarationFile("a,b: 100%.toml", {"measured_at": 7}))
    assert {one[1] for one in found} == {"a%2Cb%3A 100%25.toml"}
    assert {(one[3], one[2]) for one in found if one[2]} == {
        ("DEC-03 medium", "7"),
        ("FLO-04 medium", "7"),
    }
    assert {one[1] for one in told("usdkg")} == {""}


def test_annotation_has_figures_and_what_settles_it() -> None:
    (message,) = (one[4] for one in told("usdkg") if one[3].startswith("DEC-03"))
    assert "(statement as of: 2025-11-28T23:59:59Z; " in message
    assert message.endswith("What settles it: The issuer publishes a newer statement.")


@pytest.mark.parametrize("text", CORPUS)
def test_annotations_of_hostile_text_are_one_line_for_each_finding(text: str) -> None:
    document = poisoned(text)
    output = annotations(document, declaration=DeclarationFile(text, {"reserves": 1}))
    assert hidden(output) == set()
    lines = output.removesuffix("\n").split("\n")
    assert len(lines) == len(document.findings)
    assert [line for line in lines if _COMMAND.fullmatch(line) is None] == []


def test_percent_sign_of_a_stranger_is_no_escape() -> None:
    output = annotations(poisoned("%0A::error::x"), declaration=None)
    assert "%250A::error::x" in output
    assert re.search(r"%(?!25)", output) is None
