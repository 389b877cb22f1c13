"""The GitHub workflow and action: valid, least privileged, pinned, and run step by step."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # its stubs are not in the dev group

from tests.examples.running import (
    EXAMPLES,
    ROOT,
    WHEEL,
    alone,
    need_formats,
    run,
    tool,
    write_wheel,
)

ACTION, WORKFLOW = EXAMPLES / "github" / "action.yml", EXAMPLES / "github" / "workflow.yml"
FORMATS = ("json", "text", "summary", "sarif")


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    return found


class Job:
    """The action's steps as a runner runs them, each in a shell of its own."""

    def __init__(self, folder: Path, audited: str, **inputs: str) -> None:
        defined = yaml.safe_load(ACTION.read_text())["inputs"]
        self._inputs = {name: str(one.get("default", "")) for name, one in defined.items()}
        self._inputs |= {"token": audited, "requirement": f"./{WHEEL}"}
        self._inputs |= {name.replace("_", "-"): value for name, value in inputs.items()}
        self.workspace, self.temp = folder / "workspace", folder / "temp"
        self.summary, self._output = folder / "summary.md", folder / "output"
        for one in (self.workspace, self.temp):
            one.mkdir()
        for file in (self.summary, self._output):
            file.touch()
        self.told = ""

    def run(self, name: str) -> int:
        """Run one step and return its exit code."""
        (step,) = [one for one in steps() if one["name"] == name]
        assert step["shell"] == "bash"
        script = self.temp / "step.sh"
        script.write_text(step["run"])
        ended = run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env={
                **alone(self.temp),
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "GITHUB_OUTPUT": str(self._output),
                **{key: self._given(value) for key, value in step.get("env", {}).items()},
            },
        )
        self.told = ended.stdout + ended.stderr
        return ended.returncode

    @property
    def output(self) -> dict[str, str]:
        """What later steps are told."""
        return dict(line.split("=", 1) for line in self._output.read_text().splitlines())

    def _given(self, value: str) -> str:
        found = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)
        assert found is not None
        return self._inputs[found[1]]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first step made, once for all jobs here."""
    job = Job(tmp_path_factory.mktemp("installing"), "usdkg")
    write_wheel(job.workspace / WHEEL)
    assert job.run("Install") == 0, job.told
    return job.temp / "stableaudit"


def checking(folder: Path, environment: Path, audited: str, **inputs: str) -> Job:
    """A job whose first step has installed the program."""
    need_formats(*FORMATS)
    job = Job(folder, audited, **inputs)
    (job.temp / "stableaudit").symlink_to(environment)
    return job


def test_install_step_makes_the_command_that_the_check_step_runs(environment: Path) -> None:
    command = str(environment / "bin/stableaudit")
    version = run([command, "--version"], env=alone(environment))
    assert version.stdout.startswith("stableaudit, version ")


def test_check_step_without_nodes_fails_as_inconclusive_and_shows_the_report(
    tmp_path: Path, environment: Path
) -> None:
    job = checking(tmp_path, environment, "usdkg")
    assert job.run("Check") == 3
    reports = Path(job.output["reports"])
    assert (job.output["exit-code"], job.output["verdict"]) == ("3", "INCONCLUSIVE")
    assert sorted(one.name for one in reports.iterdir()) == sorted(f"report.{f}" for f in FORMATS)
    assert job.summary.read_bytes() == (reports / "report.summary").read_bytes()


def test_check_step_with_everything_waived_passes(tmp_path: Path, environment: Path) -> None:
    given = {"waivers": "waivers.toml", "fail_on": "never"}
    job = checking(tmp_path, environment, "kgst", **given)
    known = (ROOT / "docs" / "checks.md").read_text()
    undecided = re.findall(r"(?m)^## ([A-Z]{3}-[0-9]{2})$", known)
    assert undecided
    (job.workspace / "waivers.toml").write_text(
        "".join(
            f'[[waiver]]\ncheck = "{one}"\nreason = "r"\nowner = "o"\nexpires = "9999-12-31"\n'
            for one in undecided
        )
    )
    assert job.run("Check") == 0, job.told
    assert (job.output["exit-code"], job.output["verdict"]) == ("0", "INCONCLUSIVE")


def test_check_step_that_comes_to_no_report_says_so_and_fails(
    tmp_path: Path, environment: Path
) -> None:
    job = checking(tmp_path, environment, "no-such-token")
    assert job.run("Check") == 2
    assert (job.output["exit-code"], job.output["verdict"]) == ("2", "")
    assert job.summary.read_text() == "stableaudit ended with exit code 2 and without a report.\n"


@pytest.mark.parametrize(
    "audited", ["$(touch pwned)", '"; touch pwned; "', "--help", "`touch pwned`"]
)
def test_check_step_takes_a_hostile_input_for_a_name(
    audited: str, tmp_path: Path, environment: Path
) -> None:
    job = checking(tmp_path, environment, audited)
    assert job.run("Check") == 2
    assert list(tmp_path.rglob("pwned")) == []


@pytest.mark.parametrize(
    ("file", "schema"),
    [(WORKFLOW, "vendor.github-workflows"), (ACTION, "vendor.github-actions")],
)
def test_file_is_what_github_s_schema_says(file: Path, schema: str) -> None:
    checked = run([tool("check-jsonschema"), "--builtin-schema", schema, str(file)])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_linter_of_workflows_finds_nothing_at_its_strictest(tmp_path: Path) -> None:
    """Where they are to be copied to: unpinned actions, permissions, injection by templates."""
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/actions/stableaudit").mkdir(parents=True)
    shutil.copy(WORKFLOW, tmp_path / ".github/workflows/stableaudit.yml")
    shutil.copy(ACTION, tmp_path / ".github/actions/stableaudit/action.yml")
    checked = run([tool("zizmor"), "--offline", "--persona=pedantic", str(tmp_path)])
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stderr.count("completed") == 2


def test_every_action_of_others_is_pinned_by_its_commit() -> None:
    used = re.findall(r"uses: (\S+)(.*)", WORKFLOW.read_text())
    assert len(used) == 4
    for name, comment in used:
        assert name == "./.github/actions/stableaudit" or re.fullmatch(r"\S+@[0-9a-f]{40}", name)
        assert name.startswith("./") or re.fullmatch(r" # v[0-9.]+", comment)


def test_workflow_gives_the_action_inputs_that_it_has() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text())
    (given,) = [
        step["with"] for step in workflow["jobs"]["check"]["steps"] if step["uses"].startswith("./")
    ]
    defined = yaml.safe_load(ACTION.read_text())["inputs"]
    assert set(given) <= set(defined)
    assert {name for name, one in defined.items() if one.get("required")} <= set(given)
