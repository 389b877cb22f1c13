"""Kept results of the healthy case, and a file of them."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from stableaudit.adapters.store.results import FileResultStore
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.outcome import KeptResult, outcome_of
from tests.cases import NO_ANSWER, healthy_case, token, with_deployment

ASSETS: Final = frozenset(one.asset for one in token().deployments)


def kept(*, why: str = "The books agree.", later: int = 0) -> KeptResult:
    """Return a reconciled result, so many seconds after the case's time."""
    outcome = outcome_of(judge(healthy_case(), fail_on=Severity.HIGH))
    moved = replace(outcome, measurement_time=outcome.measurement_time + later)
    return KeptResult(moved, why, "stableaudit 0", "ab" * 32)


def undecided(*, later: int = 0) -> KeptResult:
    """Return one whose supply on Ethereum could not be read: figures are open, findings say so."""
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], total_supply=NO_ANSWER)
    outcome = outcome_of(judge(with_deployment(case, 1, entry), fail_on=Severity.HIGH))
    moved = replace(outcome, measurement_time=outcome.measurement_time + later)
    return replace(kept(why="The supply on Ethereum is missing."), outcome=moved)


def store_at(path: Path, *, network: str = "real") -> FileResultStore:
    """Return the store of the case's token at a place."""
    return FileResultStore(path, token=token().key, network=network, assets=ASSETS)
