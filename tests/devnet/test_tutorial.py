"""Every command of docs/tutorial.md, in its order, from a folder of its own against a devnet."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import stableaudit
from tests.docs.sessions import Step, fits, script, steps_of

pytestmark = pytest.mark.devnet

ROOT = Path(__file__).parents[2]
STEPS = steps_of(ROOT / "docs" / "tutorial.md")
_MARK = "~ended~"


@pytest.fixture(scope="module")
def folder(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """`out` as the page has it: the examples beside it, in it what `make devnet` prints."""
    del tools
    place = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "examples", place / "examples")
    (place / "out").mkdir()
    serve = [sys.executable, "-m", "tests.devnet", "serve", "--history", "60"]
    with (
        (place / "out" / "stableaudit.toml").open("w") as config,
        subprocess.Popen(
            serve, cwd=ROOT, stdout=config, stderr=subprocess.PIPE, text=True
        ) as chains,
    ):
        assert chains.stderr is not None
        try:
            assert "Save the above" in chains.stderr.readline()
            yield place / "out"
        finally:
            chains.send_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def printed(folder: Path) -> tuple[str, ...]:
    """What each step printed, its errors among it, as in a terminal that colours nothing."""
    unset = ("COLUMNS", "FORCE_COLOR")
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in unset and not name.startswith("STABLEAUDIT_")
    }
    environment = {
        **inherited,
        "PATH": f"{Path(sys.executable).parent}:{inherited['PATH']}",
        "PYTHONPATH": str(Path(stableaudit.__file__).parents[1]),
    }
    ended = subprocess.run(
        ["bash"],
        input=script(STEPS, _MARK),
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    return tuple(ended.stdout.split(f"\n{_MARK}\n"))


@pytest.mark.parametrize(
    "place", range(len(STEPS)), ids=lambda place: f"{place}-{STEPS[place].command[:50]}"
)
def test_command_of_the_tutorial_prints_what_the_page_shows(
    printed: tuple[str, ...], place: int
) -> None:
    step: Step = STEPS[place]
    assert fits(step.shown, printed[place]), printed[place]


def test_every_command_was_run(printed: tuple[str, ...]) -> None:
    assert printed[-1] == ""
    assert len(printed) == len(STEPS) + 1 > 15
