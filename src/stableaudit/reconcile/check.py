"""The shape of a check: one proposition, an id that never changes, and how to see it broken."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from stableaudit.domain.findings import Bearing, Finding, NamedQuantity, Severity
from stableaudit.domain.quantities import Quantity
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case


@dataclass(frozen=True, slots=True)
class Violation:
    """What a check found, before its id and severity are put to it."""

    subject: str
    statement: str
    bearing: Bearing
    figures: tuple[NamedQuantity, ...] = ()
    remedy: str = ""
    """Where the check's own does not fit."""

    severity: Severity | None = None
    """Where less is at stake than what the check's own severity stands for."""


@dataclass(frozen=True, slots=True)
class Check:
    """One stated proposition about a token, and how to see where it does not hold."""

    id: str
    proposition: str
    """True where the check finds nothing."""

    severity: Severity
    why: str
    """Why it matters, and why with this severity. Shown by `explain`."""

    remedy: str
    """What settles a finding in general."""

    find: Callable[[Case, Books], Iterator[Violation]]

    def run(self, case: Case, books: Books) -> Iterator[Finding]:
        """Return every finding of this check, in the order of the evidence."""
        yield from self.findings_of(self.find(case, books))

    def findings_of(self, violations: Iterable[Violation]) -> Iterator[Finding]:
        """Return violations of this check's proposition as its findings, however they were seen."""
        for violation in violations:
            yield Finding(
                self.id,
                self.severity if violation.severity is None else violation.severity,
                violation.bearing,
                violation.subject,
                violation.statement,
                violation.figures,
                violation.remedy or self.remedy,
            )


def figure(label: str, value: Quantity) -> NamedQuantity:
    """Return a named figure of a finding."""
    return NamedQuantity(label, value)
