"""A real browser for the tests of the page: Chromium where the machine has one, driven by node.

Chromium is the machine's own (Debian's package; `.ci/run` installs it where it can). What drives it
and what checks accessibility come from npm, exact versions, into `.tools/browser` beside the
sources, outside version control.
"""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).resolve().parent
_TOOLS: Final = _HERE.parents[1] / ".tools" / "browser"
_MANIFESTS: Final = ("package.json", "package-lock.json", ".npmrc")
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_INSTALL_SECONDS: Final = 300
_LOOK_SECONDS: Final = 400
WIDTHS: Final = (360, 768, 1280)
SCHEMES: Final = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Looked:
    """What the browser saw of one page in one colour scheme."""

    name: str
    scheme: str
    told: Mapping[str, Any]


class NoBrowserError(Exception):
    """There is no browser here, or nothing to drive it with; the message says what to install."""


def look(
    pages: Mapping[str, Path], profile: Path, *, shots: Path | None = None
) -> tuple[Looked, ...]:
    """Open pages at every width in both colour schemes and return what was seen.

    shots: a folder for pictures and PDFs; None for none.

    Raises:
        NoBrowserError: Chromium, node or npm is missing, or npm could not install.
    """
    wanted = {
        "chromium": _chromium(),
        "tools": str(_tools()),
        "profile": str(profile),
        "pages": [{"name": name, "file": str(file)} for name, file in pages.items()],
        "widths": WIDTHS,
        "schemes": SCHEMES,
        "shots": None if shots is None else str(shots),
    }
    done = subprocess.run(
        ["node", str(_HERE / "look.mjs")],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        timeout=_LOOK_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        message = f"the browser ended with {done.returncode}: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return tuple(Looked(one["name"], one["colorScheme"], one) for one in json.loads(done.stdout))


def _chromium() -> str:
    found = (shutil.which(name) for name in _NAMES)
    program = next((one for one in found if one is not None), None)
    if program is None:
        message = f"none of {', '.join(_NAMES)} is on the PATH"
        raise NoBrowserError(message)
    return program


def _tools() -> Path:
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        message = f"{' and '.join(missing)} not on the PATH (Node 20 or newer)"
        raise NoBrowserError(message)
    _TOOLS.mkdir(parents=True, exist_ok=True)
    with (_TOOLS / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # The stamp is written last: a broken installation is never taken for a finished one.
        stamp = _TOOLS / "node_modules" / ".installed"
        wanted = b"\0".join(_read(_MANIFESTS))
        if not stamp.is_file() or stamp.read_bytes() != wanted:
            _install()
            stamp.write_bytes(wanted)
    return _TOOLS


def _read(names: Iterable[str]) -> Iterable[bytes]:
    return ((_HERE / name).read_bytes() for name in names)


def _install() -> None:
    for name in _MANIFESTS:
        shutil.copyfile(_HERE / name, _TOOLS / name)
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"],
        cwd=_TOOLS,
        capture_output=True,
        text=True,
        timeout=_INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        message = f"npm ci ended with {done.returncode}: {done.stderr[-2000:]}"
        raise NoBrowserError(message)
