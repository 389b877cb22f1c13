"""Ctrl-C and SIGTERM end a command that waits for a node which accepts and never answers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.silence import silent

_SOON_SECONDS = 4.0
"""Well below the 15 s of silence that a request allows and the 120 s of a command."""


@pytest.mark.parametrize("words", [("check", "usdkg", "--output", "json=r.json"), ("doctor",)])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_command_that_waits_for_a_silent_node_ends_soon_and_writes_nothing(
    sent: signal.Signals, code: int, words: tuple[str, ...], tmp_path: Path
) -> None:
    alone = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with silent() as server:
        endpoints = [
            f"--endpoint={chain}={server.url}/{number}"
            for chain in ("ethereum", "bnb", "tron")
            for number in (1, 2)
        ]
        child = subprocess.Popen(
            [sys.executable, "-m", "stableaudit", *words, *endpoints],
            cwd=tmp_path,
            env={**os.environ, **alone},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            for _ in ("ethereum", "tron"):
                assert server.reached.acquire(timeout=60)
            time.sleep(0.5)
            began = time.monotonic()
            child.send_signal(sent)
            out, err = child.communicate(timeout=60)
            took = time.monotonic() - began
        finally:
            child.kill()
    assert (child.returncode, out) == (code, b"")
    assert b"nothing was written" in err
    assert b"Traceback" not in err
    assert b"Fatal" not in err
    assert list(tmp_path.iterdir()) == []
    assert took < _SOON_SECONDS
