"""The real program as a process of its own, killed at a request of its own if that is wanted.

A count of requests spreads the points of death evenly over a run, whatever the machine is doing.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.devnet.alarm import Alarm
from tests.devnet.network import Devnet

_SOURCES: Final = Path(__file__).resolve().parents[2] / "src"
_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run of the program ended."""

    status: int
    """Exit code; −9 where it was killed."""
    stdout: str
    stderr: str
    requests: int
    """How many HTTP requests reached the devnet, from every program while this one ran."""

    @property
    def killed(self) -> bool:
        """Whether it was still running when it was to be killed."""
        return self.status == -signal.SIGKILL


def run_program(
    args: Sequence[str],
    env: Mapping[str, str],
    *,
    devnet: Devnet,
    kill_after_requests: int | None = None,
    kill_after_seconds: float | None = None,
    linger_seconds: float = 0.0,
    timeout_seconds: float = _SECONDS,
) -> Ended:
    """Run `python -m stableaudit` with these words and return how it ended.

    It gets an environment with nothing in it but the search path, a home of its own, which is gone
    afterwards, and `env`; standard input is empty.

    Args:
        args: of the command line.
        env: more of the environment, or other values.
        devnet: what it asks; `config_text` says so to the program.
        kill_after_requests: SIGKILL when so many HTTP requests have reached the devnet, before the
            last of them is answered.
        kill_after_seconds: SIGKILL when it has run so long.
        linger_seconds: how long after the request the signal is sent; the request is answered then,
            so that death comes while the program works on what it got.
        timeout_seconds: of the whole run.

    Raises:
        TimeoutExpired: it ran longer, and was killed for it.
    """
    with tempfile.TemporaryDirectory(prefix="stableaudit-home-") as home:
        process = subprocess.Popen(
            [sys.executable, "-m", "stableaudit", *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=home,
            env={
                "PATH": os.environ.get("PATH", ""),
                "HOME": home,
                "PYTHONPATH": str(_SOURCES),
                **env,
            },
        )
        timers: list[threading.Timer] = []

        def kill_later(seconds: float) -> None:
            timers.append(threading.Timer(seconds, process.kill))
            timers[-1].start()

        def kill_now() -> None:
            if linger_seconds:
                kill_later(linger_seconds)
            else:
                process.kill()

        alarm = Alarm(kill_after_requests, kill_now)
        devnet.set_alarm(alarm)
        try:
            if kill_after_seconds is not None:
                kill_later(kill_after_seconds)
            stdout, stderr = process.communicate(timeout=timeout_seconds)
        finally:
            devnet.set_alarm(None)
            for timer in timers:
                timer.cancel()
            process.kill()
            process.communicate()
    return Ended(process.returncode, stdout, stderr, alarm.heard)
