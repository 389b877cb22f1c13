"""Whole audits as readable texts: the declaration and the chain in, the verdict and words out."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from stableaudit.adapters.files.registry import load_registry, load_statement
from stableaudit.domain.amounts import Figure
from stableaudit.domain.evidence import Evidence, HolderEvidence
from stableaudit.domain.findings import Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger_evidence import LedgerEvidence
from stableaudit.domain.policy import CoverageBasis
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import Peg
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import Result, judge
from stableaudit.report.console import render_text
from stableaudit.report.document import build
from tests.cases import (
    ETHEREUM,
    TRON,
    deployment,
    deployment_evidence,
    feed_evidence,
    healthy_case,
    ledger_state,
    reading,
    with_history,
)
from tests.scenarios.reading import Scenario, read_scenario

SCENARIOS = tuple(sorted(Path(__file__).parent.glob("*.txt")))
UNIT = 10**6


def case_of(scenario: Scenario, folder: Path) -> Case:
    healthy = healthy_case()
    symbol, _, currency = scenario.one("token", "USDKG owed in USD").partition(" owed in ")
    on_ethereum = deployment(ETHEREUM)
    token = replace(
        healthy.scope.token,
        key=symbol.lower(),
        symbol=symbol,
        peg=Peg(currency, Figure("1")),
        deployments=(on_ethereum,),
        statement=statement_of(scenario, folder),
    )
    supply = int(Fraction(scenario.one("minted", "0")) * UNIT)
    held = [one.split() for one in scenario.all("holds")]
    holders = tuple(
        HolderEvidence(
            AccountId(ETHEREUM, bytes.fromhex(address[2:])), reading(int(n) * UNIT, ETHEREUM)
        )
        for address, n in held
    )
    state = replace(deployment_evidence(on_ethereum, supply), holders=holders)
    answer = int(Fraction(scenario.one("gold", "4180")) * 10**8)
    feeds = healthy.scope.feeds if currency == "USD" else ()
    evidence = replace(
        healthy.evidence,
        chains=tuple(one for one in healthy.evidence.chains if one.chain != TRON),
        deployments=(state,),
        feeds=tuple(feed_evidence(feed, answer=answer) for feed in feeds),
        ledgers=(LedgerEvidence(on_ethereum.asset, ledger_state(on_ethereum, supply)),),
    )
    policy = healthy.scope.policy
    for word in scenario.all("policy"):
        key, value = word.split()
        assert key == "coverage_basis"
        policy = replace(policy, coverage_basis=CoverageBasis(value))
    chains = tuple(one for one in healthy.scope.chains if one.id != TRON)
    scope = replace(healthy.scope, token=token, chains=chains, feeds=feeds, policy=policy)
    flows = [(ago, tokens * UNIT) for ago, tokens in scenario.flows()]
    case = Case(scope, evidence)
    return with_history(case, 0, *flows) if flows else case


def registered(key: str) -> Case:
    """A registry entry as it is, and nothing that was read of any chain."""
    token = load_registry().token(key)
    healthy = healthy_case()
    bare = Evidence(healthy.evidence.measurement_time, healthy.evidence.collected_at, (), (), ())
    chains = tuple(
        spec
        for spec in load_registry().chains
        if spec.id in {one.asset.chain for one in token.deployments}
    )
    return Case(replace(healthy.scope, token=token, chains=chains, feeds=()), bare)


def statement_of(scenario: Scenario, folder: Path) -> ReserveStatement:
    for block, file in (("statement", "statement.toml"), ("bars", "bars.csv")):
        if block in scenario.blocks:
            (folder / file).write_text(scenario.blocks[block], "utf-8")
    statement = load_statement(folder / "statement.toml", load_registry())
    assert isinstance(statement, ReserveStatement), statement
    return statement


def text_of(result: Result) -> str:
    shown = render_text(build(result), width=200, colour=False, verbose=True)
    return " ".join(shown.split())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario_comes_out_as_its_text_says(path: Path, tmp_path: Path) -> None:
    scenario = read_scenario(path)
    key = scenario.one("registry", "")
    case = registered(key) if key else case_of(scenario, tmp_path)
    result = judge(case, fail_on=Severity.HIGH)
    found = {(one.check, str(one.bearing)) for one in result.findings}
    assert str(result.verdict) == scenario.one("verdict", ""), sorted(found)
    assert {tuple(one.split()) for one in scenario.all("finds")} <= found
    assert not {check for check, _ in found} & set(scenario.all("silent"))
    shown = text_of(result)
    missing = [words for words in scenario.all("says") if words not in shown]
    assert not missing, shown


def test_scenarios_say_what_comes_of_them() -> None:
    assert SCENARIOS
    for path in SCENARIOS:
        scenario = read_scenario(path)
        assert scenario.story, path.name
        assert scenario.one("verdict", ""), path.name
        assert scenario.all("finds") or scenario.all("says") or scenario.all("silent"), path.name


def test_scenario_with_a_word_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("a story\n\nverdcit RECONCILED\n")
    with pytest.raises(AssertionError, match="verdcit is no word of a scenario"):
        read_scenario(path)
