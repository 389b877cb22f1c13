"""One measurement is one process: its wall time, its own CPU time, its peak memory, its answer."""

import json
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.stopwatch import BEGAN

ROOT: Final = Path(__file__).resolve().parents[1]
_TAIL: Final = 1500


class ChildError(Exception):
    """A measured process failed; the message ends with what it said last."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took, and what it found."""

    wall: float
    cpu: float
    peak_mib: float
    busy: float
    """CPU seconds that all processes of the machine used in its life, itself included."""

    used: float
    """CPU seconds that it used in its whole life, the checking of its answer included."""

    life: float
    """Wall seconds of its whole life."""

    node_cpu: float = 0.0
    """CPU seconds that the node used meanwhile, where one was watched."""

    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def others(self) -> float:
        """Share of all cores that processes other than it and the node used meanwhile."""
        seconds = self.busy - self.used - self.node_cpu
        return max(0.0, seconds) / (self.life * (os.cpu_count() or 1))

    def number(self, name: str) -> float:
        """Return a figure that the process told.

        Raises:
            ChildError: it told none of this name.
        """
        value = self.facts.get(name)
        if not isinstance(value, int | float):
            message = f"no figure {name!r} among {sorted(self.facts)}"
            raise ChildError(message)
        return float(value)


def run(words: Sequence[str], *, seconds: float) -> Run:
    """Run a program to its end; what its last line of JSON says goes before what was seen outside.

    Raises:
        ChildError: it failed, or took longer than `seconds`.
    """
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        busy = _busy_seconds()
        began = time.monotonic()
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=_environment(began),
        )
        status, used = _wait(process, began + seconds)
        wall = time.monotonic() - began
        busy = _busy_seconds() - busy
        stdout.seek(0)
        stderr.seek(0)
        if status != 0:
            said = (stderr.read() + stdout.read()).decode(errors="replace")[-_TAIL:]
            message = f"{' '.join(words)} ended with {status} after {wall:.0f} s: {said}"
            raise ChildError(message)
        facts = _last_line(stdout.read())
    cpu = used.ru_utime + used.ru_stime
    # The stopwatch stops before a process checks its own answer; without it the whole life counts.
    return Run(
        wall=float(str(facts.pop("wall", wall))),
        cpu=float(str(facts.pop("cpu", cpu))),
        peak_mib=float(str(facts.pop("peak_mib", "nan"))),
        busy=busy,
        used=cpu,
        life=wall,
        facts=facts,
    )


def _environment(began: float) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, BEGAN: repr(began), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def _wait(
    process: "subprocess.Popen[bytes]", deadline: float
) -> tuple[int, "resource.struct_rusage"]:
    # wait4, since it alone gives the resources of this child and of no other.
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, used
        if time.monotonic() > deadline:
            os.kill(process.pid, signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.005)


def _busy_seconds() -> float:
    words = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    user, nice, system, _, _, irq, softirq, steal = (int(each) for each in words[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _last_line(said: bytes) -> dict[str, object]:
    lines = said.decode(errors="replace").strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        return {}
    facts: dict[str, object] = json.loads(lines[-1])
    return facts
