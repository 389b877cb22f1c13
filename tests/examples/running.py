"""What the examples are run with: the program as a command, tools, and nodes that nobody runs."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "ci"
WHEEL = "tools/stableaudit-0.1.0-py3-none-any.whl"
"""Where the examples have it."""

NOWHERE = {
    f"STABLEAUDIT_{name}": "http://127.0.0.1:9"
    for name in (
        *("ENDPOINT_ETHEREUM", "ENDPOINT_BNB", "ENDPOINT_TRON"),
        *("RATES_NBKR_URL", "RATES_SECOND_URL"),
    )
}
_NAME = "stableaudit-0.1.0.dist-info"
_MAIN = """\
import os, sys
def main():
    os.execv({0!r}, [{0!r}, '-m', 'stableaudit', *sys.argv[1:]])
"""


def tool(name: str, *, package: str = "") -> str:
    """A program of this environment or of the machine; the test is skipped where it is absent."""
    ours = Path(sys.executable).parent / name
    found = str(ours) if ours.is_file() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here" + (f": apt-get install {package}" if package else ""))
    return found


def run(
    command: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, without standard input."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=None if env is None else {**env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def alone(home: Path) -> dict[str, str]:
    """An environment in which the program has nobody to ask and no settings of the machine."""
    return {
        "PATH": os.pathsep.join((str(home / "bin"), "/usr/bin", "/bin")),
        "HOME": str(home),
        "PYTHONPATH": str(ROOT / "src"),
        **NOWHERE,
    }


def install(folder: Path) -> Path:
    """Write the program as a command into a folder, as an installation would."""
    folder.mkdir(parents=True, exist_ok=True)
    command = folder / "stableaudit"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m stableaudit "$@"\n')
    command.chmod(0o755)
    return command


def write_wheel(path: Path) -> None:
    """Write a wheel that pip installs without asking anybody, and whose command is the program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files = {
        "started/__init__.py": _MAIN.format(sys.executable),
        f"{_NAME}/METADATA": "Metadata-Version: 2.1\nName: stableaudit\nVersion: 0.1.0\n",
        f"{_NAME}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{_NAME}/entry_points.txt": "[console_scripts]\nstableaudit = started:main\n",
    }
    record = "".join(f"{name},,\n" for name in (*files, f"{_NAME}/RECORD"))
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in {**files, f"{_NAME}/RECORD": record}.items():
            wheel.writestr(name, text)


def need_formats(*names: str) -> None:
    """Skip the test where the program has no such `--output` yet."""
    missing = set(names) - _formats()
    if missing:
        pytest.skip(f"the program has no --output {', '.join(sorted(missing))}")


@cache
def _formats() -> frozenset[str]:
    told = run([sys.executable, "-m", "stableaudit", "check", "x", "--format", "none"])
    found = frozenset(re.findall(r"'([a-z]+)'", told.stderr.partition("not one of")[2]))
    assert {"text", "json"} <= found, told.stderr
    return found
