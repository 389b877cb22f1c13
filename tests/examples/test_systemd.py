"""The systemd service and timer: verified, hardened, and the service's command run."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.examples.running import EXAMPLES, alone, install, need_formats, run, tool

UNITS = EXAMPLES / "systemd"
PROGRAM = "/opt/stableaudit/bin/stableaudit"
MOST_EXPOSED = 15
"""Tenths, by systemd's own measure: what is left is the network, which an audit needs."""


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, whose program is where this test can have one."""
    folder = tmp_path / "units"
    shutil.copytree(UNITS, folder)
    service = folder / "stableaudit.service"
    command = install(tmp_path / "bin")
    service.write_text(service.read_text().replace(PROGRAM, str(command)))
    return folder


def test_units_are_verified_with_and_without_the_metrics(units: Path) -> None:
    analyze = tool("systemd-analyze", package="systemd")
    names = [str(units / name) for name in ("stableaudit.service", "stableaudit.timer")]
    for _ in ("with", "without"):
        checked = run([analyze, "verify", "--man=no", *names])
        assert (checked.returncode, checked.stderr) == (0, "")
        shutil.rmtree(units / "stableaudit.service.d", ignore_errors=True)


def test_unit_with_a_misspelt_key_is_found(units: Path) -> None:
    """Else the test above could not fail."""
    analyze = tool("systemd-analyze", package="systemd")
    service = units / "stableaudit.service"
    service.write_text(service.read_text().replace("ProtectHome=", "ProtectHoem="))
    checked = run([analyze, "verify", "--man=no", str(service)])
    assert "ProtectHoem" in checked.stderr


def test_service_is_hardly_exposed(units: Path) -> None:
    analyze = tool("systemd-analyze", package="systemd")
    service = str(units / "stableaudit.service")
    checked = run([analyze, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", service])
    assert checked.returncode == 0, checked.stdout


def test_timer_has_an_instant_to_wait_for() -> None:
    analyze = tool("systemd-analyze", package="systemd")
    (when,) = re.findall(r"(?m)^OnCalendar=(.+)$", (UNITS / "stableaudit.timer").read_text())
    checked = run([analyze, "calendar", when])
    assert "Next elapse: " in checked.stdout


def test_command_of_the_service_runs_and_writes_only_below_its_own_folders(tmp_path: Path) -> None:
    need_formats("openmetrics")
    text = (UNITS / "stableaudit.service").read_text()
    (line,) = re.findall(r"(?m)^ExecStart=(.+)$", text)
    (metrics,) = re.findall(r"(?m)^Environment=METRICS=(.+)$", text)
    folders = {"%S": "state", "%t": "run", "%d": "credentials", "/etc/stableaudit": "etc"}
    for name in ("state/stableaudit", "run/stableaudit", "credentials", "etc"):
        (tmp_path / name).mkdir(parents=True)
    line = line.replace("${METRICS}", metrics).replace(PROGRAM, str(install(tmp_path / "bin")))
    for written, meant in folders.items():
        line = line.replace(written, str(tmp_path / meant))
    (tmp_path / "etc/stableaudit.toml").write_text("timeout_seconds = 60\n")
    url = tmp_path / "credentials/ping-url"
    url.write_text("http://127.0.0.1:9/ping\n")
    url.chmod(0o440)
    ended = run(shlex.split(line), cwd=Path("/"), env=alone(tmp_path))
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout.startswith("INCONCLUSIVE USDKG at ")
    assert ended.stderr == (
        "warning: the heartbeat (http://127.0.0.1:9/…) was not told: no connection (refused or no "
        "route)\n" * 2
    )
    state = tmp_path / "state/stableaudit"
    for name in ("report.json", "report.txt", "stableaudit.prom"):
        assert (state / name).stat().st_size > 0
