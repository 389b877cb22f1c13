"""Runs that nobody watches: one at a time, and with an end."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from stableaudit.adapters.system.run_lock import run_lock
from stableaudit.adapters.system.time_limit import OutOfTime
from stableaudit.cli.endings import Terminated, ending_of
from stableaudit.cli.main import run
from stableaudit.domain.errors import DeclarationError, SigningError, StoreError, UnfinishedError
from tests.cli.silence import silent

NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
CHECK = ["check", "kgst", "-q", "--output", "json=report.json"]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


def test_check_with_a_free_lock_is_as_without_one() -> None:
    assert run([*CHECK, "--lock-file", "run.lock", "--max-runtime", "600", *NOWHERE]) == 3
    assert Path("report.json").is_file()


def test_check_whose_lock_is_held_ends_at_once_without_a_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with run_lock(Path("run.lock")):
        code = run([*CHECK, "--lock-file", "run.lock", "--format", "json", *NOWHERE])
    told = capsys.readouterr()
    assert code == 3
    assert not Path("report.json").exists()
    assert f"run.lock: is held by process {os.getpid()}" in told.err
    failure = json.loads(told.out)
    assert (failure["exit_code"], failure["error"]["code"]) == (3, "unfinished")


def test_check_that_takes_longer_than_it_may_ends_without_a_report() -> None:
    with silent() as server:
        endpoints = [f"--endpoint={one}={server.url}" for one in ("ethereum", "bnb", "tron")]
        words = [*CHECK, "--bundle", "kept", "--max-runtime", "2", *endpoints]
        began = time.monotonic()
        ended = subprocess.run(
            [sys.executable, "-m", "stableaudit", *words],
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert (ended.returncode, ended.stdout) == (3, b"")
    assert ended.stderr.decode() == (
        "error: --max-runtime: no verdict was come to within 2 s; nothing was written (a longer "
        "one, a --timeout well below it, or `stableaudit sync` before)\n"
    )
    assert list(Path().iterdir()) == []
    assert time.monotonic() - began < 30


def test_limit_that_rings_inside_is_told_as_an_error_for_machines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ring(*_: object) -> None:
        raise OutOfTime

    monkeypatch.setattr("stableaudit.cli.auditing._audit", ring)
    assert run([*CHECK, "--max-runtime", "600", "--format", "json"]) == 3
    failure = json.loads(capsys.readouterr().out)
    assert (failure["exit_code"], failure["error"]["code"]) == (3, "unfinished")
    assert failure["error"]["hint"].startswith("a longer one, a --timeout well below it")


def test_verdict_that_was_come_to_is_written_however_long_that_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The alarm is off before the first byte: what is written is never half of it."""
    seen: list[tuple[float, float]] = []

    def replace(self: Path, target: Path) -> Path:
        seen.append(signal.getitimer(signal.ITIMER_REAL))
        return rename(self, target)

    rename = Path.replace
    monkeypatch.setattr(Path, "replace", replace)
    words = ["--bundle", "kept", "--max-runtime", "600", *NOWHERE]
    assert run([*CHECK, *words]) == 3
    assert seen
    assert set(seen) == {(0.0, 0.0)}


@pytest.mark.parametrize("seconds", ["0", "2592001", "soon"])
def test_limit_that_cannot_be_meant_is_refused(seconds: str) -> None:
    assert run([*CHECK, "--max-runtime", seconds, *NOWHERE]) == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (click.exceptions.Abort(), 130),
        (Terminated(), 143),
        (UnfinishedError("is held", where="run.lock"), 3),
        (click.UsageError("no such option"), 2),
        (DeclarationError("is wrong", where="x.toml"), 2),
        (StoreError("is in use", where="x.duckdb"), 2),
        (SigningError("is locked", where="key"), 1),
        (SystemExit(1), 1),
        (KeyError("x"), 1),
    ],
)
def test_ending_of_a_failure_is_the_exit_code_that_it_ends_in(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("stableaudit.cli.auditing._audit", fail)
    assert ending_of(error) == code
    assert run([*CHECK, *NOWHERE]) == code
