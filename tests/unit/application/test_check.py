"""The whole use case, over readers in memory."""

from dataclasses import replace

import pytest

from stableaudit.application.check import check
from stableaudit.application.collect import collect
from stableaudit.domain.errors import DeclarationError, UnreachableError
from stableaudit.domain.evidence import Vitals
from stableaudit.domain.findings import Severity, Verdict
from stableaudit.domain.readings import Pin, Reading, Unavailable, not_asked
from tests.cases import BNB, ETHEREUM, NOW, TRON
from tests.fakes.chain_reader import SPACING, START, stamp
from tests.fakes.world import FINAL, Steps, reader, readers, scope, world

REFUSED = UnreachableError("refused", asked="it", whom="a (http://a.invalid)")


def test_check_of_honest_readers_is_reconciled() -> None:
    result = check(scope(), world(readers()), as_of=None, fail_on=Severity.HIGH)
    told = [finding.check for finding in result.findings]
    # No issuance is declared; and no node of TRON gives the slots of a proxy.
    assert (result.verdict, told) == (Verdict.RECONCILED, ["FLO-01", "CTL-01"])
    (unread,) = (one for one in result.findings if one.check == "CTL-01")
    assert (unread.subject, "no node of TRON" in unread.statement) == ("USDKG on Tron", True)


def test_check_of_the_future_is_refused() -> None:
    with pytest.raises(DeclarationError, match="is in the future"):
        check(scope(), world(readers()), as_of=NOW + 1, fail_on=None)


def test_check_of_the_past_reads_at_the_last_block_until_then() -> None:
    then = NOW - 1200
    result = check(scope(), world(readers()), as_of=then, fail_on=Severity.HIGH)
    evidence = result.case.evidence
    last = (then - START) // SPACING
    assert evidence.measurement_time == then
    assert [(chain.chain, chain.reference) for chain in evidence.chains] == [
        (chain, stamp(last, chain=chain)) for chain in (TRON, ETHEREUM, BNB)
    ]


def test_check_with_nobody_answering_names_every_endpoint() -> None:
    silent = readers()
    for pair in silent.values():
        for one in pair:
            one.broken = REFUSED
    result = check(scope(), world(silent), as_of=None, fail_on=Severity.HIGH)
    named = {f.subject for f in result.findings if f.check == "NET-03"}
    assert result.verdict is Verdict.INCONCLUSIVE
    assert named == {
        f"{chain}, {name} (https://{name}.example)"
        for chain in ("Tron", "Ethereum", "Bnb")
        for name in ("a", "b")
    }


def test_collect_without_readers_says_that_none_is_configured() -> None:
    evidence = collect(scope(), world({}), measurement_time=NOW)
    assert [(chain.chain, chain.reference) for chain in evidence.chains] == [
        (
            chain,
            not_asked(
                f"the reference block of {title}",
                whom="nobody",
                reason="no endpoint is configured for this chain",
            ),
        )
        for chain, title in ((TRON, "Tron"), (ETHEREUM, "Ethereum"), (BNB, "Bnb"))
    ]


def test_collect_of_an_empty_scope_is_empty() -> None:
    empty = replace(scope(), chains=(), feeds=())
    evidence = collect(empty, world({}), measurement_time=NOW)
    assert (evidence.chains, evidence.deployments, evidence.feeds) == ((), (), ())


def test_collect_asks_each_operator_once_for_each_purpose() -> None:
    asked = readers()
    collect(scope(), world(asked), measurement_time=NOW)
    assert [one.asked for one in asked[TRON]] == [
        ["vitals", "last_block_until", "block", *["ask"] * 5, "block"]
    ] * 2
    assert [one.asked for one in asked[ETHEREUM]] == [
        ["vitals", "last_block_until", "block", *["ask"] * 6, "block"]
    ] * 2


def test_collect_asks_a_third_operator_only_when_one_of_two_fails() -> None:
    asked = readers()
    spare = reader(ETHEREUM, "c")
    asked[ETHEREUM] = (*asked[ETHEREUM], spare)
    collect(scope(), world(asked), measurement_time=NOW)
    assert spare.asked == []
    asked[ETHEREUM][0].broken = REFUSED
    collect(scope(), world(asked), measurement_time=NOW)
    assert spare.asked[0] == "vitals"


def test_collect_reads_at_the_lowest_final_block_of_all() -> None:
    uneven = readers()
    uneven[ETHEREUM][1].final = FINAL - 7
    evidence = collect(scope(), world(uneven), measurement_time=NOW)
    reference = next(c.reference for c in evidence.chains if c.chain == ETHEREUM)
    assert not isinstance(reference, Unavailable)
    assert reference.number == FINAL - 7


def test_collect_does_not_use_an_endpoint_of_another_chain() -> None:
    wrong = readers()
    wrong[BNB][0].chain_number = 1
    evidence = collect(scope(), world(wrong), measurement_time=NOW)
    chain = next(chain for chain in evidence.chains if chain.chain == BNB)
    assert [(e.operator, e.used) for e in chain.endpoints] == [("a", False), ("b", True)]
    assert isinstance(chain.endpoints[0].vitals, Vitals)
    assert wrong[BNB][0].asked == ["vitals"]


def test_collect_batch_that_fails_altogether_is_unavailable_question_by_question() -> None:
    failing = readers()

    for one in failing[ETHEREUM]:
        one.values = {}
    evidence = collect(scope(), world(failing), measurement_time=NOW)
    on_ethereum = evidence.deployments[1]
    assert isinstance(on_ethereum.total_supply, Unavailable)
    assert isinstance(evidence.deployments[0].total_supply, Reading)


def test_collect_keeps_the_weaker_pin() -> None:
    uneven = readers()
    uneven[TRON][1].pin = Pin.BRACKETED
    evidence = collect(scope(), world(uneven), measurement_time=NOW)
    supply = evidence.deployments[0].total_supply
    assert isinstance(supply, Reading)
    assert supply.pin is Pin.BRACKETED


def test_collect_tells_what_it_does_by_chain() -> None:
    steps = Steps()
    collect(scope(), world(readers(), steps=steps), measurement_time=NOW)
    assert {subject for subject, _ in steps.said} == {"Tron", "Ethereum", "Bnb"}
    assert [what for subject, what in steps.said if subject == "Tron"][-1] == "done"
