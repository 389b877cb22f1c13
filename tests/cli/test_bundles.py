"""`check --bundle` and `verify`: exit codes, early refusals, and bundles made in bad faith."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_socket

from stableaudit.cli.main import run
from stableaudit.domain.amounts import Figure
from stableaudit.domain.findings import Severity
from tests.bundle_cases import report_of, write_bundle
from tests.cases import GOLD, healthy_case, with_gold

EXAMPLES = Path(__file__).parents[2] / "examples"
NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def offline() -> Iterator[None]:
    pytest_socket.disable_socket(allow_unix_socket=False)
    yield
    pytest_socket.enable_socket()


@pytest.mark.parametrize("command", ["check", "reserves"])
@pytest.mark.parametrize("words", [[], ["--profile", "aicpa-2025", "--fail-on", "never"]])
def test_bundle_of_an_audit_that_reached_nobody_is_verified(
    command: str, words: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    audited = run([command, "usdkg", "--format=json", "--bundle", "out", *NOWHERE, *words])
    printed = capsysbinary.readouterr().out
    assert audited == json.loads(printed)["exit_code"] == 3
    assert Path("out/report.json").read_bytes() == printed
    assert run(["verify", "out"]) == 0
    assert b"byte for byte" in capsysbinary.readouterr().out


def test_bundle_brings_the_copy_of_a_rate_file_that_was_read(
    rates_file: Path, tmp_path: Path
) -> None:
    assert run(["check", "kgst", "--bundle", "out", "--rates", str(rates_file), *NOWHERE]) == 3
    (kept,) = (tmp_path / "out" / "inputs").iterdir()
    assert kept.read_bytes() == rates_file.read_bytes()
    assert run(["verify", "out"]) == 0


@pytest.fixture
def rates_file(tmp_path: Path) -> Path:
    file = tmp_path / "daily.xml"
    file.write_text(
        '<?xml version="1.0" encoding="windows-1251" ?>\n'
        '<CurrencyRates Name="Daily Exchange Rates" Date="20.11.2026">\n'
        '<Currency ISOCode="USD"><Nominal>1</Nominal><Value>87,4500</Value></Currency>\n'
        "</CurrencyRates>\n",
        "windows-1251",
    )
    return file


def test_bundle_where_one_is_is_refused_before_anything_is_asked(
    capsys: pytest.CaptureFixture[str], offline: None
) -> None:
    del offline
    write_bundle(Path("out"))
    assert run(["check", "usdkg", "--bundle", "out"]) == 2
    assert "out: is there already (--force replaces a bundle)" in capsys.readouterr().err


def test_bundle_is_replaced_by_force() -> None:
    write_bundle(Path("out"))
    assert run(["check", "usdkg", "--bundle", "out", "--force", *NOWHERE]) == 3
    assert run(["verify", "out"]) == 0


def test_force_without_a_bundle_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "usdkg", "--force"]) == 2
    assert "--force is about --bundle" in capsys.readouterr().err


def test_bundle_of_a_check_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    assert run(["check", "no-such-token", "--bundle", "out", *NOWHERE]) == 2
    assert run(["check", "usdkg", "--as-of", "2999-01-01", "--bundle", "out", *NOWHERE]) == 2
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name or path.suffix] == []


@pytest.mark.usefixtures("offline")
def test_verify_of_a_healthy_bundle_is_0_and_says_the_verdict(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["verify", str(write_bundle(Path("out")))]) == 0
    assert "RECONCILED USDKG" in capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """Verify the bundle `out`; return why it was refused."""
    assert run(["verify", "out"]) == 2
    return capsys.readouterr().err


def test_verify_of_a_report_that_the_evidence_does_not_give_names_the_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = report_of(healthy_case())
    other = report.replace(b'"RECONCILED"', b'"UNRECONCILED"')
    line = 1 + report[: report.index(b'"RECONCILED"')].count(b"\n")
    write_bundle(Path("out"), report=other)
    expected = f"error: report.json: is not what the evidence gives, from line {line}\n"
    assert refused(capsys) == expected


def test_verify_of_a_report_that_goes_on_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    write_bundle(Path("out"), report=report_of(healthy_case()) + b"\n")
    assert "is not what the evidence gives" in refused(capsys)


def test_verify_of_another_program_s_report_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    write_bundle(Path("out"), report=b"{}\n", program="stableaudit 99")
    assert "another program" in refused(capsys)


def test_verify_with_another_severity_than_was_asked_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_bundle(Path("out"), fail_on=str(Severity.LOW))
    assert "report.json: is not what" in refused(capsys)


@pytest.mark.parametrize(
    ("key", "value"), [("fail_on", "sometimes"), ("command", "sync"), ("profile", "none-such")]
)
def test_verify_of_a_run_that_nobody_can_ask_for_is_refused(
    key: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_bundle(Path("out"), None, **{key: value})  # type: ignore[arg-type]  # one of Run's texts
    assert f"run.json: {key} is no" in refused(capsys)


def test_verify_of_evidence_on_which_a_computation_breaks_is_refused_not_a_defect(
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = healthy_case()
    hurt = replace(case, scope=replace(case.scope, chains=()))
    write_bundle(Path("out"), hurt, report=b"{}\n")
    assert "evidence.json.zst: cannot be judged" in refused(capsys)


def test_verify_of_gold_of_no_weight_is_an_answer_not_a_defect(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hurt = with_gold(healthy_case(), replace(GOLD, quantity=Figure("0")))
    write_bundle(Path("out"), hurt)
    assert run(["verify", "out"]) in (0, 2)
    assert "internal error" not in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere", "file", ""])
def test_verify_of_no_bundle_is_2(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("")
    assert run(["verify", name]) == 2
    assert "is no bundle" in capsys.readouterr().err or name == ""
