"""TRU-04: a trusted block vouches for the reference block, or the check is undecided."""

from dataclasses import replace

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.trusted_blocks import TrustedBlock
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.console import render_text
from stableaudit.report.document import build
from tests.cases import ETHEREUM, NO_ANSWER, block, findings_of, healthy_case

LATER = block(ETHEREUM, number=1012)


def vouched(by: BlockStamp | Unavailable | None) -> Case:
    case = healthy_case()
    trusted = TrustedBlock(ETHEREUM, LATER.hash)
    chains = tuple(
        replace(one, trusted=by) if one.chain == ETHEREUM else one for one in case.evidence.chains
    )
    return Case(replace(case.scope, trusted=(trusted,)), replace(case.evidence, chains=chains))


def shown(case: Case) -> str:
    text = render_text(build(judge(case, fail_on=Severity.HIGH)), width=200, colour=False)
    return " ".join(text.split())


def test_block_that_vouches_finds_nothing_and_is_shown_with_its_distance() -> None:
    case = vouched(LATER)
    assert findings_of(case, "TRU-04") == findings_of(healthy_case(), "TRU-04") == ()
    text = shown(case)
    assert "trusted block block 1,012" in text
    assert "12 after it, linked by every header" in text
    assert "the reference block itself" in shown(vouched(block(ETHEREUM)))
    assert f"--trusted-block ethereum={LATER.hash}" in text


def test_block_that_does_not_vouch_leaves_it_undecided_with_the_reason() -> None:
    (found,) = findings_of(vouched(NO_ANSWER), "TRU-04")
    assert (found.severity, found.bearing) == (Severity.HIGH, Bearing.UNDECIDED)
    assert (found.subject, "refused" in found.statement) == ("Ethereum", True)
    assert "linked to it not known" in shown(vouched(NO_ANSWER))


def test_block_that_was_not_asked_for_leaves_it_undecided() -> None:
    (found,) = findings_of(vouched(None), "TRU-04")
    assert "there is no reference block" in found.statement
    case = vouched(LATER)
    without = replace(case, evidence=replace(case.evidence, chains=()))
    assert len(findings_of(without, "TRU-04")) == 1
