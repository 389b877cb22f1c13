"""Which regime asks for what: a checklist, laid beside what this check found.

No profile says that a token complies with anything: laws are read by lawyers, and most of what they
ask is not on any chain. Sources and their status are in docs/profiles.md.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.domain.findings import Finding
from stableaudit.domain.phrases import say
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.requirements import REQUIREMENTS
from stableaudit.reconcile.support import Answer, View


@dataclass(frozen=True, slots=True)
class Ask:
    """One requirement in a regime's own numbering."""

    requirement: str
    reference: str
    """Article, section or part."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one regime asks to be reported."""

    key: str
    title: str
    status: str
    """How far it binds anybody, as found in the sources."""

    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist."""

    requirement: str
    asks: str
    reference: str
    answer: Answer


def _asks(reference: str, *requirements: str) -> tuple[Ask, ...]:
    return tuple(Ask(one, reference) for one in requirements)


PROFILES: Final[tuple[Profile, ...]] = (
    Profile(
        "aicpa-2025",
        "AICPA, 2025 Criteria for Stablecoin Reporting, Part I",
        "voluntary criteria for a practitioner's examination; no law",
        (
            *_asks("redeemable tokens outstanding", "R01", "R02", "R09", "R11", "R12", "R33"),
            *_asks("redemption assets", "R16", "R17", "R18", "R19", "R20", "R21", "R22"),
            *_asks("redemption assets", "R23", "R25"),
            *_asks("comparison", "R28", "R29"),
            *_asks("presentation", "R30", "R31"),
        ),
    ),
    Profile(
        "genius",
        "GENIUS Act, United States, P.L. 119-27",
        "law of 18 July 2025; agencies' rules were proposals in the latest text found",
        (
            *_asks("§4(a)(1)(A)", "R26"),
            *_asks("§4(a)(1)(B)", "R30"),
            *_asks("§4(a)(1)(C)", "R02", "R16", "R18", "R20"),
            *_asks("§4(a)(2)", "R22"),
            *_asks("§4(a)(3)", "R31", "R32", "R40"),
        ),
    ),
    Profile(
        "nydfs",
        "NYDFS guidance on US dollar-backed stablecoins, 8 June 2022",
        "in force for its licensees",
        (
            *_asks("backing", "R28", "R14", "R21"),
            *_asks("redeemability", "R30"),
            *_asks("examination by a CPA", "R31", "R38", "R40", "R02"),
        ),
    ),
    Profile(
        "mica-art",
        "MiCA, European Union, asset-referenced tokens",
        "in force",
        (
            *_asks("Art 22", "R02", "R13", "R35"),
            *_asks("Art 30", "R16", "R29", "R40"),
            *_asks("Art 36", "R21", "R28", "R31"),
            *_asks("Art 37", "R19", "R20", "R22"),
            *_asks("Art 39", "R30"),
        ),
    ),
)


def profile_of(key: str) -> Profile:
    """Return the profile of that key. Raises LookupError for another."""
    for profile in PROFILES:
        if profile.key == key:
            return profile
    message = say("no profile is called {key}", key=key)
    raise LookupError(message)


def checklist(
    profile: Profile, case: Case, books: Books, findings: tuple[Finding, ...]
) -> tuple[Line, ...]:
    """Return every line of a profile, answered, in its own order."""
    view = View(case, books, frozenset(finding.check for finding in findings))
    by_id = {requirement.id: requirement for requirement in REQUIREMENTS}
    return tuple(
        Line(
            ask.requirement,
            by_id[ask.requirement].asks,
            ask.reference,
            by_id[ask.requirement].answer(view),
        )
        for ask in profile.asks
    )
