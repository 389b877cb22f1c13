"""`check --rates FILE`: the user's copy of the National Bank's file."""

import json
from pathlib import Path

import pytest

from stableaudit.cli.main import run
from tests.unit.adapters.prices.files import as_sent, rate_file

NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
WORDS = ["check", "kgst", "--format", "json", "--as-of", "2026-09-18T00:00:00+06:00", *NOWHERE]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


def test_check_with_a_copy_uses_its_rate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "daily.xml"
    copy.write_bytes(as_sent(rate_file("87,4491")))
    assert run([*WORDS, "--rates", str(copy)]) == 3
    report = json.loads(capsys.readouterr().out)
    (view,) = report["dollar_views"]
    assert (view["rate"]["low"], view["rates"][0]["source"]) == ("87.4491", "daily.xml")
    assert view["rates"][1]["status"] == "unavailable"
    found = {finding["check"] for finding in report["findings"]}
    assert ("FXR-01" in found, "FXR-02" in found) == (False, True)
    assert str(tmp_path) not in json.dumps(report)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"<html/>", "is no rate file of the National Bank: its root is not CurrencyRates"),
        (as_sent(rate_file("87,45,00")), "87,45,00 is no plain decimal number"),
    ],
)
def test_check_with_a_copy_of_something_else_is_invalid_input(
    content: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path("daily.xml").write_bytes(content)
    assert run([*WORDS, "--rates", "daily.xml"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert "daily.xml: " in error["message"]
    assert said in error["message"]


def test_config_show_lists_where_rates_come_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "show"]) == 0
    shown = capsys.readouterr().out
    assert "environment STABLEAUDIT_RATES_NBKR_URL" in shown
    for name in ("file", "nbkr_url", "second_url", "simulated"):
        assert f"rates.{name} " in shown
