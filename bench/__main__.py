"""`make bench`: measure us beside others, print ratios and budgets, keep them in the document.

`python -m bench --only extraction --scale 0.1 --runs 1` is a quick look; `--write` renews
docs/benchmarks.md. Everything made on the way is under `.bench/`, and may be deleted.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from bench import balances, document, extraction, machine, startup
from bench.child import ROOT
from bench.contest import DisagreementError

_DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"
_LOGS: Final = 1_000_000


def main() -> int:
    """Measure what was asked for. 1: two programs disagreed, so no figure means anything."""
    asked = _arguments()
    sections: Mapping[str, Callable[[], Iterator[str]]] = {
        "startup": startup.measure,
        "extraction": lambda: extraction.measure(
            logs=round(asked.logs * asked.scale), runs=asked.runs
        ),
        "balances": lambda: balances.measure(scale=asked.scale, runs=asked.runs),
    }
    for name in asked.only or sections:
        lines = [_introduction(asked.scale, asked.runs), ""]
        try:
            lines.extend(sections[name]())
        except DisagreementError as error:
            print(f"bench: {name}: {error}", file=sys.stderr)
            return 1
        print(f"## {name}\n", *lines, sep="\n", flush=True)
        if asked.write:
            document.write(Path(_DOCUMENT), name, lines)
    return 0


def _introduction(scale: float, runs: int) -> str:
    smaller = "" if scale == 1 else f" **Scale {scale:g}: budgets are meant at scale 1.**"
    return f"{machine.described()} Medians of {runs} runs, in turn.{smaller}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = ("startup", "extraction", "balances")
    parser.add_argument("--only", action="append", choices=names, help="repeatable; all without it")
    parser.add_argument("--scale", type=float, default=1.0, help="of every size, 1 by default")
    parser.add_argument("--runs", type=int, default=3, help="of each measurement, 3 by default")
    parser.add_argument(
        "--logs",
        type=int,
        default=int(os.environ.get("BENCH_LOGS", _LOGS)),
        help="on the chain, before scaling; BENCH_LOGS or 1,000,000 by default",
    )
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
