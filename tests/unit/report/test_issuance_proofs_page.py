"""What a report says of the blocks behind a ledger: how many, by whom signed, resting on what."""

import json
from dataclasses import replace
from typing import Any

from stableaudit.domain.findings import Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.issuance_proofs import IssuanceProofs, Shown
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.judge import judge
from stableaudit.report.console import render_text
from stableaudit.report.document import build
from stableaudit.report.json_v1 import render_json
from tests.cases import ETHEREUM, NO_ANSWER, block
from tests.unit.reconcile.test_issuance_checks import FINAL, PROVEN, UNPROVEN, with_issuances

SIGNER = AccountId(ETHEREUM, bytes([0xAA]) * 20)
ORDER = replace(PROVEN, shown=Shown.ORDER, signers=(SIGNER,))
PICKED = replace(PROVEN, block=block(ETHEREUM, number=900))


def shown(
    proofs: IssuanceProofs | Unavailable,
    *,
    sampled: tuple[int, ...] = (),
    left_out: int = 0,
    verbose: bool = False,
) -> str:
    case = with_issuances(proofs, sampled=sampled, left_out=left_out)
    document = build(judge(case, fail_on=Severity.HIGH))
    text = render_text(document, width=200, colour=False, verbose=verbose)
    lines = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return lines.split("\nPROOFS\n")[1].split("\nRESERVE\n")[0]


def test_page_says_how_many_blocks_are_proven_by_what_and_what_their_hash_rests_on() -> None:
    text = shown(IssuanceProofs((PICKED, PROVEN)), sampled=(900,))
    assert "mints and burns 1 block proven: every log of its block" in text
    assert "sampled 1 block proven of 1 that the reference block's hash picked" in text
    assert "block hash linked (2 blocks)" in text
    assert "not proven" not in text
    assert "not asked" not in text
    assert "1 lines" not in text


def test_page_names_who_signed_an_order_and_what_finality_rests_on() -> None:
    text = shown(IssuanceProofs((ORDER,), FINAL))
    assert "mints 1 block proven: the call that orders it" in text
    assert "signed by 0x" in text
    assert "final 19 producers built on block 1,000 until 1,018" in text
    assert "which rests on somebody's word" in text


def test_page_says_what_is_not_proven_and_what_was_not_asked() -> None:
    proofs = IssuanceProofs((UNPROVEN, PROVEN), NO_ANSWER)
    text = shown(proofs, left_out=4, verbose=True)
    assert "not proven 1 block" in text
    assert "not asked 4 older mints and burns" in text
    assert "final not known: asked" in text
    assert "1 lines" in text
    assert "mints and burns not known: asked" in shown(NO_ANSWER)


def issuances(proofs: IssuanceProofs | Unavailable) -> dict[str, Any]:
    case = with_issuances(proofs, sampled=(900,), left_out=2)
    report = json.loads(render_json(build(judge(case, fail_on=Severity.HIGH)), 0))
    on_tron, on_ethereum = report["proofs"]
    assert on_tron["issuances"] is None
    found: dict[str, Any] = on_ethereum["issuances"]
    return found


def test_json_has_every_block_with_its_root_and_word() -> None:
    found = issuances(IssuanceProofs((UNPROVEN, PICKED, ORDER), FINAL))
    assert (found["status"], found["left_out"]) == ("asked", 2)
    missing, picked, order = found["blocks"]
    assert (missing["status"], missing["number"]) == ("unproven", "7")
    assert (picked["sampled"], order["sampled"]) == (True, False)
    assert order["signers"][0].lower() == "0x" + "aa" * 20
    assert found["finality"]["builders"] == "19"
    assert issuances(NO_ANSWER)["status"] == "unavailable"
    assert issuances(IssuanceProofs((), NO_ANSWER))["finality"]["status"] == "unavailable"
    assert issuances(IssuanceProofs(()))["finality"] is None
