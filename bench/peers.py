"""Other people's programs, each in an environment of its own under `.bench/`, exact versions."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from bench.child import ROOT

FOLDER: Final = ROOT / ".bench"
_INSTALL_SECONDS: Final = 600

PEERS: Final = {
    "cryo": ("cryo-python==0.3.0",),
    # setuptools: its web3 5 imports pkg_resources, which newer ones have no more.
    "ethereum-etl": ("ethereum-etl==2.4.2", "setuptools<81"),
    "frames": ("polars==2.1.0", "pandas==3.1.1", "pyarrow==26.0.1"),
}


class MissingPeerError(Exception):
    """A peer cannot be had here; the message says why."""


def python_of(name: str) -> str:
    """Return the interpreter of a peer's environment, installing it first where necessary.

    Raises:
        MissingPeerError: it could not be installed.
    """
    wanted = "\n".join(PEERS[name])
    folder = FOLDER / "venvs" / name
    stamp = folder / ".installed"
    python = str(folder / "bin" / "python")
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    uv = str(Path(sys.executable).parent / "uv")
    for words in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
        [uv, "pip", "install", "--quiet", "--python", python, *PEERS[name]],
    ):
        _do(words)
    stamp.write_text(wanted, encoding="ascii")
    return python


def compiled(source: Path) -> str:
    """Return the program that a C file becomes.

    Raises:
        MissingPeerError: there is no compiler.
    """
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        message = "no C compiler on the PATH"
        raise MissingPeerError(message)
    FOLDER.mkdir(exist_ok=True)
    target = FOLDER / source.stem
    _do([compiler, "-O2", "-o", str(target), str(source)])
    return str(target)


def _do(words: list[str]) -> None:
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"{words[0]} could not be run: {error}"
        raise MissingPeerError(message) from error
    if done.returncode != 0:
        message = (
            f"{' '.join(words[:3])} ended with {done.returncode}: {done.stderr.strip()[-300:]}"
        )
        raise MissingPeerError(message)
