"""Keys and signatures made by the real tools, for tests that hold ours against them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 30


def needs(*tools: str) -> pytest.MarkDecorator:
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not on this machine: {', '.join(missing)}")


def run(
    *command: str, stdin: bytes = b"", cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command, input=stdin, cwd=cwd, env=env, capture_output=True, check=False, timeout=SECONDS
    )


def new_key(path: Path, *options: str, kind: str = "ed25519", passphrase: str = "") -> Path:
    done = run(
        "ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", "a test", *options, "-f", str(path)
    )
    assert done.returncode == 0, done.stderr
    return path


def public_file(private: Path) -> Path:
    return private.with_name(private.name + ".pub")


def blocks(bundle: Path) -> tuple[str, ...]:
    """The commands of VERIFY.md as they stand there; the last needs a time-stamp authority."""
    text = (bundle / "VERIFY.md").read_text("utf-8")
    return tuple(re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
