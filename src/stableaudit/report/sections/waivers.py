"""The waivers of a check, and what each of them lets by."""

from dataclasses import dataclass

from stableaudit.domain.findings import Finding
from stableaudit.domain.waivers import Waiver
from stableaudit.reconcile.judge import Result


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """One waiver, expired or not, and the findings it lets by."""

    waiver: Waiver
    expired: bool
    findings: tuple[Finding, ...]


def waiver_entries(result: Result) -> tuple[WaiverEntry, ...]:
    """Return every waiver that was given, in the order of its file; empty without a file."""
    given, at = result.case.scope.waivers, result.case.evidence.collected_at
    return tuple(
        WaiverEntry(
            one,
            not one.counts_at(at),
            tuple(finding for finding in result.findings if finding.waiver == one),
        )
        for one in (() if given is None else given.waivers)
    )
