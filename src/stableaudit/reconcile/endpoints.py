"""Checks of the endpoints themselves: the right chain, alive, and of one mind (NET)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from stableaudit.domain.evidence import ChainEvidence, EndpointEvidence, Vitals
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.quantities import Duration, Instant
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure

MAX_CLOCK_SKEW_SECONDS: Final = 120
"""A head further in the future than this means that a clock is wrong, theirs or ours."""


class Unfit(StrEnum):
    """Why readings must not rest on an endpoint."""

    WRONG_CHAIN = "it is another chain"
    HEAD_IN_FUTURE = "its newest block is in the future"
    FINAL_AFTER_HEAD = "its last final block comes after its newest block"
    STALE_HEAD = "its newest block is old: it has stopped following the chain"
    STALE_FINALITY = "its last final block is old: it sees no finality"


def unfit(spec: ChainSpec, vitals: Vitals, *, asked_at: int) -> Unfit | None:
    """Return why readings must not rest on an endpoint that said this of itself, or None."""
    if vitals.genesis != spec.genesis or vitals.chain_number != int(spec.id.reference, 0):
        return Unfit.WRONG_CHAIN
    head_age = asked_at - vitals.head.timestamp
    if head_age < -MAX_CLOCK_SKEW_SECONDS:
        return Unfit.HEAD_IN_FUTURE
    if vitals.final.number > vitals.head.number:
        return Unfit.FINAL_AFTER_HEAD
    if head_age > spec.max_head_age_seconds:
        return Unfit.STALE_HEAD
    if asked_at - vitals.final.timestamp > spec.max_final_age_seconds:
        return Unfit.STALE_FINALITY
    return None


def _wrong_chain(case: Case, _books: Books) -> Iterator[Violation]:
    for spec, entry, reason in _unfit_endpoints(case):
        if reason is Unfit.WRONG_CHAIN and isinstance(entry.vitals, Vitals):
            yield Violation(
                _subject(spec, entry),
                say("{reason}; nothing was read from it", reason=reason),
                Bearing.NOTED,
                (
                    figure("chain number expected", str(int(spec.id.reference, 0))),
                    figure("chain number answered", str(entry.vitals.chain_number)),
                    figure("genesis expected", spec.genesis),
                    figure("genesis answered", entry.vitals.genesis),
                ),
            )


def _stale(case: Case, _books: Books) -> Iterator[Violation]:
    for spec, entry, reason in _unfit_endpoints(case):
        if reason is Unfit.WRONG_CHAIN or not isinstance(entry.vitals, Vitals):
            continue
        yield Violation(
            _subject(spec, entry),
            say("{reason}; nothing was read from it", reason=reason),
            Bearing.NOTED,
            (
                figure("newest block", entry.vitals.head),
                figure("last final block", entry.vitals.final),
                figure("asked at", Instant(entry.asked_at)),
                figure("head may be as old as", Duration(spec.max_head_age_seconds)),
                figure("final block may be as old as", Duration(spec.max_final_age_seconds)),
            ),
        )


def _silent(case: Case, _books: Books) -> Iterator[Violation]:
    for spec, chain in _chains(case):
        for entry in chain.endpoints:
            if isinstance(entry.vitals, Unavailable):
                yield Violation(_subject(spec, entry), str(entry.vitals), Bearing.NOTED)
        for incident in chain.incidents:
            if not incident.dissent:
                yield Violation(spec.title, incident.what, Bearing.NOTED)


def _dissent(case: Case, _books: Books) -> Iterator[Violation]:
    for spec, chain in _chains(case):
        for incident in chain.incidents:
            if incident.dissent and not incident.outvoted:
                yield Violation(spec.title, incident.what, Bearing.UNDECIDED)


def _outvoted(case: Case, _books: Books) -> Iterator[Violation]:
    for spec, chain in _chains(case):
        for incident in chain.incidents:
            if incident.outvoted:
                names = joined(" and ", incident.outvoted)
                yield Violation(
                    say("{title}, {names}", title=spec.title, names=names),
                    say("a quorum of other operators contradicts it: {what}", what=incident.what),
                    Bearing.NOTED,
                )


def _unfit_endpoints(case: Case) -> Iterator[tuple[ChainSpec, EndpointEvidence, Unfit]]:
    for spec, chain in _chains(case):
        for entry in chain.endpoints:
            if isinstance(entry.vitals, Vitals):
                reason = unfit(spec, entry.vitals, asked_at=entry.asked_at)
                if reason is not None:
                    yield spec, entry, reason


def _chains(case: Case) -> Iterator[tuple[ChainSpec, ChainEvidence]]:
    for spec in case.scope.chains:
        evidence = case.chain(spec.id)
        if evidence is not None:
            yield spec, evidence


def _subject(spec: ChainSpec, entry: EndpointEvidence) -> str:
    return say(
        "{title}, {operator} ({endpoint})",
        title=spec.title,
        operator=entry.operator,
        endpoint=entry.endpoint,
    )


WRONG_CHAIN: Final = Check(
    "NET-01",
    "Every endpoint is the chain it is registered as.",
    Severity.HIGH,
    "A URL that answers for another chain gives well-formed figures of the wrong token. Chain "
    "number and genesis block are compared before anything else is read; such an endpoint is not "
    "used. High, because it is either a mistake in the configuration or an attempt to mislead.",
    "Correct the endpoint in the configuration, or remove it.",
    _wrong_chain,
)
STALE: Final = Check(
    "NET-02",
    "Every endpoint follows its chain.",
    Severity.MEDIUM,
    "A node that stopped answers yesterday's supply with today's confidence. The age of its "
    "newest and of its last final block is measured against the clock; such an endpoint is not "
    "used.",
    "Use another endpoint, or wait until this one has caught up; check this machine's clock.",
    _stale,
)
SILENT: Final = Check(
    "NET-03",
    "Every endpoint that was asked answered.",
    Severity.LOW,
    "Another operator stood in for one that failed, so fewer voices stand behind the figures. "
    "Low: the figures themselves are not in doubt.",
    "Run `stableaudit doctor` to see what each endpoint can do.",
    _silent,
)
DISSENT: Final = Check(
    "NET-04",
    "Operators that were asked the same question gave the same answer.",
    Severity.HIGH,
    "Two nodes that differ on the same block cannot both be right, and nothing here can tell "
    "which one lies or is broken. The figure in question is withheld and both answers are shown.",
    "Ask a third operator, or a node of your own, with --endpoint; report the one that was wrong.",
    _dissent,
)
OUTVOTED: Final = Check(
    "NET-05",
    "No operator was outvoted by a quorum of others.",
    Severity.HIGH,
    "Where --quorum asks for it, an answer that enough independent operators gave alike stands "
    "against one that differs. Who differed lied, lags or is broken, and is named; the figure "
    "rests on the others, and the verdict is not moved by one voice.",
    "Stop using that operator, or report to it what it answered.",
    _outvoted,
)
