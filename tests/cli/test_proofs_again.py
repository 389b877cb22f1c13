"""`verify` works the proofs of a bundle out again: forged answers are refused, with the place.

Whoever forges a bundle here makes every digest anew: each is written by the program's own writer,
from answers that were changed before. The answers are of a node over loopback that has proofs.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import pytest_socket

from stableaudit.adapters.evm.prover import EvmProver
from stableaudit.adapters.transport.journal import Exchanged
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.cli.main import run
from stableaudit.domain.evidence import DeploymentEvidence, ProofEvidence
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.proofs import ProvenValue, TokenProof
from stableaudit.domain.readings import Reading, Trust, TrustLevel
from stableaudit.reconcile.case import Case
from tests.bundle_cases import exchanged, write_bundle
from tests.cases import ETHEREUM, NO_ANSWER, healthy_case
from tests.unit.adapters.evm.proof.proof_node import AT, CONTRACT, HOLDERS, SUPPLY
from tests.unit.adapters.evm.proof.test_prover import working_node
from tests.unit.adapters.transport.server import serve, transport

ASSET = AssetId(CONTRACT)
PROVEN = Trust(TrustLevel.PROVEN, 2, 2)
HEADER, PROOF, SLOTS = "eth_getBlockByHash", "eth_getProof", "eth_createAccessList"

Told = tuple[Exchanged, ...]


@cache
def proven() -> tuple[ProofEvidence, Told]:
    """A proof that two operators gave and confirmed, and every exchange with them."""
    told: list[Exchanged] = []
    with serve(working_node().answer) as server:

        def voice(operator: str) -> JsonRpc:
            def keep(one: Exchanged) -> None:
                told.append(replace(one, operator=operator, endpoint=f"http://{operator}.invalid"))

            return JsonRpc(transport(server.url, keep=keep))

        voices = [(name, f"http://{name}.invalid", voice(name)) for name in ("a", "b")]
        found = EvmProver(voices).prove(CONTRACT, HOLDERS, at=AT)
    return ProofEvidence(ASSET, found.proof, found.confirmed, found.troubles), tuple(told)


def proof() -> TokenProof:
    found = proven()[0].proof
    assert isinstance(found, TokenProof)
    return found


def proven_case(evidence: ProofEvidence | None = None, supply: int = SUPPLY) -> Case:
    """The healthy case with the proven token on Ethereum; its statement may say anything."""
    case = healthy_case()
    scope, found = case.scope, case.evidence
    on_tron, on_ethereum = scope.token.deployments
    token = replace(scope.token, deployments=(on_tron, replace(on_ethereum, asset=ASSET)))
    tron, ethereum, bnb = found.chains
    return Case(
        replace(scope, token=token),
        replace(
            found,
            chains=(tron, replace(ethereum, reference=AT, reread=AT), bnb),
            deployments=(found.deployments[0], _moved(found.deployments[1], supply)),
            ledgers=found.ledgers[:1],
            proofs=(evidence or proven()[0],),
        ),
    )


def _moved(entry: DeploymentEvidence, supply: int) -> DeploymentEvidence:
    assert isinstance(entry.total_supply, Reading)
    assert isinstance(entry.decimals, Reading)
    read = replace(entry.total_supply, value=supply, at=AT, observed_at=AT, trust=PROVEN)
    scale = replace(entry.decimals, at=AT, observed_at=AT)
    return replace(entry, asset=ASSET, total_supply=read, decimals=scale)


def written(target: Path, told: Told, case: Case | None = None) -> str:
    others = (exchanged("a"), exchanged("b"))
    return str(write_bundle(target, case or proven_case(), told=(*told, *others)))


def asks(one: Exchanged, method: str) -> bool:
    return f'"{method}"' in (one.body or "")


def with_answers(method: str, change: Callable[[bytes], bytes], *, operators: str = "ab") -> Told:
    """The exchanges with one method's answers changed."""
    return tuple(
        replace(one, answer=change(one.answer))
        if asks(one, method) and one.operator in operators
        else one
        for one in proven()[1]
    )


def one_digit(path: Callable[[dict[str, object]], str]) -> Callable[[bytes], bytes]:
    """Change the last hex digit of one text of a result: a single byte of the answer."""

    def change(answer: bytes) -> bytes:
        text = path(json.loads(answer)["result"]).encode()
        other = text[:-1] + (b"0" if text[-1:] != b"0" else b"1")
        changed = answer.replace(text, other, 1)
        assert sum(one != two for one, two in zip(answer, changed, strict=True)) == 1
        return changed

    return change


@pytest.fixture(autouse=True)
def offline() -> Iterator[None]:
    """The node is asked first; then nobody is."""
    proven()
    pytest_socket.disable_socket(allow_unix_socket=False)
    yield
    pytest_socket.enable_socket()


def refused(bundle: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["verify", bundle]) == 2
    return capsys.readouterr().err


def test_proof_follows_from_its_answers_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", written(tmp_path / "out", proven()[1])]) == 0
    printed = capsys.readouterr().out
    assert f"The proof of {CONTRACT.local} on Ethereum follows from its answers again." in printed


def test_deployment_that_nothing_was_proven_of_needs_no_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = proven_case()
    unproven = ProofEvidence(case.scope.token.deployments[0].asset, NO_ANSWER, ())
    proofs = (unproven, *case.evidence.proofs)
    case = replace(case, evidence=replace(case.evidence, proofs=proofs))
    assert run(["verify", written(tmp_path / "out", proven()[1], case)]) == 0
    assert capsys.readouterr().out.count("The proof of") == 1


