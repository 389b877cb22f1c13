"""`stableaudit doctor` against real nodes: what works, what is refused, what is another chain."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.cli.main import run
from tests.devnet.network import Devnet
from tests.devnet.relay import Fault
from tests.devnet.tron.faults import Faults

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def cells(table: str) -> list[dict[str, str]]:
    """Return the rows of a printed table by column; columns are two blanks apart at least."""
    header, *lines = table.splitlines()
    starts = [found.start() for found in re.finditer(r"(?<!\S)(?:\S+ )*\S+", header)]
    ends = [*starts[1:], 1000]
    names = [header[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [
        {
            name: line[start:end].strip()
            for name, start, end in zip(names, starts, ends, strict=True)
        }
        for line in lines
    ]


def rows(
    devnet: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, code: int
) -> tuple[dict[str, dict[str, str]], str]:
    """Return the table's rows of operator A and B by chain and letter, and the whole text."""
    config = tmp_path / "stableaudit.toml"
    config.write_text(devnet.config_text())
    assert run(["doctor", "--config", str(config)]) == code
    text = capsys.readouterr().out
    who, can, *_ = text.split("\n\n")
    table = {}
    for seen, able in zip(cells(who), cells(can), strict=True):
        row = seen | able
        table[f"{row['chain']} {row['operator'].split()[1]}"] = row
    return table, text


def test_doctor_of_healthy_nodes_finds_all_usable_and_what_tron_cannot_do(
    devnet: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, text = rows(devnet, tmp_path, capsys, code=0)
    assert {row["usable"] for row in table.values()} == {"yes"}
    abilities = ("batches", "state by hash", "archive depth", "logs range", "proofs")
    assert [table["Ethereum A"][name] for name in abilities] == ["yes"] * 5
    assert (table["TRON A"]["archive depth"], table["TRON A"]["events index"]) == ("no", "yes")
    assert [table[f"TRON {letter}"]["transaction infos"] for letter in "AB"] == ["yes"] * 2
    assert "TRON serves no historical state" in text


@pytest.mark.parametrize(
    ("fault", "usable", "batches", "proofs", "words"),
    [
        (Fault.NO_BATCH, "yes", "no", "yes", ""),
        (Fault.NO_STATE, "yes", "yes", "no", "missing trie node"),
        (Fault.WRONG_CHAIN, "no", "-", "-", "another chain"),
        (Fault.STALE_HEAD, "no", "yes", "yes", "not used"),
        (Fault.UNAVAILABLE, "no", "-", "-", "503"),
    ],
)
def test_doctor_of_one_ailing_evm_operator_says_what_it_is(
    devnet: Devnet,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    fault: Fault,
    usable: str,
    batches: str,
    proofs: str,
    words: str,
) -> None:
    relay = devnet.relays["ethereum"][1]
    relay.fault = fault
    try:
        table, text = rows(devnet, tmp_path, capsys, code=0)
    finally:
        relay.fault = Fault.NONE
    row = table["Ethereum B"]
    assert (row["usable"], row["batches"], row["proofs"]) == (usable, batches, proofs)
    assert words in text


def test_doctor_of_a_chain_without_a_usable_endpoint_is_exit_3(
    devnet: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for node in devnet.tron:
        node.faults = Faults(wrong_chain=True)
    try:
        table, _ = rows(devnet, tmp_path, capsys, code=3)
    finally:
        for node in devnet.tron:
            node.faults = Faults()
    assert table["TRON A"]["usable"] == "no"


def test_doctor_of_a_tron_node_without_index_and_json_rpc_says_so(
    devnet: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    devnet.tron[0].faults = Faults(
        refused=(("/v1/", 404), ("/jsonrpc", 405), ("/walletsolidity/gettransactioninfo", 503))
    )
    try:
        table, text = rows(devnet, tmp_path, capsys, code=0)
    finally:
        devnet.tron[0].faults = Faults()
    row = table["TRON A"]
    assert (row["logs range"], row["events index"], row["usable"]) == ("no", "no", "yes")
    assert "transaction infos: no" in text
