"""A regime's checklist, laid beside what the check found."""

from dataclasses import dataclass

from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.profiles import Line, Profile, checklist


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """One profile and its lines, answered."""

    profile: Profile
    lines: tuple[Line, ...]


def profile_section(profile: Profile, result: Result) -> ProfileSection:
    """Return a profile with its answers."""
    return ProfileSection(profile, checklist(profile, result.case, result.books, result.findings))
