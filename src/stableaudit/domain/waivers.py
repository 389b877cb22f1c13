"""Waivers: findings that a named person takes upon himself, for a reason and until a day."""

from dataclasses import dataclass
from datetime import date

from stableaudit.domain.instants import parse_instant


@dataclass(frozen=True, slots=True)
class Waiver:
    """One promise that a finding is known, and need not stop a cron job or a CI gate."""

    check: str
    """Id of the check whose findings it is about."""

    subject: str
    """The one subject it is about, as a report names it; empty for every subject."""

    reason: str
    owner: str
    """Who answers for it."""

    expires: date
    """The last day on which it counts, in UTC."""

    def __post_init__(self) -> None:
        if not (self.check and self.reason.strip() and self.owner.strip()):
            message = "a waiver without a check, a reason or an owner is nobody's word on nothing"
            raise ValueError(message)

    def counts_at(self, at: int) -> bool:
        """Return whether it has not expired at an instant, seconds of UTC."""
        return at <= parse_instant(self.expires.isoformat())

    def is_about(self, check: str, subject: str) -> bool:
        """Return whether a finding of a check about a subject is one that it means."""
        return check == self.check and self.subject in ("", subject)


@dataclass(frozen=True, slots=True)
class WaiverList:
    """The waivers of one file, in its order; no check and subject twice."""

    name: str
    """Of the file, without its folders."""

    sha256: str
    """Of the file's bytes, hex."""

    waivers: tuple[Waiver, ...]

    def __post_init__(self) -> None:
        about = [(one.check, one.subject) for one in self.waivers]
        if len(set(about)) < len(about):
            message = "two waivers are about the same check and subject"
            raise ValueError(message)
