"""Results of checks, and the one value that verdict line and exit code both come from."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from stableaudit.domain.quantities import Quantity
from stableaudit.domain.waivers import Waiver


class Severity(IntEnum):
    """How much a finding matters; ordered."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    def __str__(self) -> str:
        return self.name.lower()


class Bearing(StrEnum):
    """What a finding does to the verdict."""

    CONTRADICTS = "contradicts"
    """The books do not agree: unreconciled; fails if its severity reaches `--fail-on`."""

    UNDECIDED = "undecided"
    """Something required is missing, stale, contradicted or too weakly pinned: inconclusive."""

    NOTED = "noted"
    """A fact the reader should know; the verdict stands."""


class Verdict(StrEnum):
    """How an audit ends: what was found, whatever anybody wants to fail on."""

    RECONCILED = "RECONCILED"
    UNRECONCILED = "UNRECONCILED"
    INCONCLUSIVE = "INCONCLUSIVE"


class Gate(StrEnum):
    """What a cron job or CI is told: the verdict, with what `--fail-on` and waivers let by."""

    PASSED = "passed"
    UNDECIDED = "undecided"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NamedQuantity:
    """One figure of a finding: what it is, and its value with unit."""

    label: str
    value: Quantity


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one check. The sentence has no figures; they stand beside it, with units."""

    check: str
    """Id of the check, such as `SUP-04`; never changes."""

    severity: Severity
    bearing: Bearing
    subject: str
    """What it is about: a chain, a deployment, the statement."""

    statement: str
    figures: tuple[NamedQuantity, ...]
    remedy: str
    """What would settle it."""

    waiver: Waiver | None = None
    """Who lets it by; it stays what it is, and does not decide the exit code."""
