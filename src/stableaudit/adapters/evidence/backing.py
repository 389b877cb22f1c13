"""Whether what the evidence says was read is backed by something that was received.

Every source of a reading and every sheet of balances must be an endpoint of which an answer is in
the bundle, and every digest that the evidence gives of a published or named file must be the digest
of an answer or an input. What a ledger kept from an earlier run is not here: its answers were that
run's, and what a check rests on of it, the balances, is asked of the chain again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from stableaudit.adapters.evidence.layout import EVIDENCE
from stableaudit.adapters.evidence.records import Exchange, Run
from stableaudit.domain.errors import BundleError
from stableaudit.domain.evidence import EndpointEvidence
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.rates import RateReading
from stableaudit.domain.readings import Source, Unavailable
from stableaudit.reconcile.case import Case


def refuse_unbacked(case: Case, exchanges: Iterable[Exchange], run: Run) -> None:
    """Raise BundleError for the first figure whose source gave no answer that is here."""
    came = [one for one in exchanges if one.answer_sha256 is not None]
    answered = {(one.operator, one.endpoint) for one in came}
    whole = {one.answer_sha256 for one in came} | {one.sha256 for one in run.inputs}
    cut = {one.operator for one in came if one.redacted}
    for operator, endpoint in _asked(case.evidence):
        if (operator, endpoint) not in answered:
            raise BundleError(
                f"rests on an answer of {operator} ({endpoint}) that is not in the bundle",
                where=EVIDENCE,
            )
    for what, operator, digest in _digests(case):
        if digest not in whole and operator not in cut:
            raise BundleError(
                f"rests on {what} of which the bundle has no copy ({digest})", where=EVIDENCE
            )


def _asked(value: object) -> Iterator[tuple[str, str]]:
    match value:
        case Source(operator, endpoint, _):
            yield operator, endpoint
        case BalanceSheet():
            yield value.operator, value.endpoint
        case EndpointEvidence() if not isinstance(value.vitals, Unavailable):
            yield value.operator, value.endpoint
        case tuple():
            # Balances and rounds are long, and have no source of their own.
            for each in value:
                if not is_dataclass(each) and not isinstance(each, tuple):
                    return
                yield from _asked(each)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from _asked(getattr(value, field.name))
        case _:
            pass


def _digests(case: Case) -> Iterator[tuple[str, str, str]]:
    for pair in case.evidence.rates:
        for one in pair.readings:
            if isinstance(one, RateReading):
                yield f"a rate of {one.operator}", one.operator, one.sha256
    if case.scope.prices is not None:
        yield "a price file", "", case.scope.prices.sha256
    statement = case.scope.statement
    if statement is not None and statement.named:
        yield "a declaration", "", statement.digest
