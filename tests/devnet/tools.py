"""Where the devnet's programs stand: anvil (a node) and solc (a compiler), exact versions from npm;
and the schema that SARIF reports are held to.

They live in `.tools/` beside the sources, outside version control. `ensure_tools()` installs them
when they are missing or when the lock has changed. Run as a program it prints the folder, for make.

The lock names anvil's package for Linux on x86-64 itself, not the package that chooses one by
platform: the chooser's other platforms could not be resolved, and so not locked, where the lock was
made, and its program is a wrapper that leaves anvil running when it is terminated. Elsewhere npm
refuses with EBADPLATFORM; add the platform's package to `package.json` then.
"""

import fcntl
import shutil
import subprocess
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent
TOOLS: Final = _HERE.parents[1] / ".tools"
_MANIFESTS: Final = ("package.json", "package-lock.json", ".npmrc")
_INSTALL_SECONDS: Final = 300


class ToolsError(Exception):
    """The devnet's programs are not there and could not be installed."""


def ensure_tools(folder: Path = TOOLS) -> Path:
    """Return the folder, which then holds `node_modules`, installing them first where necessary.

    Safe to call from several processes at once: the first installs, the others wait for it.

    Raises:
        ToolsError: npm is missing or failed; the message ends with what npm said.
    """
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current(folder):
            _install(folder)
    return folder


def anvil_program(tools: Path) -> Path:
    """Return anvil's binary under the folder that `ensure_tools` returned."""
    return tools / "node_modules" / "@foundry-rs" / "anvil-linux-amd64" / "bin" / "anvil"


def sarif_schema(tools: Path) -> Path:
    """Return the JSON Schema of SARIF 2.1.0 under the folder that `ensure_tools` returned."""
    return tools / "node_modules" / "@microsoft" / "sarif-multitool-linux" / "sarif-2.1.0.json"


def _is_current(folder: Path) -> bool:
    # The stamp is written last, so a broken installation is never taken for a finished one.
    stamp = folder / "node_modules" / ".installed"
    return (
        stamp.is_file()
        and stamp.read_bytes() == _wanted()
        and anvil_program(folder).is_file()
        and sarif_schema(folder).is_file()
        and (folder / "node_modules" / "solc" / "package.json").is_file()
    )


def _wanted() -> bytes:
    return b"\0".join((_HERE / name).read_bytes() for name in _MANIFESTS)


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        message = "the devnet needs npm (Node 20 or newer) on the PATH to install anvil and solc"
        raise ToolsError(message)
    for name in _MANIFESTS:
        shutil.copyfile(_HERE / name, folder / name)
    done = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        message = f"npm ci ended with {done.returncode}: {done.stderr[-2000:]}"
        raise ToolsError(message)
    (folder / "node_modules" / ".installed").write_bytes(_wanted())


if __name__ == "__main__":
    print(ensure_tools())