@pytest.mark.parametrize(
    ("method", "path", "place"),
    [
        (HEADER, lambda r: r["stateRoot"], "header.hash: its fields hash to"),
        (HEADER, lambda r: r["hash"], "header.hash: its fields hash to"),
        (PROOF, lambda r: r["accountProof"][-1], "accountProof["),
        (PROOF, lambda r: r["storageProof"][0]["proof"][-1], "storageProof[0].proof["),
        (PROOF, lambda r: r["storageHash"], "account.storageHash"),
        (PROOF, lambda r: r["storageProof"][0]["value"], "storageProof[0].value"),
    ],
    ids=["state root", "hash", "account's node", "slot's node", "storage hash", "value"],
)
def test_one_byte_of_an_answer_is_refused_with_its_place(
    method: str,
    path: Callable[[dict[str, object]], str],
    place: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = with_answers(method, one_digit(path))
    error = refused(written(tmp_path / "out", told), capsys)
    assert "does not follow from the answers in the bundle" in error
    assert place in error
    for command in (["diff"], ["explain", "supply", "--bundle"]):
        bundle = str(tmp_path / "out")
        words = [*command, bundle, bundle] if command == ["diff"] else [*command, bundle]
        assert run(words) == 2


def test_forged_supply_is_refused_though_evidence_and_report_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = SUPPLY + 1
    forged = replace(proof(), supply=replace(proof().supply, value=more))
    case = proven_case(replace(proven()[0], proof=forged), more)
    assert "supply is another" in refused(written(tmp_path / "out", proven()[1], case), capsys)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: replace(p, layout="usdkg"), "layout is another"),
        (lambda p: replace(p, code_hash=replace(p.code_hash, value="0x" + "ab" * 32)), "code_hash"),
        (
            lambda p: replace(
                p,
                balances=(
                    (p.balances[0][0], ProvenValue(1, "it", AT, ("a step",))),
                    *p.balances[1:],
                ),
            ),
            "a balance is another",
        ),
        (lambda p: replace(p, balances=(p.balances[0], p.balances[0])), "at most 20 are proven"),
    ],
    ids=["layout", "code", "balance", "holder twice"],
)
def test_forged_part_of_a_proof_is_refused_by_its_name(
    change: Callable[[TokenProof], TokenProof],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = proven_case(replace(proven()[0], proof=change(proof())))
    assert said in refused(written(tmp_path / "out", proven()[1], case), capsys)


def test_claim_that_the_proof_does_not_show_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = refused(written(tmp_path / "out", proven()[1], proven_case(supply=SUPPLY + 1)), capsys)
    assert "is called PROVEN, and no proof in the evidence shows it" in error


def test_operator_whose_answers_confirm_nothing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tuple(one for one in proven()[1] if one.operator == "a" or not asks(one, "eth_call"))
    error = refused(written(tmp_path / "out", told), capsys)
    assert "the answers of b do not confirm its slots" in error


def test_answers_that_show_no_slots_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tuple(one for one in proven()[1] if not asks(one, SLOTS))
    error = refused(written(tmp_path / "out", told), capsys)
    assert "no answer to it is in the bundle" in error


@pytest.mark.parametrize("method", [HEADER, PROOF])
def test_proof_without_its_answers_is_said_not_to_be_worked_out(
    method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tuple(one for one in proven()[1] if not asks(one, method))
    assert run(["verify", written(tmp_path / "out", told)]) == 0
    printed = capsys.readouterr().out
    assert "cannot be worked out again" in printed
    assert f"no whole answer to {method}." in printed


def test_proof_with_a_secret_taken_out_of_its_answer_is_said_not_to_be_worked_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = with_answers(PROOF, lambda answer: answer.replace(b"0x", b"[redacted]", 1))
    assert run(["verify", written(tmp_path / "out", told)]) == 0
    assert f"no whole answer to {PROOF}." in capsys.readouterr().out


def test_proof_of_a_chain_that_commits_to_no_state_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = proven_case()
    tron, ethereum, bnb = case.scope.chains
    named = replace(ethereum, finality=tron.finality)
    case = replace(case, scope=replace(case.scope, chains=(tron, named, bnb)))
    assert ethereum.id == ETHEREUM
    error = refused(written(tmp_path / "out", proven()[1], case), capsys)
    assert "whose chain commits to no state" in error


def test_names_of_a_bundle_act_on_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever made it chose the chain's key and title, and the operators' names."""
    case, red = proven_case(), "\x1b[31m"
    tron, ethereum, bnb = case.scope.chains
    named = replace(ethereum, key=f"ethereum{red}", title=f"Ethereum{red}")
    case = replace(case, scope=replace(case.scope, chains=(tron, named, bnb)))
    bundle = written(tmp_path / "out", proven()[1], case)
    assert run(["verify", bundle]) == 0
    assert run(["explain", "nothing", "--bundle", bundle]) == 2
    stranger = replace(proven()[0], confirmed=("a", "b", f"c{red}"))
    liar = written(tmp_path / "liar", proven()[1], proven_case(stranger))
    assert run(["verify", liar]) == 2
    printed = "".join(capsys.readouterr())
    assert "\\u001b[31m" in printed
    assert "\x1b" not in printed
