"""How long the program takes to say --help, beside Python itself and beside pip."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

_RUNS: Final = 11
_BIN: Final = Path(sys.executable).parent


def measure() -> Iterator[str]:
    """Yield the lines of a Markdown table; peers are run in turn, so that load hits all alike."""
    commands: dict[str, Sequence[str]] = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "stableaudit --help": [str(_BIN / "stableaudit"), "--help"],
        "stableaudit --version": [str(_BIN / "stableaudit"), "--version"],
        "stableaudit tokens": [str(_BIN / "stableaudit"), "tokens"],
        "pip --version": [sys.executable, "-m", "pip", "--version"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(_RUNS):
        for name, words in commands.items():
            times[name].append(_seconds(words))
    base = statistics.median(times["python -c pass"])
    yield "| command | median s | ratio to python -c pass |"
    yield "|---|---|---|"
    for name, taken in times.items():
        middle = statistics.median(taken)
        yield f"| `{name}` | {middle:.3f} | {middle / base:.1f} |"


def _seconds(words: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began
