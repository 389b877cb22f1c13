"""`verify` proves the blocks behind a ledger again: forged answers are refused, with the place.

A real bundle of the devnet, in which a forger changes one byte and makes every digest anew.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.adapters.evidence.codec import encode_case
from stableaudit.adapters.evidence.layout import EVIDENCE, REPORT
from stableaudit.adapters.evidence.reader import read_bundle
from stableaudit.adapters.evidence.records import Exchange
from stableaudit.cli.main import run
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.issuance_proofs import IssuanceProofs, ProvenBlock
from stableaudit.domain.ledger_evidence import LedgerState, SupplyHistory
from stableaudit.reconcile.case import Case
from tests.bundle_cases import forge_answers, replace_file, report_of
from tests.devnet.network import Devnet

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def whole(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of a check with a quorum; the devnet is gone when it is looked at."""
    del tools
    folder = tmp_path_factory.mktemp("blocks")
    config = folder / "stableaudit.toml"
    with Devnet() as network:
        config.write_text(network.config_text())
        words = ("--quiet", "--config", str(config), "--quorum", "2", "--bundle")
        assert run(["check", "usdkg", *words, str(folder / "out")]) == 3
    return folder / "out"


@pytest.fixture
def bundle(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "out"))


def asks(*words: str) -> Callable[[Exchange], bool]:
    return lambda one: all(word in f"{one.path} {one.body}" for word in words)


def one_digit(key: str) -> Callable[[bytes], bytes]:
    """Change the last hex digit of the first text at a key."""

    def change(answer: bytes) -> bytes:
        if f'"{key}"'.encode() not in answer:
            return answer
        start = answer.index(f'"{key}"'.encode()) + len(key) + 2
        begin = answer.index(b'"', start) + 1
        end = answer.index(b'"', begin)
        other = b"0" if answer[end - 1 : end] != b"0" else b"1"
        return answer[: end - 1] + other + answer[end:]

    return change


def without_the_last_receipt(answer: bytes) -> bytes:
    whole = json.loads(answer)
    whole["result"] = whole["result"][:-1]
    return json.dumps(whole).encode()


def test_blocks_follow_from_the_answers_again(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(bundle)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("The proven blocks of ") == 2
    assert printed.count(" follow from its answers again.") == 2


@pytest.mark.parametrize(
    ("asked", "change", "place"),
    [
        (asks("eth_getBlockReceipts"), one_digit("logsBloom"), "logsBloom"),
        (asks("eth_getBlockReceipts"), one_digit("cumulativeGasUsed"), "receiptsRoot"),
        (asks("eth_getBlockReceipts"), without_the_last_receipt, "receiptsRoot"),
        (lambda one: one.body_sha256 is not None, one_digit("parentHash"), "headers["),
        (asks("/walletsolidity/getblock", "true"), one_digit("raw_data_hex"), "transactions: "),
        (asks("/walletsolidity/getblock", "true"), one_digit("signature"), "transactions: "),
        (asks("/wallet/getblock", "false"), one_digit("witness_signature"), "finality: headers["),
    ],
    ids=["bloom", "gas", "left out", "header", "transaction", "its signature", "a producer's"],
)
def test_one_byte_of_an_answer_is_refused_with_its_place(
    bundle: Path,
    asked: Callable[[Exchange], bool],
    change: Callable[[bytes], bytes],
    place: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert forge_answers(bundle, asked, change)
    assert run(["verify", str(bundle)]) == 2
    error = capsys.readouterr().err
    assert "do not follow from the answers in the bundle" in error
    assert place in error


def test_answers_that_are_not_there_are_said_and_refuse_nothing(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server's refusal in place of the receipts: nothing can be worked out, or is disproven."""
    refusal = b'{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}'
    assert forge_answers(bundle, asks("eth_getBlockReceipts"), lambda _: refusal)
    assert run(["verify", str(bundle)]) == 0
    assert "cannot be worked out again: the bundle has no whole answers" in capsys.readouterr().out


def forge_case(bundle: Path, change: Callable[[Case], Case]) -> None:
    """Let evidence and report tell another case, every digest made anew."""
    case = change(read_bundle(bundle).case)
    replace_file(bundle, EVIDENCE, encode_case(case))
    replace_file(bundle, REPORT, report_of(case))


def with_another_signer(case: Case) -> Case:
    """Somebody else is said to have signed TRON's first issuance."""
    on_tron, *others = case.evidence.issuances
    proofs = on_tron.proofs
    assert isinstance(proofs, IssuanceProofs)
    first, *more = proofs.blocks
    assert isinstance(first, ProvenBlock)
    other = replace(first, signers=(AccountId(on_tron.asset.chain, b"\x99" * 20),))
    forged = replace(on_tron, proofs=replace(proofs, blocks=(other, *more)))
    return replace(case, evidence=replace(case.evidence, issuances=(forged, *others)))


def with_another_mint(case: Case) -> Case:
    """Ethereum's first mint is said to be of one base unit more."""
    ledgers = list(case.evidence.ledgers)
    at = next(i for i, one in enumerate(ledgers) if one.asset.chain.namespace == "eip155")
    state = ledgers[at].state
    assert isinstance(state, LedgerState)
    assert isinstance(state.history, SupplyHistory)
    first, *more = state.history.rows
    other = replace(first, entry=replace(first.entry, base_units=first.entry.base_units + 1))
    history = replace(state.history, rows=(other, *more))
    ledgers[at] = replace(ledgers[at], state=replace(state, history=history))
    return replace(case, evidence=replace(case.evidence, ledgers=tuple(ledgers)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (with_another_signer, "hash, standing or signer is another"),
        (with_another_mint, "the block has a mint of"),
    ],
    ids=["signer", "mint"],
)
def test_evidence_that_the_answers_do_not_give_is_refused(
    bundle: Path,
    change: Callable[[Case], Case],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    forge_case(bundle, lambda case: case)
    assert run(["verify", str(bundle)]) == 0
    forge_case(bundle, change)
    capsys.readouterr()
    assert run(["verify", str(bundle)]) == 2
    assert said in capsys.readouterr().err
