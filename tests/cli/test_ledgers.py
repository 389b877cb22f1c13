"""`holders` and `events` as their user meets them, over a ledger in memory behind the store's port.

What is on the disk and how it is opened is tests/cli/test_kept_ledgers.py.
"""

import csv
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import duckdb
import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.adapters.files.registry import Registry
from stableaudit.adapters.files.settings import Settings
from stableaudit.application.opened import OpenLedger, chosen
from stableaudit.cli.main import run
from stableaudit.domain.tokens import Token
from stableaudit.report.json_v1 import ledger_json_schema
from tests.fakes.ledger_store import MemoryStore
from tests.ledger_cases import filled

THERE = "ethereum"
"""The one chain whose ledger was fetched; usdkg is on TRON too."""


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine decides anything, and one ledger is there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    provide(monkeypatch, filled())


def provide(monkeypatch: pytest.MonkeyPatch, store: MemoryStore | None) -> None:
    """Let there be this ledger of any token on Ethereum, or none."""

    @contextmanager
    def open_ledgers(
        token: Token, registry: Registry, _settings: Settings, *, chains: tuple[str, ...]
    ) -> Iterator[tuple[OpenLedger, ...]]:
        wanted = chosen(token, registry.chains, chains)
        yield tuple(
            OpenLedger(one, spec, store)
            for one, spec in wanted
            if spec.key == THERE and store is not None
        )

    monkeypatch.setattr("stableaudit.bootstrap.ledgers.open_ledgers", open_ledgers)


