"""What reporting regimes ask for, each with how far this check answers it.

Ids are those of our own list; which regime asks for which stands in `profiles`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from stableaudit.reconcile import requirement_answers as answers
from stableaudit.reconcile.support import Answer, View


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a regime asks to be reported."""

    id: str
    asks: str
    answer: Callable[[View], Answer]


REQUIREMENTS: Final[tuple[Requirement, ...]] = (
    Requirement("R01", "ledgers and contracts in scope", answers.scope),
    Requirement("R02", "tokens natively minted on each ledger", answers.minted),
    Requirement("R09", "redeemable tokens outstanding", answers.redeemable),
    Requirement("R11", "one instant on all ledgers", answers.one_instant),
    Requirement(
        "R12",
        "unresolved ledger and security events",
        answers.never(
            "pauses, upgrades and role changes are listed where they are known, and not weighed"
        ),
    ),
    Requirement("R13", "issuance and redemption in the period", answers.flows),
    Requirement("R14", "each issuance after its reserve", answers.reserve_first),
    Requirement("R16", "redemption assets by class", answers.assets),
    Requirement("R17", "bar list of allocated gold", answers.bars),
    Requirement("R18", "instruments and average tenor", answers.instruments),
    Requirement(
        "R19", "custodian of every asset", answers.of_custody(answers.custodian, "the custodian")
    ),
    Requirement(
        "R20", "location of custody", answers.of_custody(answers.location, "the jurisdiction")
    ),
    Requirement(
        "R21", "segregation of the assets", answers.of_custody(answers.segregated, "segregation")
    ),
    Requirement(
        "R22", "whether assets are pledged or lent", answers.of_custody(answers.pledged, "pledging")
    ),
    Requirement("R23", "measurement basis and price", answers.measurement),
    Requirement(
        "R25", "related parties", answers.of_custody(answers.related, "relation to the issuer")
    ),
    Requirement("R26", "permitted kinds of reserve asset", answers.permitted),
    Requirement("R28", "comparison, surplus or deficit", answers.comparison),
    Requirement("R29", "subsequent events", answers.subsequent),
    Requirement("R30", "terms of redemption", answers.redemption),
    Requirement("R31", "practitioner's report and its level", answers.practitioner),
    Requirement(
        "R32",
        "certification by the issuer's officers",
        answers.never("signed declarations are not read in this version"),
    ),
    Requirement(
        "R33",
        "control of the issuer's accounts",
        answers.never("proofs of control are not read in this version"),
    ),
    Requirement("R35", "holders and their number", answers.holders),
    Requirement(
        "R38",
        "a second, random measurement time",
        answers.never("one check speaks of one instant; run it again with --as-of"),
    ),
    Requirement("R40", "freshness of the statement", answers.fresh),
)
"""In the order of the reconciliation: tokens, assets, comparison, who says so."""
