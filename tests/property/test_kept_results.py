"""What a check comes to, its file gives back: any uint256, any fraction, any gap."""

import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.domain.amounts import MAX_DECIMALS, TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.findings import Bearing, Gate, Severity, Verdict
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.intervals import Interval
from stableaudit.ledger.distribution import Concentration
from stableaudit.ports.result_store import KeptResults
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.outcome import (
    ChainOutcome,
    DeploymentOutcome,
    FindingLine,
    KeptResult,
    StatementOutcome,
)
from tests.result_cases import ASSETS, kept, store_at

UINT256 = 2**256 - 1
KEPT = kept()
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
OPENS = st.builds(Open, TEXTS)
INTEGERS = st.integers(-UINT256, UINT256)
INSTANTS = st.integers(0, LAST_INSTANT)
FRACTIONS = st.builds(Fraction, INTEGERS, st.integers(1, UINT256))
AMOUNTS = st.one_of(OPENS, st.builds(TokenAmount, INTEGERS, st.integers(0, MAX_DECIMALS)))
INTERVALS = st.one_of(
    OPENS, st.tuples(FRACTIONS, FRACTIONS).map(lambda ends: Interval(min(ends), max(ends)))
)
CHAINS = st.sampled_from([ChainId("eip155", "1"), ChainId("tron", "0x2b6653dc")])
HASHES = st.binary(min_size=32, max_size=32).map(lambda some: f"0x{some.hex()}")


@st.composite
def chains(draw: st.DrawFn) -> ChainOutcome:
    chain = draw(CHAINS)
    stamps = st.builds(BlockStamp, st.just(chain), st.integers(0, 2**63 - 1), HASHES, INSTANTS)
    return ChainOutcome(chain, draw(st.one_of(OPENS, stamps)))


@st.composite
def spreads(draw: st.DrawFn) -> Concentration:
    hhi = draw(FRACTIONS.filter(lambda one: one > 0))
    top = draw(st.lists(st.tuples(st.integers(1, 100), FRACTIONS), max_size=3))
    return Concentration(tuple(top), hhi, 1 / hhi, draw(st.integers(0, 2**40)))


ASSET_IDS = st.builds(AssetId, st.builds(AccountId, CHAINS, st.binary(min_size=20, max_size=20)))
OF_THE_TOKEN = st.builds(
    DeploymentOutcome,
    st.sampled_from(sorted(ASSETS)),
    st.booleans(),
    AMOUNTS,
    st.one_of(OPENS, st.integers(0, 2**40)),
    st.one_of(OPENS, spreads()),
    st.one_of(OPENS, TEXTS),
)
DEPLOYMENTS = st.builds(replace, OF_THE_TOKEN, asset=ASSET_IDS)
FINDINGS = st.builds(
    FindingLine, TEXTS, st.sampled_from(Severity), st.sampled_from(Bearing), TEXTS, TEXTS
)


@st.composite
def results(draw: st.DrawFn) -> KeptResult:
    outcome = replace(
        KEPT.outcome,
        measurement_time=draw(INSTANTS),
        collected_at=draw(INSTANTS),
        verdict=draw(st.sampled_from(Verdict)),
        gate=draw(st.sampled_from(Gate)),
        chains=tuple(draw(st.lists(chains(), max_size=3))),
        deployments=(draw(OF_THE_TOKEN), *draw(st.lists(DEPLOYMENTS, max_size=2))),
        native=draw(AMOUNTS),
        declared=draw(AMOUNTS),
        currency=draw(TEXTS),
        price=draw(INTERVALS),
        coverage=draw(INTERVALS),
        redeemable_coverage=draw(INTERVALS),
        break_even=draw(INTERVALS),
        statement=draw(st.one_of(OPENS, st.builds(StatementOutcome, TEXTS, TEXTS, INSTANTS))),
        findings=tuple(draw(st.lists(FINDINGS, max_size=3))),
    )
    return KeptResult(outcome, draw(TEXTS), draw(TEXTS), draw(TEXTS))


@settings(max_examples=40, deadline=None)
@given(st.lists(results(), min_size=1, max_size=3))
def test_results_that_are_appended_are_read_again_as_they_were(some: list[KeptResult]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_at(Path(folder, "some.jsonl"))
        for one in some:
            store.append(one)
        assert store.results() == KeptResults(tuple(some))
        lines = Path(folder, "some.jsonl").read_bytes().splitlines()
        assert len(lines) == 1 + len(some)
        assert all(line.decode("ascii").isprintable() for line in lines)


@settings(max_examples=40, deadline=None)
@given(st.lists(results(), min_size=1, max_size=3), st.data())
def test_file_cut_off_anywhere_gives_a_beginning_of_its_results(
    some: list[KeptResult], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "some.jsonl")
        for one in some:
            store_at(path).append(one)
        whole = path.read_bytes()
        path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
        found = store_at(path).results().results
        assert found == tuple(some[: len(found)])
        store_at(path).append(some[0])
        assert store_at(path).results() == KeptResults((*found, some[0]))
