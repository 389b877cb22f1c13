"""The CronJob: valid, without rights it does not need, and its arguments run."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # its stubs are not in the dev group

from tests.examples.running import EXAMPLES, alone, install, run, tool

FILE = EXAMPLES / "kubernetes" / "cronjob.yaml"


def pod() -> dict[str, Any]:
    _, job = yaml.safe_load_all(FILE.read_text())
    found: dict[str, Any] = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return found


@pytest.mark.parametrize("version", ["1.27.0", "1.31.0", "1.34.0"])
def test_resources_are_what_the_schema_of_a_version_says(version: str) -> None:
    checked = run([tool("kubernetes-validate"), "--strict", "-k", version, str(FILE)])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_misspelt_key_is_found(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    file = tmp_path / "cronjob.yaml"
    file.write_text(FILE.read_text().replace("runAsNonRoot", "runAsNonroot"))
    checked = run([tool("kubernetes-validate"), "--strict", str(file)])
    assert checked.returncode != 0


def test_pod_runs_as_nobody_with_nothing_it_could_use() -> None:
    """What the `restricted` profile of Kubernetes asks, a read-only root, and no token."""
    found = pod()
    (container,) = found["containers"]
    context = container["securityContext"]
    assert found["securityContext"]["runAsNonRoot"] is True
    assert found["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert found["automountServiceAccountToken"] is False
    assert context["allowPrivilegeEscalation"] is False
    assert context["readOnlyRootFilesystem"] is True
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"]["memory"]


def test_arguments_run_and_name_files_below_mounted_folders_alone(tmp_path: Path) -> None:
    (container,) = pod()["containers"]
    mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
    arguments = container["args"]
    named = [path for one in arguments for path in re.findall(r"=(/.+)$", one)]
    assert named
    for path in named:
        assert str(Path(path).parent) in mounted
    for folder in mounted:
        (tmp_path / folder.lstrip("/")).mkdir(parents=True)
    arguments = [re.sub("=(/.+)$", rf"={tmp_path}\1", one) for one in arguments]
    url = tmp_path / "run/secrets/stableaudit/ping-url"
    url.write_text("http://127.0.0.1:9/ping\n")
    url.chmod(0o440)
    command = str(install(tmp_path / "bin"))
    ended = run([command, *arguments], cwd=Path("/"), env=alone(tmp_path))
    assert ended.returncode == 3, ended.stderr
    assert (tmp_path / "var/lib/stableaudit/report.json").is_file()


def test_run_ends_before_the_cluster_ends_it() -> None:
    _, job = yaml.safe_load_all(FILE.read_text())
    (container,) = pod()["containers"]
    (longest,) = [int(one.partition("=")[2]) for one in container["args"] if "max-runtime" in one]
    assert longest < job["spec"]["jobTemplate"]["spec"]["activeDeadlineSeconds"]
