"""The program at a real terminal and in a pipe: colour, width, and nothing else that differs."""

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

SRC = Path(__file__).parents[2] / "src"
CLOSED = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
WORDS = [sys.executable, "-m", "stableaudit", "check", "kgst", *CLOSED]
WORDS += ["--as-of", "2026-01-01T00:00:00Z"]
_SGR = re.compile(r"\x1b\[[0-9;]*m")
_CLOCK = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]+Z \([^)]*\)|evidence collected.*")


def environment(home: Path, **names: str) -> dict[str, str]:
    kept = {"PATH", "STABLEAUDIT_RATES_NBKR_URL", "STABLEAUDIT_RATES_SECOND_URL"}
    inherited = {name: value for name, value in os.environ.items() if name in kept}
    return {**inherited, "PYTHONPATH": str(SRC), "HOME": str(home), "TERM": "xterm", **names}


def at_a_terminal(home: Path, columns: int, **names: str) -> str:
    """What a terminal of that width is sent on standard output."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        WORDS, stdout=theirs, stderr=subprocess.DEVNULL, env=environment(home, **names), cwd=home
    ) as program:
        os.close(theirs)
        sent = b""
        while True:
            try:
                block = os.read(ours, 1 << 16)
            except OSError:  # how Linux says that the other end is closed
                break
            if not block:
                break
            sent += block
        os.close(ours)
    assert program.returncode == 3
    return sent.decode().replace("\r\n", "\n")


def in_a_pipe(home: Path, *words: str, **names: str) -> str:
    done = subprocess.run(
        [*WORDS, *words], capture_output=True, env=environment(home, **names), cwd=home, check=False
    )
    assert done.returncode == 3
    return done.stdout.decode()


@pytest.mark.parametrize("columns", [60, 200])
def test_terminal_gets_its_own_width_and_colour(columns: int, tmp_path: Path) -> None:
    text = at_a_terminal(tmp_path, columns)
    widths = {cell_len(line) for line in _SGR.sub("", text).splitlines()}
    assert max(widths) <= min(columns, 110)
    assert max(widths) > columns - 10 or columns == 200
    assert _SGR.search(text) is not None


def test_terminal_narrower_than_can_be_read_gets_60_columns(tmp_path: Path) -> None:
    text = _SGR.sub("", at_a_terminal(tmp_path, 20))
    assert 50 < max(cell_len(line) for line in text.splitlines()) <= 60


def test_terminal_with_no_color_gets_the_same_words_without_it(tmp_path: Path) -> None:
    plain = at_a_terminal(tmp_path, 100, NO_COLOR="1")
    coloured = at_a_terminal(tmp_path, 100)
    assert "\x1b" not in plain
    assert _CLOCK.sub("", _SGR.sub("", coloured)) == _CLOCK.sub("", plain)


def test_dumb_terminal_gets_no_colour(tmp_path: Path) -> None:
    assert "\x1b" not in at_a_terminal(tmp_path, 80, TERM="dumb")


def test_pipe_gets_100_columns_without_colour(tmp_path: Path) -> None:
    text = in_a_pipe(tmp_path)
    assert "\x1b" not in text
    assert 90 < max(cell_len(line) for line in text.splitlines()) <= 100


def test_pipe_with_force_color_gets_colour(tmp_path: Path) -> None:
    assert _SGR.search(in_a_pipe(tmp_path, FORCE_COLOR="1")) is not None


@pytest.mark.parametrize("name", ["json", "markdown", "nagios", "openmetrics", "csv"])
def test_format_for_machines_takes_no_notice_of_colour_and_width(name: str, tmp_path: Path) -> None:
    text = in_a_pipe(tmp_path, "--format", name, FORCE_COLOR="1", COLUMNS="60")
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) > 100 or name == "openmetrics"
