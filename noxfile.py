"""The quality gate, one session a job. `nox` alone is everything a change must pass."""

import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import nox

nox.options.sessions = ["lock", "lint", "types", "layers", "docs", "tests", "wheel", "newest"]
nox.options.error_on_missing_interpreters = False
nox.options.download_python = "never"

CORE = ",".join(
    f"src/stableaudit/{layer}/*"
    for layer in ("domain", "controls", "ledger", "reserves", "reconcile")
)
WITH_PROGRAMS = ("tests/devnet", "tests/browser", "tests/docs", "tests/examples")
"""Tests that start nodes, a browser or other programs. What they cover is not measured: the others
alone are held to the coverage, and measuring these took the gate beyond its twenty minutes."""

OF_REPORTS = ("tests/unit/report", "tests/golden", "tests/language", "tests/property")
BIN = Path(".venv/bin").absolute()


def tool(name: str) -> str:
    """Return a program of the project's own environment, which `make` has filled from the lock."""
    return str(BIN / name)


MEASURED = (tool("coverage"), "run", "-m", "pytest", "-q")


@nox.session(venv_backend="none")
def lock(session: nox.Session) -> None:
    """The lock file fits pyproject.toml."""
    session.run(tool("uv"), "lock", "--check", "--quiet")


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Formatting and every rule of ruff."""
    session.run(tool("ruff"), "format", "--check", "--quiet", ".")
    session.run(tool("ruff"), "check", "--quiet", ".")


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Mypy, strict."""
    session.run(tool("mypy"))


@nox.session(venv_backend="none")
def layers(session: nox.Session) -> None:
    """Imports point inwards."""
    session.run(tool("lint-imports"), "--no-cache")


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """The site of docs/, without a warning."""
    session.run(tool("zensical"), "build", "--strict", "--clean")


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """The whole suite, devnet and browser included, with the coverage of what needs neither."""
    session.run(tool("coverage"), "erase")
    if session.posargs:
        session.run(*MEASURED, *session.posargs)
    else:
        _at_once(session)
    session.run(tool("coverage"), "combine", "--quiet")
    session.run(tool("coverage"), "report")
    session.run(tool("coverage"), "report", f"--include={CORE}", "--fail-under=100")


def _at_once(session: nox.Session) -> None:
    """Run the tests with nodes, which mostly wait for them, beside all others, which compute."""
    apart = (*WITH_PROGRAMS, *OF_REPORTS)
    commands = (
        (tool("python"), "-m", "pytest", "-q", *WITH_PROGRAMS),
        (*MEASURED, *OF_REPORTS),
        (*MEASURED, "tests", *(f"--ignore={path}" for path in apart)),
    )
    with ExitStack() as opened:
        told = [opened.enter_context(tempfile.TemporaryFile("w+")) for _ in commands]
        running = [
            opened.enter_context(
                subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)  # noqa: S603 - ours
            )
            for command, output in zip(commands, told, strict=True)
        ]
        ended = [one.wait() for one in running]
        for output in told:
            output.seek(0)
            sys.stdout.write(output.read())
    if any(ended):
        session.error("a part of the tests failed")


@nox.session(venv_backend="none")
def wheel(session: nox.Session) -> None:
    """A wheel, installed into an empty environment, runs."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        session.run(tool("uv"), "build", "--wheel", "--quiet", "--out-dir", folder)
        (built,) = place.glob("*.whl")
        session.run(tool("uv"), "venv", "--quiet", "--python", tool("python"), str(place / "env"))
        python = str(place / "env/bin/python")
        session.run(tool("uv"), "pip", "install", "--quiet", "--python", python, str(built))
        program = str(place / "env/bin/stableaudit")
        with session.chdir(folder):
            session.run(program, "--version", external=True)
            session.run(
                "test", "-s", str(place / "env/share/man/man1/stableaudit.1"), external=True
            )
            session.run(program, "tokens", external=True)
            session.run(program, "explain", "SUP-04", external=True)
            session.run(
                tool("uv"), "pip", "install", "--quiet", "--python", python, f"{built}[html]"
            )
            session.run(
                program,
                "check",
                "usdkg",
                *("--output", "html=report.html"),
                *("--endpoint", "ethereum=http://127.0.0.1:9"),
                *("--endpoint", "bnb=http://127.0.0.1:9"),
                *("--endpoint", "tron=http://127.0.0.1:9"),
                external=True,
                success_codes=[3],
            )


@nox.session(python="3.13", venv_backend="uv")
def newest(session: nox.Session) -> None:
    """Unit and property tests on the newest Python we support; skipped where it is absent."""
    if shutil.which("python3.13") is None:
        session.skip("python3.13 is not installed here")
    session.run_install(
        "uv",
        "sync",
        "--frozen",
        "--quiet",
        f"--python={session.virtualenv.location}",
        env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location},
    )
    session.run("pytest", "-q", "tests/unit", "tests/property")
