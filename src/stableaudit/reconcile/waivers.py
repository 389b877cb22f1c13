"""Waivers against findings: what is let by, and which waivers are past or for nothing (WVR).

A waiver moves the gate and nothing else: the finding stays, its bearing stays, and the verdict
follows from it as ever. Only what contradicts or is undecided can be waived; what is noted decides
nothing. Days are counted by when the evidence was collected and not by the measurement time:
nobody lengthens a waiver by asking about the past.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stableaudit.domain.findings import Bearing, Finding, Severity
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Instant
from stableaudit.domain.waivers import Waiver
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure


def waived(case: Case, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings in their order, those that a waiver in force is about with that waiver.

    A waiver that names the subject goes before one that is about every subject.
    """
    counting = [one for one in _given(case) if one.counts_at(case.evidence.collected_at)]
    of_one = [one for one in counting if one.subject]
    in_force = of_one + [one for one in counting if not one.subject]
    return tuple(replace(finding, waiver=_waiver_of(finding, in_force)) for finding in findings)


def unused(case: Case, findings: tuple[Finding, ...]) -> Iterator[Violation]:
    """Yield each waiver in force that lets nothing by, in the file's order.

    Args:
        case: whose waivers.
        findings: of every other check, as `waived` returns them.
    """
    used = {finding.waiver for finding in findings}
    for one in _given(case):
        if one.counts_at(case.evidence.collected_at) and one not in used:
            yield Violation(
                _named(one),
                "it lets nothing by: no finding that contradicts or is undecided is the one it is "
                "about",
                Bearing.NOTED,
            )


def _waiver_of(finding: Finding, in_force: list[Waiver]) -> Waiver | None:
    if finding.bearing is Bearing.NOTED:
        return None
    about = (one for one in in_force if one.is_about(finding.check, finding.subject))
    return next(about, None)


def _given(case: Case) -> tuple[Waiver, ...]:
    return () if case.scope.waivers is None else case.scope.waivers.waivers


def _named(waiver: Waiver) -> str:
    about = say(" about {subject}", subject=waiver.subject) if waiver.subject else ""
    return say(
        "waiver of {check}{about} by {owner}", check=waiver.check, about=about, owner=waiver.owner
    )


def _expired(case: Case, books: Books) -> Iterator[Violation]:
    del books
    for one in _given(case):
        if not one.counts_at(case.evidence.collected_at):
            yield Violation(
                _named(one),
                "it has expired, and lets nothing by any more",
                Bearing.NOTED,
                (figure("its last second", Instant(parse_instant(one.expires.isoformat()))),),
            )


def _told_by_judge(case: Case, books: Books) -> Iterator[Violation]:
    """Yield nothing: what a waiver let by is known after every other check; see `unused`."""
    del case, books
    yield from ()


EXPIRED: Final = Check(
    "WVR-01",
    "No waiver has expired.",
    Severity.MEDIUM,
    "A waiver is a promise until a day. After it nothing is let by, and whatever it was about "
    "counts again; the waiver itself stays in the report until somebody removes or renews it. "
    "Medium, because what it was about is a finding of its own.",
    "Settle what it is about and remove it, or renew it with a new day and a reason that is still "
    "true.",
    _expired,
)

UNUSED: Final = Check(
    "WVR-02",
    "Every waiver is about something that was found.",
    Severity.MEDIUM,
    "A waiver without a finding is either settled, and would hide the same fault the day it comes "
    "back, or misspelt, and hides nothing that it was meant to. Medium, because no figure of this "
    "report rests on it.",
    "Remove it; or correct its check and subject, which stand with each finding in the report.",
    _told_by_judge,
)
