"""The crontab: five fields in their ranges, and the command run once as cron runs it."""

import json
import re
from pathlib import Path

from tests.examples.running import EXAMPLES, alone, install, run

FILE = EXAMPLES / "cron" / "stableaudit.cron"
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def entry() -> tuple[list[str], str]:
    """The one line that is no comment and no variable: its five fields, and the command."""
    lines = [
        line
        for line in FILE.read_text().splitlines()
        if not re.match(r"#|[A-Z]+=", line) and line.strip()
    ]
    (line,) = lines
    *fields, command = line.split(maxsplit=5)
    return fields, command


def test_entry_has_five_fields_within_their_ranges() -> None:
    fields, _ = entry()
    for field, (least, most) in zip(fields, RANGES, strict=True):
        assert field == "*" or least <= int(field) <= most


def test_command_has_no_per_cent_sign_which_cron_takes_for_a_new_line() -> None:
    assert "%" not in entry()[1]


def test_command_without_nodes_leaves_reports_and_mails_the_verdict(tmp_path: Path) -> None:
    install(tmp_path / "bin")
    ended = run(["/bin/sh", "-c", entry()[1]], cwd=Path("/"), env=alone(tmp_path))
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert report["exit_code"] == 3
    assert ended.stdout.startswith("INCONCLUSIVE USDKG at ")
    assert ended.stdout == (tmp_path / "verdict.txt").read_text()
    assert (tmp_path / "report.txt").read_text().rstrip().endswith("cannot be closed")
    assert ended.stderr == ""


def test_file_sets_the_path_that_the_command_needs() -> None:
    """Cron's own has two folders, and no shell of a person is read."""
    assert re.search(r"(?m)^PATH=/opt/stableaudit/bin:", FILE.read_text())
