"""--help and --version stay quick: heavy libraries are imported on use."""

import subprocess
import sys

import pytest

HEAVY = ("web3", "tronpy", "pandas", "duckdb", "rich", "msgspec", "urllib3", "eth_abi")
PROBE = """
import sys
from stableaudit.cli.main import run
code = run({arguments!r})
loaded = [name for name in {heavy!r} if name in sys.modules]
print("LOADED", code, *loaded)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["check", "--help"],
        ["reserves", "--help"],
        ["history", "--help"],
        ["holders", "--help"],
        ["price", "--help"],
        ["controls", "--help"],
        ["events", "--help"],
        ["bars", "--help"],
    ],
)
def test_help_and_version_import_no_heavy_library(arguments: list[str]) -> None:
    probe = PROBE.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED 0"


def test_probe_would_see_a_heavy_library() -> None:
    probe = "import msgspec\n" + PROBE.format(arguments=["--version"], heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED 0 msgspec"
