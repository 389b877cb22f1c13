"""ethereum-etl's `export_token_transfers`, into CSV.

Arguments: URL, token, first block, last block, blocks a request, file, workers. One of the
libraries that it pins asks for a function that Python 3.11 has no more; it gets one here.
"""

import inspect
import sys
from importlib import import_module

from bench.stopwatch import stop, tell


def main() -> None:
    url, token, first, last, size, file, workers = sys.argv[1:]
    if not hasattr(inspect, "getargspec"):
        setattr(inspect, "getargspec", inspect.getfullargspec)  # noqa: B010 - mypy knows it has gone
    program = import_module("ethereumetl.cli").cli
    words = ["-s", first, "-e", last, "-b", size, "-p", url, "-t", token, "-o", file, "-w", workers]
    program(["export_token_transfers", *words], standalone_mode=False)
    tell(stop())


if __name__ == "__main__":
    main()
