"""What an unknown fact costs, how two statements hang together, and facts as text."""

from typing import Final, NamedTuple, assert_never

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.quantities import Instant
from stableaudit.report.figures import instant_text
from stableaudit.reserves.statement_diff import Link
from stableaudit.reserves.statement_entries import Said
from stableaudit.reserves.statement_lacks import Lacking


class Cost(NamedTuple):
    """What is unknown, and what that costs."""

    what: str
    cost: str


COSTS: Final = {
    Lacking.SUPPLY: Cost(
        "how many tokens are issued",
        "The supply on chain is compared with nothing (SUP-04).",
    ),
    Lacking.CADENCE: Cost(
        "how often a statement is promised", "A late statement cannot be told (DEC-05)."
    ),
    Lacking.PREDECESSOR: Cost(
        "which statement it supersedes",
        "What was said before can be exchanged without anybody seeing it (DEC-08).",
    ),
    Lacking.ASSURANCE: Cost(
        "a practitioner's report", "It is the issuer's own word and nobody else's (DEC-04)."
    ),
    Lacking.SIGNED_DOCUMENT: Cost(
        "the digest of the practitioner's document",
        "No copy of the report can be held against this one.",
    ),
    Lacking.REDEMPTION: Cost(
        "the terms of redemption", "Tokens are counted at par, though nobody promises par."
    ),
    Lacking.PAR: Cost(
        "whether redemption is at par", "Tokens are counted at par, though nobody promises par."
    ),
    Lacking.PURITY: Cost(
        "fineness and least fineness",
        "The gold in the bars has no lower bound: its value, and coverage with it, stays open.",
    ),
    Lacking.WEIGHT_BASIS: Cost(
        "whether the mass is gross or fine",
        "The mass of gold is an interval, from gross at the least fineness to all of it.",
    ),
    Lacking.FINENESS: Cost(
        "the fineness", "The mass of gold is an interval, from the least fineness to pure."
    ),
    Lacking.PRICE: Cost(
        "the price that the statement used",
        "Coverage at the declared price stays open (COV-01), and its own figures cannot be "
        "compared (DEC-06).",
    ),
    Lacking.PRICE_FIX: Cost(
        "of which auction the price is",
        "The price cannot be held against the published one: the day's two can lie apart.",
    ),
    Lacking.VALUE: Cost(
        "the value that the statement gives",
        "Coverage at the declared price stays open (COV-01), and its own figures cannot be "
        "compared (DEC-06).",
    ),
    Lacking.BAR_LIST: Cost(
        "the list of the bars",
        "No bar can be told from another: double pledging and invented bars stay unseen.",
    ),
    Lacking.HOLDING: Cost(
        "how much the account is said to hold",
        "What the chain answers is compared with no word of the issuer.",
    ),
    Lacking.CUSTODIAN: Cost("who keeps it", "Nobody can be asked whether it is there."),
    Lacking.RELATED_PARTY: Cost(
        "whether the custodian is of the issuer's own group",
        "Custody may be the issuer's own promise.",
    ),
    Lacking.SEGREGATION: Cost(
        "whether it is kept apart from the custodian's own",
        "In the custodian's insolvency it may not be the holders'.",
    ),
    Lacking.ENCUMBRANCE: Cost(
        "whether it is pledged or lent", "Somebody else may have the first claim (DEC-10)."
    ),
}

LINKS: Final = {
    Link.SAME: "they are the same file, byte for byte",
    Link.FOLLOWS: "the new one supersedes the old one, by its digest",
    Link.FORK: "a fork: both supersede the same statement",
    Link.ANOTHER: "a gap: the new one supersedes another statement than the old one",
    Link.FIRST: "the new one says that it is the first of its series",
    Link.UNKNOWN: "the new one does not say what it supersedes",
}


def said_text(said: Said) -> str:
    """Return what a statement says as text."""
    match said:
        case Unknown():
            return "unknown"
        case Figure(text):
            return text
        case Instant(seconds):
            return instant_text(seconds)
        case bool():
            return "yes" if said else "no"
        case int() | str():
            return str(said)
        case _ as never:
            assert_never(never)
