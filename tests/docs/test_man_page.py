"""The manual page says what the program says, and a typesetter has nothing to complain of."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest

from stableaudit.cli.exits import ExitCode
from stableaudit.cli.main import program
from tests.docs.commands import every_command
from tests.docs.man_page import man_page
from tests.golden.comparison import compare

PAGE = Path(__file__).parents[2] / "man" / "stableaudit.1"
TYPESET = ["groff", "-k", "-ww", "-man", "-Tutf8", "-P-cbou"]


def plain(page: str) -> str:
    """Return the page as a reader sees it, but for its lines: roff's own marks taken out."""
    for mark, meaning in (
        (r"\fB", ""),
        (r"\fI", ""),
        (r"\fP", ""),
        (r"\&", ""),
        (r"\:", ""),
        (r"\-", "-"),
    ):
        page = page.replace(mark, meaning)
    return page.replace(r"\e", "\\")


def test_page_is_what_the_program_says() -> None:
    compare(PAGE, man_page().encode())


def test_page_is_set_without_a_warning() -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed here: the page was not set")
    done = subprocess.run([*TYPESET, PAGE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_page_has_every_command_with_every_option() -> None:
    text = plain(PAGE.read_text("utf-8"))
    for words, command in every_command(program):
        section = text.partition(f".SS {' '.join(words)} [")[2].partition("\n.S")[0]
        assert section
        options = [one for one in command.params if isinstance(one, click.Option)]
        names = [name for one in options for name in (*one.opts, *one.secondary_opts)]
        assert [name for name in names if name not in section] == []


def test_page_has_every_exit_code_and_variable() -> None:
    text = PAGE.read_text("utf-8")
    for code in ExitCode:
        assert f".TP\n\\fB{int(code)}\\fP\n" in text
    for variable in ("STABLEAUDIT_TIMEOUT_SECONDS", "STABLEAUDIT_CONFIG", "NO_COLOR"):
        assert variable in text


def test_wheel_brings_the_page(tmp_path: Path) -> None:
    uv = Path(sys.executable).parent / "uv"
    build = [str(uv), "build", "--wheel", "--quiet", "--offline", "--out-dir", str(tmp_path)]
    done = subprocess.run(build, cwd=PAGE.parents[1], capture_output=True, text=True, check=False)
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("the builder is not in uv's cache here: nox's session `wheel` looks instead")
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    (name,) = (one for one in zipfile.ZipFile(wheel).namelist() if one.endswith("stableaudit.1"))
    assert name.endswith(".data/data/share/man/man1/stableaudit.1")
