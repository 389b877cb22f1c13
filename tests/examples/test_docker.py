"""The Dockerfile: linted, of pinned bases, for a user that is not root."""

import re
from pathlib import Path

from tests.examples.running import EXAMPLES, ROOT, run, tool

FILE = EXAMPLES / "docker" / "Dockerfile"


def instructions(name: str) -> list[str]:
    text = FILE.read_text().replace("\\\n", " ")
    return re.findall(rf"(?m)^{name} (.+)$", text)


def test_linter_finds_nothing() -> None:
    checked = run([tool("hadolint"), "--failure-threshold", "style", str(FILE)])
    assert (checked.returncode, checked.stdout) == (0, "")


def test_linter_finds_a_base_without_a_version(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    file = tmp_path / "Dockerfile"
    file.write_text(FILE.read_text().replace(":3.13.7-slim-bookworm", ""))
    assert run([tool("hadolint"), str(file)]).returncode != 0


def test_both_stages_are_of_one_base_whose_version_is_exact() -> None:
    """The environment names its interpreter by path, so it must be there in the second one."""
    (base,) = {one.removesuffix(" AS build") for one in instructions("FROM")}
    assert len(instructions("FROM")) == 2
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", base)


def test_image_runs_as_a_user_that_is_not_root_by_number() -> None:
    """By number, so that a cluster can tell without looking into the image."""
    assert instructions("USER") == ["65532:65532"]


def test_everything_that_is_copied_in_is_there() -> None:
    for line in instructions("COPY"):
        *sources, _ = [word for word in line.split() if not word.startswith("--")]
        if "--from=" not in line:
            assert [one for one in sources if not (ROOT / one).exists()] == []


def test_program_for_installing_is_the_one_that_the_project_uses() -> None:
    (pinned,) = re.findall(r"UV := (uv==\S+)", (ROOT / "Makefile").read_text())
    assert pinned in FILE.read_text()


def test_nothing_names_where_packages_come_from() -> None:
    assert not re.search(r"https?://|index-url", FILE.read_text())
