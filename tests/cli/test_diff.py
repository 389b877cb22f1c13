"""`diff OLD NEW`: two bundles in words; each must hold together first; nobody is asked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_socket

from stableaudit.cli.main import run
from tests.bundle_cases import write_bundle
from tests.cases import NO_ANSWER, healthy_case, with_deployment


@pytest.fixture(autouse=True)
def offline() -> Iterator[None]:
    pytest_socket.disable_socket(allow_unix_socket=False)
    yield
    pytest_socket.enable_socket()


@pytest.fixture
def old(tmp_path: Path) -> str:
    return str(write_bundle(tmp_path / "old"))


@pytest.fixture
def new(tmp_path: Path) -> str:
    """A bundle in which the supply on Ethereum could not be read."""
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], total_supply=NO_ANSWER)
    return str(write_bundle(tmp_path / "new", with_deployment(case, 1, entry)))


def test_diff_of_a_bundle_with_itself_says_that_nothing_changed(
    old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", old, old, "--exit-code"]) == 0
    assert "Nothing: verdict, supplies, books and findings" in capsys.readouterr().out


def test_diff_says_what_changed_and_ends_in_4_only_where_that_is_asked_for(
    old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", old, new]) == 0
    printed = capsys.readouterr().out
    assert "INCONCLUSIVE" in printed
    assert "its supply could not be read" in printed
    assert "SUP-01" in printed
    assert run(["diff", old, new, "--exit-code"]) == 4


def test_diff_with_a_bundle_that_does_not_hold_together_is_2(
    old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Path(new, "report.json")
    report.write_bytes(report.read_bytes().replace(b"INCONCLUSIVE", b"UNRECONCILED", 1))
    assert run(["diff", old, new]) == 2
    assert "report.json" in capsys.readouterr().err
