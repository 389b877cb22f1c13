"""The devnet by hand: `python -m tests.devnet serve`, and the demonstration: `… demo`."""

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Final

from tests.devnet.examples import dated_yesterday
from tests.devnet.network import Devnet

_PROGRAM: Final = Path(sys.executable).parent / "stableaudit"
_HISTORY: Final = 2_000
_PAGES: Final = Path("reports")
"""Where the reports as pages are kept; beside the sources, outside version control."""

_EXPECTED: Final = {"usdkg": 3, "kgst": 3}
"""USDKG's shipped reserve statement is stale, KGST has none: both are inconclusive, exit 3."""


def main() -> int:
    """Run the command that is asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.devnet", description=__doc__)
    parser.add_argument("command", choices=("serve", "demo"))
    parser.add_argument(
        "--history",
        type=int,
        default=_HISTORY,
        help="transfers of USDKG on Ethereum and on TRON each (default: %(default)s)",
    )
    words = parser.parse_args()
    return _demo(words.history) if words.command == "demo" else _serve(words.history)


def _serve(history: int) -> int:
    with Devnet(history=history) as devnet:
        print(devnet.config_text(), flush=True)
        print("# Save the above as stableaudit.toml; Ctrl-C stops the devnet.", file=sys.stderr)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            signal.pause()
        except KeyboardInterrupt:
            return 0
    return 0


def _demo(history: int) -> int:
    print("starting the devnet: Ethereum, BNB Chain and TRON, all simulated…", flush=True)
    with tempfile.TemporaryDirectory() as folder, Devnet(history=history) as devnet:
        config = Path(folder, "stableaudit.toml")
        config.write_text(devnet.config_text())
        results = [_show(devnet, token, config) for token in _EXPECTED]
        example = dated_yesterday("usdkg-reconciled", Path(folder))
        results.append(_show_example(example, config))
        results.append(_show_trust(config))
    print(f"\nthe program is at {_PROGRAM.relative_to(Path.cwd())}")
    print("both reports as pages, for a browser:")
    for token in _EXPECTED:
        print(f"  {_PAGES / token}.html")
    return 0 if all(results) else 1


def _show_example(example: Path, config: Path) -> bool:
    """Check usdkg with the invented statement and bar list, dated yesterday."""
    words = ["--declaration", str(example / "declaration.toml")]
    words += ["--refiners", str(example / "refiners.toml")]
    print("\n$ stableaudit check usdkg --declaration examples/usdkg-reconciled/declaration.toml")
    print("(an INVENTED statement, a copy dated yesterday; its last line alone)\n", flush=True)
    ended = subprocess.run(
        [str(_PROGRAM), "check", "usdkg", "--quiet", "--config", str(config), *words], check=False
    )
    print(f"\nexit code {ended.returncode}, as expected: {ended.returncode == 0}")
    return ended.returncode == 0


def _show_trust(config: Path) -> bool:
    """Prove, keep and sign a check, then verify what was kept, which asks nobody anything."""
    key, bundle = config.parent / "auditor-key", config.parent / "out"
    signed = ["--sign", str(key)] if _make_key(key) else []
    words = ["check", "usdkg", "--quorum", "2", "--bundle", str(bundle), *signed]
    print(
        "\n$ stableaudit check usdkg --quorum 2 --bundle out" + " --sign auditor-key" * bool(signed)
    )
    print("(its last line alone)\n", flush=True)
    checked = subprocess.run(
        [str(_PROGRAM), *words, "--quiet", "--config", str(config)], check=False
    )
    print(f"\nexit code {checked.returncode}, as expected: {checked.returncode == 3}")
    levels = {
        one["chain_title"]: one["total_supply"]["trust"]["level"]
        for one in json.loads((bundle / "report.json").read_bytes())["supply"]["deployments"]
    }
    print(f"trust in each supply: {', '.join(f'{name} {word}' for name, word in levels.items())}")
    print("\n$ stableaudit verify out\n", flush=True)
    verified = subprocess.run([str(_PROGRAM), "verify", str(bundle)], check=False)
    print(f"\nexit code {verified.returncode}, as expected: {verified.returncode == 0}")
    proven = levels == {"Ethereum": "PROVEN", "TRON": "AGREED"}
    return (checked.returncode, verified.returncode, proven) == (3, 0, True)


def _make_key(path: Path) -> bool:
    """Make a key where this machine has ssh-keygen; without one the bundle stays unsigned."""
    tool = shutil.which("ssh-keygen")
    if tool is None:
        print("\nthere is no ssh-keygen here: the bundle is not signed")
        return False
    made = [tool, "-q", "-t", "ed25519", "-N", "", "-C", "a demonstration", "-f", str(path)]
    return subprocess.run(made, check=False).returncode == 0


def _show(devnet: Devnet, token: str, config: Path) -> bool:
    report = config.parent / f"{token}.json"
    _PAGES.mkdir(exist_ok=True)
    page = _PAGES / f"{token}.html"
    words = ["check", token, "--config", str(config), "--output", f"json={report}"]
    words += ["--output", f"html={page}"]
    print(f"\n$ stableaudit check {token}\n", flush=True)
    ended = subprocess.run([str(_PROGRAM), *words], check=False)
    truth = sum(
        (
            Fraction(truth.total_supply, 10**truth.deployment.decimals)
            for (name, _), truth in devnet.truths.items()
            if name == token
        ),
        Fraction(0),
    )
    shown = json.loads(report.read_bytes())
    native = Fraction(shown["supply"]["native"]["tokens"])
    print(f"\nexit code {ended.returncode}, as expected: {ended.returncode == _EXPECTED[token]}")
    print(f"the scenarios left {truth} tokens, the report says {native}: {truth == native}")
    return ended.returncode == _EXPECTED[token] and truth == native and page.is_file()


if __name__ == "__main__":
    sys.exit(main())
