"""Where a token's results are kept, and a result as it is kept."""

import hashlib
from typing import Final

from stableaudit.adapters.files.registry import Registry
from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.store.results import FileResultStore
from stableaudit.ports.result_store import ResultStore
from stableaudit.reconcile.case import Scope
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.outcome import KeptResult, outcome_of
from stableaudit.report.document import Document
from stableaudit.report.json_v1 import render_json

_REAL: Final = "real"
_DIGITS: Final = 8


def result_store(scope: Scope, registry: Registry, settings: Settings) -> ResultStore:
    """Return the store of a token's results. Makes no file.

    A simulated chain has the real one's name: what is audited on one has a folder of its own, by
    the first blocks of every simulated chain, so that results of two networks never meet.
    """
    network, folder = _REAL, settings.store
    if scope.simulated:
        first = "\n".join(sorted(f"{c.id} {c.genesis}" for c in registry.chains if c.simulated))
        network = f"simulated-{hashlib.sha256(first.encode()).hexdigest()[:_DIGITS]}"
        folder /= network
    token = scope.token
    assets = frozenset(deployment.asset for deployment in token.deployments)
    path = folder / "results" / f"{token.key}.jsonl"
    return FileResultStore(path, token=token.key, network=network, assets=assets)


def kept_result(result: Result, document: Document, *, exit_code: int) -> KeptResult:
    """Return a check's result as it is kept: with the digest of the JSON report it gives."""
    digest = hashlib.sha256(render_json(document, exit_code)).hexdigest()
    return KeptResult(outcome_of(result), document.why, document.program, digest)
