"""`make bench`: print every budget with its figure, as docs/benchmarks.md keeps them."""

import platform
import sys
from importlib.metadata import version

from bench import startup


def main() -> int:
    """Print machine, versions and tables."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in ("click", "rich", "web3", "tronpy")))
    print("\n## Start-up (budget: --help and --version within 0.25 s)\n")
    for line in startup.measure():
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