ALONE = ["--chain", THERE]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["holders", "usdkg"], 0, ""),
        (["holders", "usdkg", *ALONE, "--top", "1"], 0, ""),
        (["holders", "usdkg", "--at", "2026-10-03"], 0, ""),
        (["holders", "usdkg", "--at", "2026-12-01"], 2, "stableaudit sync"),
        (["holders", "usdkg", "--top", "0"], 2, "--top"),
        (["holders", "usdkg", "--chain", "tron"], 2, "stableaudit sync usdkg"),
        (["holders", "usdkg", "--chain", "bnb"], 2, "usdkg is not on a chain called 'bnb'"),
        (["holders", "kgst"], 2, "stableaudit sync kgst"),
        (["holders", "usdgk"], 2, "did you mean usdkg"),
        (["holders", "usdkg", "--format", "pdf"], 2, "'pdf' is not one of"),
        (["holders", "usdkg", "--output", "pdf=x"], 2, "text, json, csv or parquet"),
        (["holders", "usdkg", "--table", "x"], 2, "'x' is not one of"),
        (["events", "usdkg"], 0, ""),
        (["events", "usdkg", "--kind", "transfer", "--kind", "mint"], 0, ""),
        (["events", "usdkg", "--kind", "sale"], 2, "'sale' is not one of"),
        (["events", "usdkg", "--since", "2026-10-04", "--until", "2026-10-02"], 2, "--since"),
        (["events", "usdkg", "--until", "2026-12-01"], 2, "stableaudit sync"),
        (["events", "usdt", "--chain", THERE, "--kind", "transfer"], 2, "supply events only"),
        (["events", "usdkg", "--since", "yesterday"], 2, "RFC 3339"),
        (["schema", "holders"], 0, ""),
        (["schema", "events"], 0, ""),
        (["schema", "labels"], 0, ""),
    ],
)
def test_ledger_exit_code_table(
    words: list[str], code: int, said: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    ended = run(words)
    captured = capsysbinary.readouterr()
    assert (ended, said in captured.err.decode()) == (code, True)
    assert (captured.out == b"") == (code == 2)


def _out(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> bytes:
    assert run(list(words)) == 0
    captured = capsysbinary.readouterr()
    assert captured.err == b""
    return captured.out


def test_holders_never_fetched_is_an_error_object_as_json(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    provide(monkeypatch, None)
    assert run(["holders", "usdkg", "--format", "json"]) == 2
    failure = json.loads(capsysbinary.readouterr().out)
    jsonschema.validate(failure, ledger_json_schema("holders"))
    assert failure["error"]["hint"] == "stableaudit sync usdkg"


def test_holders_of_an_empty_ledger_are_as_good_as_never_fetched(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    provide(monkeypatch, MemoryStore())
    assert run(["holders", "usdkg"]) == 2
    assert "stableaudit sync usdkg" in capsysbinary.readouterr().err.decode()


def test_holders_text_tells_the_chain_that_was_not_fetched(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    text = _out(capsysbinary, "holders", "usdkg").decode()
    assert "NOT FETCHED YET" in text
    assert "NOT FETCHED YET" not in _out(capsysbinary, "holders", "usdkg", *ALONE).decode()


def test_holders_json_has_every_holder_unless_told_otherwise(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    report = json.loads(_out(capsysbinary, "holders", "usdkg", "--format", "json"))
    jsonschema.validate(report, ledger_json_schema("holders"))
    assert len(report["chains"][0]["holders"]) == 3
    cut = json.loads(_out(capsysbinary, "holders", "usdkg", "--format", "json", "--top", "1"))
    assert cut["chains"][0]["remainder"]["holders"] == 2


def test_holders_csv_and_parquet_hold_the_same(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["holders", "usdkg", "--format", "csv", "--output", "parquet=t.parquet"]
    rows = list(csv.DictReader(StringIO(_out(capsysbinary, *words).decode())))
    with duckdb.connect() as engine:
        found = engine.execute("SELECT address, base_units FROM 't.parquet'").fetchall()
    assert [(one["address"] or None, one["base_units"]) for one in rows] == found
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["t.parquet"]


@pytest.mark.parametrize(
    ("table", "header"),
    [("issuance", "chain,token,day,minted,"), ("holder-count", "chain,token,day,holders,floor")],
)
def test_holders_day_series_as_csv(
    table: str, header: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = _out(capsysbinary, "holders", "usdkg", "--format", "csv", "--table", table).decode()
    assert data.startswith(header)
    assert len(data.splitlines()) == 10


def test_holders_labels_of_a_user_s_file_are_shown(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "stableaudit.toml").write_text('labels = "mine.toml"\n')
    (tmp_path / "mine.toml").write_text(
        'key = "mine"\nsource = "me"\nas_of = "2026-01-01"\n[[labels]]\nchain = "ethereum"\n'
        f'address = "0x{"22" * 20}"\nlabel = "=My pool"\nrole = "contract"\ncontract = true\n'
        'source = "me"\nas_of = "2026-01-01"\n'
    )
    assert "=My pool (contract)" in _out(capsysbinary, "holders", "usdkg").decode()
    rows = _out(capsysbinary, "holders", "usdkg", "--format", "csv").decode().splitlines()
    assert ",'=My pool,contract,true,me (2026-01-01)" in rows[2]


def test_holders_labels_file_that_is_missing_is_named(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "stableaudit.toml").write_text('labels = "gone.toml"\n')
    assert run(["holders", "usdkg"]) == 2
    assert "gone.toml" in capsysbinary.readouterr().err.decode()


def test_events_are_of_the_supply_unless_told_otherwise(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    def kinds(*words: str) -> list[str]:
        data = _out(capsysbinary, "events", "usdkg", "--format", "csv", *words).decode()
        return [row["kind"] for row in csv.DictReader(StringIO(data))]

    assert kinds() == ["mint", "mint", "burn", "wipe"]
    assert kinds("--kind", "transfer") == ["transfer"] * 2
    assert kinds("--kind", "burn", "--kind", "wipe") == ["burn", "wipe"]
    assert kinds("--since", "2026-10-03") == ["mint", "burn", "wipe"][1:]
    assert kinds("--until", "2026-10-03", "--limit", "1") == ["mint"]


def test_events_json_fits_its_schema(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    report = json.loads(_out(capsysbinary, "events", "usdkg", "--format", "json", "--limit", "2"))
    jsonschema.validate(report, ledger_json_schema("events"))
    assert report["chains"][0]["complete"] is False


@pytest.mark.parametrize(
    ("words", "option"), [(["holders", "usdkg"], "--top"), (["events", "usdkg"], "--limit")]
)
@pytest.mark.parametrize("format_", ["json", "csv", "parquet"])
def test_table_is_not_cut_unless_it_was_asked_for(
    words: list[str],
    option: str,
    format_: str,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("holders", "events", "ledgers"):
        monkeypatch.setattr(f"stableaudit.cli.{module}.MOST_ROWS", 2)
    assert run([*words, "--format", format_]) == 2
    captured = capsysbinary.readouterr()
    assert option in captured.err.decode()
    assert b"{" in captured.out if format_ == "json" else captured.out == b""
    assert run([*words, "--format", format_, option, "2"]) == 0


def test_text_beside_a_table_is_as_short_as_alone(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stableaudit.cli.holders.TEXT_ROWS", 1)
    monkeypatch.setattr("stableaudit.cli.events.TEXT_ROWS", 1)
    for command in ("holders", "events"):
        alone = _out(capsysbinary, command, "usdkg")
        assert _out(capsysbinary, command, "usdkg", "--output", "csv=t.csv") == alone
        assert len(Path("t.csv").read_text().splitlines()) == 5


TERMINAL = """
import sys
from stableaudit.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def _on_a_terminal(*words: str) -> tuple[int, str]:
    """Run a command whose standard output is a terminal; return its code and standard error."""
    keeper, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", TERMINAL, *words],
            stdout=terminal,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
            text=True,
        )
    finally:
        os.close(terminal)
        os.close(keeper)
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", ["holders", "events"])
def test_parquet_is_not_printed_to_a_terminal(command: str) -> None:
    code, said = _on_a_terminal(command, "usdkg", "--format", "parquet")
    assert code == 2
    assert "--output parquet=PATH" in said


def test_parquet_to_a_file_is_no_matter_of_the_terminal() -> None:
    """Refused for what is not fetched, and not for the format."""
    words = ("holders", "usdkg", "--format", "parquet", "--output", "parquet=t.parquet")
    code, said = _on_a_terminal(*words)
    assert code == 2
    assert "sync usdkg" in said
