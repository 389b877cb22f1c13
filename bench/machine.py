"""On what, when and with what something was measured."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.child import ROOT
from bench.peers import PEERS

_OWN: Final = ("duckdb", "numpy", "pandas", "web3", "tronpy", "msgspec", "urllib3", "click", "rich")


def described() -> str:
    """Return date, machine, commit and versions as one paragraph."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    own = ", ".join(f"{name} {version(name)}" for name in _OWN)
    peers = ", ".join(each.replace("==", " ") for names in PEERS.values() for each in names)
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {_commit()}; {platform.system()} "
        f"{platform.machine()}, {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, load "
        f"{load:.1f} at the start; Python {platform.python_version()}; {own}. Peers: {peers}, "
        "anvil 1.7.1."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607 - whichever git the machine has
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"
