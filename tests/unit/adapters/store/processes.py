"""Other processes that use a ledger's file, as small programs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import stableaudit

_ROOT = Path(__file__).parents[4]
_BEGINNING = """
import os, sys
from pathlib import Path
from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.errors import StoreError
from tests.unit.adapters.store.histories import *
from tests.unit.adapters.store.stores import *
path = Path(sys.argv[1])
"""


def start(program: str, path: Path) -> subprocess.Popen[str]:
    """Start a program on a ledger's file; it may say lines and is told one to go on."""
    source = Path(stableaudit.__path__[0]).parent
    return subprocess.Popen(
        [sys.executable, "-c", _BEGINNING + dedent(program), str(path)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{_ROOT}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def heard(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process says; what it complained of where it says none."""
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    assert line, process.stderr.read()
    return line.rstrip("\n")


def said(program: str, path: Path) -> list[str]:
    """Run a program to its end and return the lines that it said."""
    process = start(program, path)
    out, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint
    return out.splitlines()


@contextmanager
def running(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold a process that has said its first line; it is let go on, and awaited, at the end."""
    process = start(program, path)
    try:
        heard(process)
        yield process
        process.communicate("go on\n", timeout=60)
    finally:
        process.kill()
        process.communicate()
