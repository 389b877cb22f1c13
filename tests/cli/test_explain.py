"""`explain FIGURE --bundle DIR`: a figure down to the raw words, from the bundle alone."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_socket

from stableaudit.adapters.evm.calls import call_of
from stableaudit.adapters.evm.multicall3 import calldata
from stableaudit.adapters.transport.journal import Exchanged, canonical
from stableaudit.cli.main import run
from stableaudit.domain.evidence import HolderEvidence, ProofEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.proofs import ProvenValue, TokenProof
from stableaudit.domain.questions import BalanceOf, Decimals, Question, TotalSupply
from stableaudit.reconcile.case import Case
from tests.bundle_cases import content_of, exchanged, write_bundle
from tests.cases import (
    ETHEREUM,
    HOLDERS,
    NO_ANSWER,
    block,
    crypto_case,
    deployment,
    healthy_case,
    reading,
    with_chain,
    with_deployment,
)

TOKEN = deployment(ETHEREUM).asset.contract
HOLDER = AccountId(ETHEREUM, HOLDERS[0])
SUPPLY, HELD = 10_000_000_000000, 7_500_000_000000
AT = {"blockHash": block(ETHEREUM).hash, "requireCanonical": True}


def word(number: int) -> str:
    return f"{number:064x}"


def asked(operator: str, questions: tuple[Question[object], ...], *numbers: int) -> Exchanged:
    """One batch of calls as the reader sends it, and its answers, the last one first."""
    calls = [call_of(one) for one in questions]
    body = [{"method": one.method, "params": [*one.params, AT]} for one in calls]
    answers = [{"id": n, "result": "0x" + word(one)} for n, one in enumerate(numbers, start=5)]
    content = json.dumps(answers[::-1]).encode()
    return exchanged(operator, content, body=canonical(json.dumps(body).encode()))


def many(operator: str, *numbers: int) -> Exchanged:
    """Balances of both holders by one call."""
    data = "0x" + calldata(TOKEN.address, HOLDERS).hex()
    body = {"method": "eth_call", "params": [{"data": data}, AT]}
    answer = json.dumps({"id": 1, "result": "0x" + "".join(map(word, numbers))}).encode()
    return exchanged(operator, answer, body=canonical(json.dumps(body).encode()))


QUESTIONS = (Decimals(TOKEN), TotalSupply(TOKEN))


@pytest.fixture(autouse=True)
def offline() -> Iterator[None]:
    pytest_socket.disable_socket(allow_unix_socket=False)
    yield
    pytest_socket.enable_socket()


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Both operators answered for Ethereum; nothing of TRON was kept."""
    told = (
        asked("a", QUESTIONS, 6, SUPPLY),
        asked("b", QUESTIONS, 6, SUPPLY),
        many("a", 3, HELD, HELD // 3),
        many("b", HELD, HELD),
        replace(exchanged("a"), status=None, answer=b"", failure="ReadTimeoutError"),
    )
    return write_bundle(tmp_path / "out", told=told)


def explained(name: str, bundle: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["explain", name, "--bundle", str(bundle)]) == 0
    return capsys.readouterr().out


def test_supply_is_walked_to_the_word_that_each_operator_sent(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = explained("supply.ethereum", bundle, capsys)
    assert "10,000,000 USDKG" in printed
    assert "divided by ten to the power of the decimals" in printed
    assert block(ETHEREUM).hash in printed
    assert "AGREED 2/2 (a, b)" in printed
    assert printed.count("0x" + word(SUPPLY)) == 2
    assert "the answer to call 2 of 2 in one request" in printed
    (place,) = re.findall(r"answers/([0-9a-f]{64})\.zst\n *at +byte ([0-9,]+) of", printed)[:1]
    content = content_of(bundle, f"answers/{place[0]}.zst")
    start = int(place[1].replace(",", ""))
    assert content[start : start + 66].decode() == "0x" + word(SUPPLY)


def test_figure_that_is_not_what_an_operator_sent_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Evidence that was changed with every digest is judged alike; its answers are as they were."""
    told = (asked("a", QUESTIONS, 6, SUPPLY), asked("b", QUESTIONS, 6, SUPPLY + 1))
    bundle = write_bundle(tmp_path / "out", told=told)
    printed = " ".join(explained("supply.ethereum", bundle, capsys).split())
    wrong = f"raw 0x{word(SUPPLY + 1)} but these digits are another number than the figure"
    assert printed.count(wrong) == printed.count("but these") == 1


def test_reading_whose_answer_is_not_in_the_bundle_is_said_to_be_so(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = " ".join(explained("supply", bundle, capsys).split())
    assert "the sum of the total supplies of all native deployments" in printed
    assert "no answer in the bundle is to a question that asks for just this" in printed


def test_balance_in_a_call_of_many_is_pointed_at_only_where_it_stands_once(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = " ".join(explained(f"balance.ethereum.{HOLDER.local}", bundle, capsys).split())
    assert f"raw {word(HELD)}" in printed
    assert "it is the only word of its answer with that number" in printed
    assert "cannot be narrowed: many calls were wrapped into one, and 2 words of its" in printed
    assert "the answers to runs before this one are not in the bundle" in printed


def test_labelled_balance_that_was_proven_tells_the_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = proven_case()
    told = (asked("a", (BalanceOf(TOKEN, HOLDER),) * 2, HELD, HELD), exchanged("b", body="{}"))
    bundle = write_bundle(tmp_path / "out", case, told=told)
    printed = " ".join(explained(f"balance.ethereum.{HOLDER.local}", bundle, capsys).split())
    assert "step 1 block hash step 2 stateRoot step 3 slot 0x5" in printed
    assert "slots confirmed by a, b" in printed
    assert f"raw 0x{word(HELD)}" in printed


def proven_case() -> Case:
    case, at = healthy_case(), block(ETHEREUM)
    steps = ("block hash", "stateRoot", "slot 0x5")
    values = (ProvenValue(one, "it", at, steps) for one in (SUPPLY, HELD))
    proof = TokenProof(
        TOKEN,
        ProvenValue("0x" + "ab" * 32, "code", at, steps),
        next(values),
        ((HOLDER, next(values)),),
        "usdkg",
    )
    held = (HolderEvidence(HOLDER, reading(HELD, ETHEREUM)),)
    case = with_deployment(case, 1, replace(case.evidence.deployments[1], holders=held))
    found = ProofEvidence(case.scope.token.deployments[1].asset, proof, ("a", "b"))
    return replace(case, evidence=replace(case.evidence, proofs=(found,)))


def test_coverage_is_walked_to_the_declaration_the_policy_and_the_feeds(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = " ".join(explained("coverage", bundle, capsys).split())
    for words in (
        "eligible reserve value ÷ liability at par",
        "declared in S-1 of Issuer",
        "sha256 none: it is no file",
        "the policy of this check",
        "the registry, or the token's own file",
        "latestRoundData()",
    ):
        assert words in printed


def test_figure_that_is_missing_says_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = healthy_case()
    case = with_deployment(case, 1, replace(case.evidence.deployments[1], total_supply=NO_ANSWER))
    case = with_chain(case, 1, replace(case.evidence.chains[1], reference=NO_ANSWER))
    bundle = write_bundle(tmp_path / "out", case)
    printed = " ".join(explained("supply.ethereum", bundle, capsys).split())
    assert "supply.ethereum not known" in printed
    assert "asked operator a (http://127.0.0.1) for it: refused" in printed
    printed = " ".join(explained(f"balance.ethereum.{HOLDER.local}", bundle, capsys).split())
    assert "sheet-2 7,500,000,000,000 asked" in printed
    assert printed.count("no answer in the bundle is to a question that asks for just this") == 4


def test_holdings_on_chain_are_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = write_bundle(tmp_path / "out", crypto_case())
    printed = explained("holding.bnb-1", bundle, capsys)
    assert "1,250.5 BNB" in printed


def test_name_of_no_figure_and_bundle_that_does_not_hold_together_are_2(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", "SUP-04", "--bundle", str(bundle)]) == 2
    assert "known: supply, supply.tron, supply.ethereum" in capsys.readouterr().err
    report = bundle / "report.json"
    report.write_bytes(report.read_bytes().replace(b"50000000", b"50000001", 1))
    assert run(["explain", "supply", "--bundle", str(bundle)]) == 2
    assert "report.json" in capsys.readouterr().err


def test_check_is_explained_without_a_bundle(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "sup-04"]) == 0
    assert capsys.readouterr().out.startswith("SUP-04")
