"""The words for what stands in a ledger, the same in every format."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import format_instant
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger import Attribution, Boundary, EntryKind
from stableaudit.domain.phrases import say_counted
from stableaudit.report.accounts import spell
from stableaudit.report.figures import bounds

DAY_SECONDS: Final = 86_400

KindWord: TypeAlias = Literal["transfer", "mint", "burn", "wipe"]
AttributionWord: TypeAlias = Literal[
    "log", "calldata", "nested-calldata", "balance-difference", "none"
]

KINDS: Final[Mapping[EntryKind, KindWord]] = {
    EntryKind.TRANSFER: "transfer",
    EntryKind.MINT: "mint",
    EntryKind.BURN: "burn",
    EntryKind.WIPE: "wipe",
}
ATTRIBUTIONS: Final[Mapping[Attribution, AttributionWord]] = {
    Attribution.LOG: "log",
    Attribution.CALLDATA: "calldata",
    Attribution.NESTED_CALLDATA: "nested-calldata",
    Attribution.BALANCE_DIFFERENCE: "balance-difference",
    Attribution.NONE: "none",
}
"""Where the account of an entry is known from."""


def party_text(party: AccountId | Boundary) -> str:
    """Return an account as its chain spells it, or `supply` or `suspense`."""
    return party.value if isinstance(party, Boundary) else spell(party)


def transaction_text(transaction: bytes, *, namespace: str) -> str:
    """Return a transaction's hash as its chain's people write it; empty where there is none."""
    if not transaction:
        return ""
    return transaction.hex() if namespace == "tron" else f"0x{transaction.hex()}"


def day_text(day: int) -> str:
    """Return a day, given in days since 1970-01-01, as its date."""
    return format_instant(day * DAY_SECONDS)[:10]


def share_low(share: Fraction) -> str:
    """Return a share as a plain decimal, rounded down at 18 decimals where it does not end."""
    return bounds(Interval.exactly(share)).low


def share_text(share: Fraction) -> str:
    """Return a share in per cent, rounded down; what is above nothing is not shown as 0.00 %."""
    hundredths = share.numerator * 10_000 // share.denominator
    if share > 0 and hundredths == 0:
        return "<0.01 %"
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'−' if hundredths < 0 else ''}{whole:,}.{rest:02} %"


def ratio_low_text(value: Fraction) -> str:
    """Return a measure without a unit with four decimals, rounded down, grouped."""
    scaled = value.numerator * 10_000 // value.denominator
    whole, rest = divmod(scaled, 10_000)
    return f"{whole:,}.{rest:04}"


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun: `1 entry`, `2 entries`; the plural adds an s by default."""
    return say_counted(number, f"{{number:,}} {one}", f"{{number:,}} {several or one + 's'}")
