"""Whether what the evidence says was read is backed by something that was received.

1. Every source of a reading and every sheet of balances is an endpoint of which an answer is here.
2. Every account that a source's call names is in a question to that endpoint that was answered.
3. Every digest that the evidence gives of a published or named file is one of an answer or input.

What a ledger kept from an earlier run is not here: its answers were that run's, and what a check
rests on of it, the balances, is asked of the chain again.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Final

from stableaudit.adapters.evidence.layout import EVIDENCE, EXCHANGES
from stableaudit.adapters.evidence.records import Exchange, Run
from stableaudit.adapters.transport.redact import REDACTED
from stableaudit.domain import base58
from stableaudit.domain.errors import BundleError
from stableaudit.domain.evidence import EndpointEvidence
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.rates import RateReading
from stableaudit.domain.readings import Source, Unavailable
from stableaudit.reconcile.case import Case

_ACCOUNT: Final = re.compile(r"\b(0x[0-9a-f]{40}|T[1-9A-HJ-NP-Za-km-z]{33})\b")

_MOST_WORK: Final = 1 << 33
"""Characters looked at: seconds. A check's accounts are found in its first questions."""


def refuse_unbacked(
    case: Case, exchanges: Iterable[Exchange], run: Run, *, body_of: Callable[[str], str]
) -> None:
    """Raise BundleError for the first figure whose source gave no answer that is here.

    Args:
        case: what was judged.
        exchanges: what was asked, and what came.
        run: names the inputs.
        body_of: gives a long question by its digest.
    """
    came = [one for one in exchanges if one.answer_sha256 is not None]
    whole = {one.answer_sha256 for one in came} | {one.sha256 for one in run.inputs}
    cut = {one.operator for one in came if one.redacted}
    _refuse_unasked(set(_asked(case.evidence)), came, body_of)
    for what, operator, digest in _digests(case):
        if digest not in whole and operator not in cut:
            raise BundleError(
                f"rests on {what} of which the bundle has no copy ({digest})", where=EVIDENCE
            )


def _refuse_unasked(
    asked: set[Source], came: list[Exchange], body_of: Callable[[str], str]
) -> None:
    """Look for a question that names every account of each source's call, of its endpoint."""
    accounts = {(one.operator, one.endpoint): set[str]() for one in came}
    for one in sorted(asked):
        who = (one.operator, one.endpoint)
        if who not in accounts:
            raise BundleError(
                f"rests on an answer of {one.operator} ({one.endpoint}) that is not in the bundle",
                where=EVIDENCE,
            )
        accounts[who] |= set(_ACCOUNT.findall(one.call))
    work = 0
    for told in came:
        who = (told.operator, told.endpoint)
        if not accounts.get(who):
            continue
        long = told.body_sha256
        question = f"{told.path} {told.query} {body_of(long) if long else told.body}"
        work += len(question) * (1 + len(accounts[who]))
        if work > _MOST_WORK:
            raise BundleError("has more questions to look through than any check", where=EXCHANGES)
        lower = question.lower()
        there = {each for each in accounts[who] if any(s in lower for s in _spellings(each))}
        accounts[who] = set() if REDACTED in question else accounts[who] - there
    for (operator, _), left in sorted(accounts.items()):
        if left:
            raise BundleError(
                f"rests on an answer about {min(left)} for which {operator} was not asked here",
                where=EVIDENCE,
            )


def _spellings(account: str) -> tuple[str, ...]:
    """Return how a question may name an account, in lower case: as such, or in call data."""
    if account.startswith("0x"):
        return (account[2:],)
    try:
        payload = base58.decode(account, payload_bytes=1 + ADDRESS_BYTES)
    except ValueError:
        return (account.lower(),)
    return (account.lower(), payload[1:].hex())


def _asked(value: object) -> Iterator[Source]:
    match value:
        case Source():
            yield value
        case BalanceSheet():
            yield Source(value.operator, value.endpoint, "")
        case EndpointEvidence() if not isinstance(value.vitals, Unavailable):
            yield Source(value.operator, value.endpoint, "")
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
    if case.scope.wallets is not None:
        yield "a register of wallets", "", case.scope.wallets.sha256
    if case.scope.waivers is not None:
        yield "a list of waivers", "", case.scope.waivers.sha256
    statement = case.scope.statement
    if statement is not None and statement.named:
        yield "a declaration", "", statement.digest
