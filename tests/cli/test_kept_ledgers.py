"""`holders` and `events` over real files, filled as a sync fills them."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.adapters.files.registry import load_registry
from stableaudit.adapters.store.store import DuckLedgerStore, file_name
from stableaudit.cli.main import run
from stableaudit.domain.ledger import EntryKind
from stableaudit.domain.tokens import Deployment
from stableaudit.report.json_v1 import ledger_json_schema
from tests.ledger_cases import HOLDER, OWNER, ROWS, SUPPLY, fill, row

HUGE = 2**256 - 1


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))


def _deployment(token: str, chain: str) -> Deployment:
    registry = load_registry()
    wanted = registry.chain(chain).id
    (found,) = (one for one in registry.token(token).deployments if one.asset.chain == wanted)
    return found


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """A folder with the ledger of usdkg on Ethereum, closed again."""
    folder = tmp_path / "kept"
    folder.mkdir()
    deployment = _deployment("usdkg", "ethereum")
    path = folder / file_name(deployment.asset)
    with DuckLedgerStore(path, deployment.asset, deployment.law.value) as store:
        fill(store)
    yield folder
    assert path.is_file()


def _out(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> bytes:
    ended = run(list(words))
    captured = capsysbinary.readouterr()
    assert (ended, captured.err) == (0, b"")
    return captured.out


def test_holders_of_a_kept_ledger_sum_to_its_supply(
    kept: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = _out(capsysbinary, "holders", "usdkg", "--store", str(kept), "--format", "json")
    report = json.loads(data)
    jsonschema.validate(report, ledger_json_schema("holders"))
    (chain,) = report["chains"]
    assert [one["balance"]["tokens"] for one in chain["holders"]] == [
        "3749999.500000",
        "600000.500000",
        "349999.750000",
    ]
    assert (chain["supply"]["tokens"], chain["residual"]["base_units"]) == ("4709999.750000", "0")
    assert chain["suspense"]["tokens"] == "10000.000000"
    assert [one["day"] for one in chain["issuance"]] == ["2026-10-01", "2026-10-03", "2026-10-09"]
    assert [one["holders"] for one in chain["spread"]["by_day"]] == [2, 3, 3]
    assert [one["chain"] for one in report["unfetched"]] == ["tron"]


def test_holders_of_a_kept_ledger_at_an_instant_are_those_of_then(
    kept: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["holders", "usdkg", "--store", str(kept), "--format", "csv", "--at", "2026-10-02"]
    rows = list(csv.DictReader(StringIO(_out(capsysbinary, *words).decode())))
    assert [(one["block"], one["balance"]) for one in rows] == [
        ("100", "3999999.500000"),
        ("100", "1000000.500000"),
    ]


def test_events_of_a_kept_ledger_are_those_that_were_committed(
    kept: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["events", "usdkg", "--store", str(kept), "--format", "csv"]
    words += [f"--kind={kind.name.lower()}" for kind in EntryKind]
    rows = list(csv.DictReader(StringIO(_out(capsysbinary, *words).decode())))
    assert [(int(one["block"]), int(one["base_units"])) for one in rows] == [
        (one.entry.block, one.entry.base_units) for one in ROWS
    ]
    assert [one["transaction"] for one in rows] == [
        "" if one.entry.kind is EntryKind.TRANSFER else f"0x{one.entry.block:064x}" for one in ROWS
    ]


def test_holders_of_the_largest_possible_amount_are_exact(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    deployment = _deployment("usdkg", "ethereum")
    path = tmp_path / file_name(deployment.asset)
    rows = (
        row(EntryKind.MINT, 100, 0, "0", SUPPLY, OWNER, base_units=HUGE),
        row(EntryKind.MINT, 101, 0, "0", SUPPLY, HOLDER, base_units=HUGE),
    )
    with DuckLedgerStore(path, deployment.asset, deployment.law.value) as store:
        fill(store, rows)
    words = ["holders", "usdkg", "--store", str(tmp_path), "--format", "json"]
    (chain,) = json.loads(_out(capsysbinary, *words))["chains"]
    assert [one["balance"]["base_units"] for one in chain["holders"]] == [str(HUGE)] * 2
    assert chain["supply"]["base_units"] == str(2 * HUGE)


def test_holders_at_the_default_place_are_found(
    kept: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    place = tmp_path / "data" / "stableaudit"
    place.mkdir(parents=True)
    kept.rename(place / "ledgers")
    try:
        assert b"4,709,999.75 USDKG" in _out(capsysbinary, "holders", "usdkg")
    finally:
        (place / "ledgers").rename(kept)


@pytest.mark.parametrize("command", ["holders", "events"])
def test_token_that_was_never_synced_says_how_to(
    command: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run([command, "usdkg", "--store", "nowhere"]) == 2
    captured = capsysbinary.readouterr()
    assert captured.out == b""
    assert "stableaudit sync usdkg" in captured.err.decode()
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_no_ledger_is_an_error_that_names_it(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    name = file_name(_deployment("usdkg", "ethereum").asset)
    (tmp_path / name).write_bytes(b"not a database" * 1000)
    assert run(["holders", "usdkg", "--store", str(tmp_path)]) == 2
    assert name in capsysbinary.readouterr().err.decode()


def test_ledger_that_another_process_writes_is_in_use(
    kept: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    deployment = _deployment("usdkg", "ethereum")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from stableaudit.adapters.store.store import DuckLedgerStore\n"
        "from stableaudit.domain.identifiers import AssetId\n"
        "with DuckLedgerStore(Path(sys.argv[1]), AssetId.parse(sys.argv[2]), sys.argv[3]):\n"
        "    print('open', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    words = [str(kept / file_name(deployment.asset)), str(deployment.asset), deployment.law.value]
    with subprocess.Popen(
        [sys.executable, "-c", program, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        ended = run(["holders", "usdkg", "--store", str(kept)])
        said = capsysbinary.readouterr().err.decode()
        writer.communicate(b"")
    assert (ended, "use" in said) == (2, True)
    assert run(["holders", "usdkg", "--store", str(kept)]) == 0


@pytest.mark.parametrize("command", ["holders", "events"])
def test_looking_at_a_ledger_leaves_its_file_as_it_was(
    command: str, kept: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    first = _out(capsysbinary, command, "usdkg", "--store", str(kept), "--format", "json")
    assert _out(capsysbinary, command, "usdkg", "--store", str(kept), "--format", "json") == first
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
