"""`history TOKEN` over real files: results that checks kept, and ledgers as a sync fills them."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest
import pytest_socket

from stableaudit.adapters.files.registry import load_registry
from stableaudit.adapters.store.store import DuckLedgerStore, file_name
from stableaudit.cli.main import run
from stableaudit.report.history_json import history_json_schema
from tests.ledger_cases import fill

NOWHERE = [f"--endpoint={chain}=http://127.0.0.1:9" for chain in ("ethereum", "bnb", "tron")]
RESULTS = Path("ledgers/results/kgst.jsonl")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STABLEAUDIT_STORE", "ledgers")


def checked(*days: str, token: str = "kgst") -> None:  # noqa: S107 - a key of the registry
    for day in days:
        assert run(["check", token, "-q", "--as-of", day, *NOWHERE]) == 3


def keep_ledger() -> Path:
    """Let there be a ledger of kgst: it is on one chain alone."""
    (deployment,) = load_registry().token("kgst").deployments
    path = Path("ledgers", file_name(deployment.asset))
    path.parent.mkdir(exist_ok=True)
    with DuckLedgerStore(path, deployment.asset, deployment.law.value) as store:
        fill(store, chain=deployment.asset.chain)
    return path


def printed(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    pytest_socket.disable_socket(allow_unix_socket=False)
    try:
        assert run(["history", *words]) == code
    finally:
        pytest_socket.enable_socket()
    return capsys.readouterr().out


def report_of(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(printed(capsys, *words, "--format", "json"))
    jsonschema.validate(report, history_json_schema())
    return report


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_history_without_results_and_ledgers_is_2_and_says_how_to_begin(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["history", "kgst"]) == 2
    said = capsys.readouterr().err
    assert "no result of a check is kept; nor are its days known: the ledger of KGST" in said
    assert "stableaudit check kgst" in said
    assert not Path("ledgers").exists()


def test_history_of_checks_alone_shows_them_and_says_that_no_ledger_was_fetched(
    capsys: pytest.CaptureFixture[str],
) -> None:
    checked("2026-11-20", "2026-11-18", "2026-11-19")
    text = words_of(printed(capsys, "kgst"))
    assert "checks that are kept 3 from 2026-11-18T23:59:59Z to 2026-11-20T23:59:59Z" in text
    assert "verdicts III" in text
    assert "the ledger of KGST on BNB Chain has not been fetched yet" in text
    report = report_of(capsys, "kgst", "--since", "2026-11-19", "--no-ledger")
    times = [one["measurement_time"]["utc"] for one in report["results"]]
    assert times == ["2026-11-19T23:59:59Z", "2026-11-20T23:59:59Z"]
    assert report["days"] == {"status": "open", "missing": "it was not asked for"}


def test_history_of_a_ledger_alone_gives_supply_by_day_marked_as_derived(
    capsys: pytest.CaptureFixture[str],
) -> None:
    keep_ledger()
    report = report_of(capsys, "kgst")
    days = report["days"]
    assert (report["results"], days["status"]) == ([], "derived")
    supplies = [one["supply"]["base_units"] for one in days["days"]]
    assert supplies == ["5000000000000"] * 2 + ["5010000000000"] * 6 + ["4709999750000"]
    assert [one["holders"] for one in days["days"]] == [2, 2, 3, 3, 3, 3, 3, 3, 3]
    assert days["ledgers"][0]["last_block"]["number"] == "400"
    assert run(["history", "kgst", "--no-ledger"]) == 2


def test_history_puts_checks_and_days_into_one_table_each_said_to_be_what_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    keep_ledger()
    checked("2026-10-05")
    rows = list(csv.DictReader(StringIO(printed(capsys, "kgst", "--format", "csv"))))
    assert [one["origin"] for one in rows].count("ledger") == 9
    (check,) = (one for one in rows if one["origin"] == "check")
    assert (check["time"], check["verdict"], check["supply"]) == (
        "2026-10-05T23:59:59Z",
        "INCONCLUSIVE",
        "",
    )
    assert "by the ledger" in printed(capsys, "kgst", "--limit", "3")
    few = printed(capsys, "kgst", "--format", "csv", "--limit", "2")
    assert few.count("\n") == 3


def test_history_writes_files_beside_what_it_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_ledger()
    printed(capsys, "kgst", "--output", "json=h.json", "--output", "parquet=h.parquet")
    assert json.loads((tmp_path / "h.json").read_bytes())["kind"] == "history"
    assert (tmp_path / "h.parquet").read_bytes().startswith(b"PAR1")


def test_history_with_a_ledger_in_use_or_damaged_says_so_and_shows_the_checks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = keep_ledger()
    checked("2026-10-05")
    path.write_bytes(b"not a ledger, but long enough to be opened" * 100)
    text = words_of(printed(capsys, "kgst"))
    assert "Not shown: the ledger of KGST on BNB Chain cannot be read:" in text
    assert "checks that are kept 1" in text


def test_history_over_a_damaged_file_of_results_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    checked("2026-10-05")
    RESULTS.write_bytes(RESULTS.read_bytes() + b"{}\n")
    capsys.readouterr()
    assert run(["history", "kgst"]) == 2
    assert "line 3 is no result" in capsys.readouterr().err


def test_history_of_a_killed_check_shows_the_earlier_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    checked("2026-10-05", "2026-10-06")
    RESULTS.write_bytes(RESULTS.read_bytes()[:-100])
    text = words_of(printed(capsys, "kgst"))
    assert "checks that are kept 1" in text
    assert "One more result was begun and never finished" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["history", "usdgk"], "did you mean usdkg"),
        (["history", "kgst", "--prices", "p.csv"], "no gold is declared for KGST"),
        (["history", "kgst", "--limit", "0"], "--limit"),
        (["history", "kgst", "--format", "pdf"], "'pdf' is not one of"),
        (["history", "kgst", "--since", "yesterday"], "RFC 3339"),
    ],
)
def test_history_that_asks_for_nothing_there_is_ends_in_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    assert said in capsys.readouterr().err


def test_results_of_a_simulated_chain_are_kept_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checked("2026-10-05")
    first = load_registry().chain("bnb").genesis
    (tmp_path / "stableaudit.toml").write_text(
        f'[chains.bnb]\nsimulated = true\ngenesis = "{first}"\n'
    )
    assert run(["history", "kgst"]) == 2
    assert "no result of a check is kept" in capsys.readouterr().err
    checked("2026-10-06")
    (apart,) = Path("ledgers").glob("simulated-*/results/kgst.jsonl")
    assert b'"network":"simulated-' in apart.read_bytes().splitlines()[0]
    report = report_of(capsys, "kgst")
    assert (len(report["results"]), report["simulated"]) == (1, True)
    assert len(RESULTS.read_bytes().splitlines()) == 2


def test_schema_history_is_the_one_that_the_report_fits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["schema", "history"]) == 0
    assert json.loads(capsys.readouterr().out) == history_json_schema()
