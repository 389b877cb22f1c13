"""The GitLab job: valid, and its lines run as a runner runs them."""

from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # its stubs are not in the dev group

from tests.examples.running import (
    EXAMPLES,
    alone,
    need_formats,
    run,
    tool,
    write_wheel,
)

FILE = EXAMPLES / "gitlab" / "gitlab-ci.yml"


def job() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text())["stableaudit"]
    return found


def test_file_is_what_gitlab_s_schema_says() -> None:
    checked = run([tool("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", str(FILE)])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_lines_without_nodes_fail_as_inconclusive_and_leave_every_artifact(tmp_path: Path) -> None:
    need_formats("junit")
    found = job()
    write_wheel(tmp_path / found["variables"]["REQUIREMENT"])
    lines = "\n".join([*found["before_script"], *found["script"]])
    ended = run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lines],
        cwd=tmp_path,
        env={**alone(tmp_path), **found["variables"]},
    )
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout.startswith("INCONCLUSIVE USDKG at ")
    artifacts = found["artifacts"]
    for name in (*artifacts["paths"], artifacts["reports"]["junit"]):
        assert (tmp_path / name).stat().st_size > 0
